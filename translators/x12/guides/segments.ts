/**
 * The segment dictionary, 004010: tag, name, its elements in order, its relational conditions (X12.22).
 * `!` marks a mandatory element, `xN` repeats the tokens in parentheses, `C…` names a composite. `?` alone: the segment is known
 * by its tag and place, its elements are not described and not checked.
 * Conditions: P paired or multiple, R required (one of), E exclusion, C conditional, L list conditional; two digits an element.
 */
export const segmentTable = `
ST  | Transaction Set Header | 143! 329!
SE  | Transaction Set Trailer | 96! 329!
GS  | Functional Group Header | 479! 142! 124! 373! 337! 28! 455! 480!
GE  | Functional Group Trailer | 97! 28!
IEA | Interchange Control Trailer | I16! I12!
TA1 | Interchange Acknowledgment | I12! I08! I09! I17! I18!
AAA | Request Validation | ?
CRD | Color Detail | ?
G26 | Pricing Conditions | ?
G36 | Price List Reference | ?
G39 | Item Characteristics - Vendor's Selling Unit | ?
G40 | Price Change Status | ?
G43 | Promotion Price List Area | ?
G54 | Item Bracket Price | ?
G55 | Item Characteristics - Consumer Unit | ?
G93 | Price Bracket Identification | ?
LFG | Hazardous Information Codes | ?
PKL | Multi-Pack Configuration | ?
RED | Related Data | ?
ACK | Line Item Acknowledgment | 668! 380 355 374 373 326 (235 234)x10 559 822 1271 | P0203 C0405 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 C2827 C2928
ADV | Advertising Demographic Information | ?
AK1 | Functional Group Response Header | 479! 28!
AK2 | Transaction Set Response Header | 143! 329!
AK3 | Data Segment Note | 721! 719! 447 720
AK4 | Data Element Note | C030! 725 723! 724
AK5 | Transaction Set Response Trailer | 717! 718 718 718 718 718
AK9 | Functional Group Response Trailer | 715! 97! 123! 2! 716 716 716 716 716
AMT | Monetary Amount | 522! 782! 478
BAK | Beginning Segment for Purchase Order Acknowledgment | 353! 587! 324! 373! 328 326 367 127 373 640
BAL | Balance Detail | ?
BCA | Beginning Segment for Purchase Order Change Acknowledgment | 353! 587! 324! 328 327 373! 326 367 127 373 373 373
BCH | Beginning Segment for Purchase Order Change | 353! 92! 324! 328 327 373! 326 367 127 373 373 587 1166 786
BCT | Beginning Segment for Price/Sales Catalog | 683! 684 685 686 683 324 684 685 686 353
BEG | Beginning Segment for Purchase Order | 353! 92! 324! 328 373! 367 587 1019 1166 1232
BGN | Beginning Segment | 353! 127! 373! 337 623 127 640 306 786 | C0504
BIA | Beginning Segment for Inventory Inquiry/Advice | 353! 755! 127! 373! 337 306
BIG | Beginning Segment for Invoice | 373! 76! 373 324 328 327 640 353 306 76
BMG | Beginning Segment For Text Message | 353! 352 640
BPR | Beginning Segment for Payment Order/Remittance Advice | 305! 782! 478! 591! 829 506 507 569 508 509 510 506 507 569 508 373 1048 506 507 569 508 | P0607 C0809 P1213 C1415 P1819 C2021
BSN | Beginning Segment for Ship Notice | 353! 396! 373! 337! 1005 640 641 | C0706
CAD | Carrier Detail | 91 206 207 140 387 368 128 127 284 | R0506 C0807
CB1 | Contract and Cost Accounting Standards Data | ?
CLD | Load Detail | 622! 382! 103 357 355
CN1 | Contract Information | ?
CON | Contract Number Detail | ?
CRC | Conditions Indicator | ?
CS  | Contract Summary | ?
CSH | Sales Requirements | 563 306 610 508 373 559 560 566 954 1004
CTB | Restrictions/Conditions | 688! 352 673 380 522 610 | R0204
CTP | Pricing Information | 687 236 212 380 C001 648 649 782 639 499 289 | P0405 C0607 C0902 C1002 C1103
CTT | Transaction Totals | 354! 347 81 355 183 355 352 | P0304 P0506
CTX | Context | ?
CUR | Currency | 98! 100! 280 98 100 669 374 373 337 374 373 337 374 373 337 374 373 337 374 373 337 | L070809 L101112 L131415
DD  | Demand Detail | ?
DIS | Discount Detail | 653! 654! 655! 656! 657!
DMG | Demographic Information | ?
DTM | Date/Time Reference | 374! 373 337 623 1250 1251 | R020305 C0403 P0506
DTP | Date or Time or Period | 374! 1250! 1251!
ENT | Entity | 554 98 66 67 98 66 67 128 127 | P020304 P050607 P0809
ETD | Excess Transportation Detail | ?
FA1 | Type of Financial Accounting Data | ?
FA2 | Accounting Data | ?
FOB | F.O.B. Related Instructions | 146! 309 352 334 335 309 352 54 352 | C0302 C0405 C0706 C0809
G53 | Maintenance Type | ?
G61 | Contact | ?
GF  | Furnished Goods and Services | ?
HL  | Hierarchical Level | 628! 628 735! 736
IK3 | Implementation Data Segment Note | 721! 719! 447 620
IK4 | Implementation Data Element Note | C030! 725 621! 724
IK5 | Implementation Transaction Set Response Trailer | 717! 618 618 618 618 618
INC | Installment Information | ?
ISS | Invoice Shipment Summary | 382 355 81 355 183 355 380 380 | R010305 P0102 P0304 P0506
IT1 | Baseline Item Data (Invoice) | 350 358 355 212 639 (235 234)x10 | P020304 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
IT3 | Additional Item Data | ?
IT8 | Conditions of Sale | ?
ITD | Terms of Sale/Deferred Terms of Sale | 336 333 338 370 351 446 386 362 388 389 342 352 765 107 954 | L03040513 L08040513 L091011
L7  | Tariff Reference | ?
LDT | Lead Time | 345! 380! 344! 373
LE  | Loop Trailer | 447!
LFH | Freeform Hazardous Material Information | ?
LH1 | Hazardous Identification Information | ?
LH2 | Hazardous Classification Information | ?
LH3 | Shipping Name Information | ?
LH4 | Canadian Dangerous Requirements | ?
LHE | Empty Equipment Hazardous Material Information | ?
LHR | Hazardous Material Identifying Reference Numbers | ?
LHT | Transborder Hazardous Requirements | ?
LEP | EPA Required Data | ?
LIN | Item Identification | 350 235! 234! (235 234)x14 | P0405 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627 P2829 P3031
LM  | Code Source Information | 559! 822
LQ  | Industry Code | 1270 1271 | C0102
LS  | Loop Header | 447!
MAN | Marks and Numbers | 88! 87! 87 88 87 87 | P0405 C0605
MEA | Measurements | 737 738 739 C001 740 741 935 936 752 | R03050608 C0504 C0604 L07030506 E0803
MIT | Message Identification | 127! 352 N0:1:3 N0:1:2
MSG | Message Text | 933! 934 1470 | C0302
MTX | Text | 363 1551 1551 934 1470
N1  | Name | 98! 93 66 67 706 98 | R0203 P0304
N2  | Additional Name Information | 93! 93
N3  | Address Information | 166! 166
N4  | Geographic Location | 19 156 116 26 309 310 | C0605
N9  | Reference Identification | 128! 127 369 373 337 623 C040 | R0203 C0605
NM1 | Individual or Organizational Name | ?
NTE | Note/Special Instruction | 363 352!
NX2 | Location ID Component | 1106! 166! 1096
OTI | Original Transaction Identification | ID:1:2! 128! 127! 142 124 373 337 28 329 143 480
PAL | Pallet Information | ?
PAM | Period Amount | ?
PCT | Percent Amounts | 1004! 954!
PER | Administrative Communications Contact | 366! 93 365 364 365 364 365 364 443 | P0304 P0506 P0708
PID | Product/Item Description | 349! 750 559 751 352 752 822 1073 819 | C0403 R0405 C0703 C0804 C0905
PKG | Marking, Packaging, Loading | 349 753 559 754 352 400 | R040506 C0403
PO1 | Baseline Item Data | 350 330 355 212 639 (235 234)x10 | C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
PO3 | Additional Item Detail | 371! 373 236 212 639 380! 355! 352
PO4 | Item Physical Details | 356 357 355 103 187 384 355 385 355 82 189 65 355 810 752 350 350 | P0203 C0506 P0607 P0809
POC | Line Item Change | 350 670! 330 671 C001 212 639 (235 234)x10 | C0706 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627
PRF | Purchase Order Reference | 324! 328 327 373 350 367 92
PWK | Paperwork | 755! 756 757 98 66 67 352 C002 1525 | P0506
QTY | Quantity | 673! 380 C001 61 | R0204 E0204
R4  | Port or Terminal | ?
REF | Reference Identification | 128! 127 352 C040 | R0203
RMR | Remittance Advice Accounts Receivable Open Item Reference | 128 127 482 782 782 782 426 782 | P0102 P0708
SAC | Service, Promotion, Allowance, or Charge Information | 248! 1300 559 1301 610 378 332 118 355 380 380 331 127 770 352 819 | R0203 P0304 P0607 P0910 C1110 L130204 C1413 C1615
SCH | Line Item Schedule | 380! 355! 98 93 374! 373! 337 374 373 337 326 350 | C0403 C0908 C1008
SDQ | Destination Quantity | 355! 66 67! 380! (67 380)x9 310 | P0506 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122
SI  | Service Characteristic Identification | ?
SLN | Subline Item Detail | 350! 350 662! 380 C001 212 639 662 (235 234)x10 | P0405 C0706 C0806 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 P2728
SN1 | Item Detail (Shipment) | 350 382! 355! 646 330 355 728 668 | P0506
SPI | Specification Identifier | ?
SR  | Requested Service Schedule | ?
TAX | Tax Reference | 325 309 310 309 310 309 310 309 310 309 310 441 325 | R0103 P0203 P0405 P0607 P0809 P1011
TC2 | Commodity | 23! 22!
TD1 | Carrier Details (Quantity and Weight) | 103 80 23 22 79 187 81 355 183 355 | C0102 C0304 C0607 P0708 P0910
TD3 | Carrier Details (Equipment) | 40 206 207 187 81 355 102 407 225 24 | C0203 C0405 P0506
TD4 | Carrier Details (Special Handling, or Hazardous Materials, or Both) | 152 208 209 352 1073 | R01020304 C0203
TD5 | Carrier Details (Routing Sequence/Transit Time) | 133 66 67 91 387 368 309 310 731 732 733 284 284 284 26 | R0204050612 C0203 C0708 C1011 C1312 C1413 C1512
TDS | Total Monetary Value Summary | 610! 610 610 610
TED | Technical Error Description | 647! AN:1:60 721 719 722 725 724 AN:1:99
TRN | Trace | 481! 127! 509 127
TSD | Trailer Shipment Details | ?
TXI | Tax Information | 963! 782 954 955 956 441 662 828 325 350 | R020306 P0405 C0803
UIT | Unit Detail | C001! 212 639 | C0302
V1  | Vessel Identification | ?
YNQ | Yes/No Question | ?
`

/** Segments that 005010 defines otherwise; the same columns. */
export const segmentChanges005010 = `
ST  | Transaction Set Header | 143! 329! 1705
AK1 | Functional Group Response Header | 479! 28! 480
AK2 | Transaction Set Response Header | 143! 329! 1705
N4  | Geographic Location | 19 156 116 26 309 310 1715 | E0207 C0605 C0704
MAN | Marks and Numbers | 88! 87! 87 88 87 87 | P0405 C0605
`

/** Composites: code, name, components. */
export const compositeTable = `
C001 | Composite Unit of Measure | 355! 1018 649 355 1018 649 355 1018 649 355 1018 649 355 1018 649
C002 | Actions Indicated | ID:1:2! ID:1:2 ID:1:2 ID:1:2 ID:1:2
C030 | Position in Segment | 722! 1528 1686
C040 | Reference Identifier | 128! 127! 128 127 128 127
`

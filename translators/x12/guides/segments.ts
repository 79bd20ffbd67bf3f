/**
 * The segment dictionary, 004010: tag, name, its elements in order, its relational conditions (X12.22).
 * A number names an element of the element table and `C…` a composite; `ID:1:2` describes an element by type and lengths alone.
 * `!` marks a mandatory element, `^n` one that may repeat n times, `xN` repeats the tokens in parentheses.
 * Conditions: P paired or multiple, R required (one of), E exclusion, C conditional, L list conditional; two digits an element.
 */
export const segmentTable = `
ST  | Transaction Set Header | 143! 329!
SE  | Transaction Set Trailer | 96! 329!
GS  | Functional Group Header | 479! 142! 124! 373! 337! 28! 455! 480!
GE  | Functional Group Trailer | 97! 28!
IEA | Interchange Control Trailer | I16! I12!
TA1 | Interchange Acknowledgment | I12! I08! I09! I17! I18!
AAA | Request Validation | 1073! 559 901 889
ACK | Line Item Acknowledgment | 668! 380 355 374 373 326 (235 234)x10 559 822 1271 | P0203 C0405 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 C2827 C2928
ADV | Advertising Demographic Information | 559! 1000! 740 741 729 1000 739 | R0304 P0607
ADX | Adjustment | 782! 426! 128 127 | P0304
AIN | Income | 1186! 594! 782! 380 1073 127 ID:1:3 ID:1:1 R:1:15 ID:2:2 R:1:15 127
AK1 | Functional Group Response Header | 479! 28!
AK2 | Transaction Set Response Header | 143! 329!
AK3 | Data Segment Note | 721! 719! 447 720
AK4 | Data Element Note | C030! 725 723! 724
AK5 | Transaction Set Response Trailer | 717! 718 718 718 718 718
AK9 | Functional Group Response Trailer | 715! 97! 123! 2! 716 716 716 716 716
AMT | Monetary Amount | 522! 782! 478
ASM | Amount and Settlement Method | 610! ID:1:2 ID:1:3
ATN | Attendance | R:1:15! ID:2:2 ID:2:2 ID:1:1 ID:1:4 352
BAK | Beginning Segment for Purchase Order Acknowledgment | 353! 587! 324! 373! 328 326 367 127 373 640
BAL | Balance Detail | 951! 522! 782!
BCA | Beginning Segment for Purchase Order Change Acknowledgment | 353! 587 324! 328 327 373! 326 367 127 373 373 373 92 786 640
BCH | Beginning Segment for Purchase Order Change | 353! 92! 324! 328 327 373! 326 367 127 373 373 1166 786 587 640 1232
BCT | Beginning Segment for Price/Sales Catalog | 683! 684 685 686 683 324 684 685 686 353
BEG | Beginning Segment for Purchase Order | 353! 92! 324! 328 373! 367 587 1019 1166 1232 786 640
BDS | Binary Data Structure | ID:3:3! 784! 785
BGN | Beginning Segment | 353! 127! 373! 337 623 127 640 306 786 | C0504
BIA | Beginning Segment for Inventory Inquiry/Advice | 353! 755! 127! 373! 337 306
BIG | Beginning Segment for Invoice | 373! 76! 373 324 328 327 640 353 306 76
BIN | Binary Data | 784! 785
BMG | Beginning Segment For Text Message | 353! 352 640
BPR | Beginning Segment for Payment Order/Remittance Advice | 305! 782! 478! 591! 812 506 507 569 508 509 510 506 507 569 508 373 1048 506 507 569 508 | P0607 C0809 P1213 C1415 P1819 C2021
BSN | Beginning Segment for Ship Notice | 353! 396! 373! 337! 1005 640 641 | C0706
CAD | Carrier Detail | 91 206 207 140 387 368 128 127 284 | R0506 C0708
CB1 | Contract and Cost Accounting Standards Data | 1309! 1310
CLD | Load Detail | 622! 382! 103 357 355 | C0504
CN1 | Contract Information | 1166! 782 332 127 338 799
CRC | Conditions Indicator | 1136! 1073! 1321! 1321 1321 1321 1321
CRD | Color Detail | ID:2:3! ID:1:3 R:1:18 N0:1:3
CS  | Contract Summary | 367 327 328 128 127 324 560 433 954 954 782 336 560 355 212 ID:2:2 ID:1:1 ID:1:1 | P0405
CSH | Sales Requirements | 563 306 610 508 373 559 560 566 954 1004 | C0203 P0607
CTB | Restrictions/Conditions | 688! 352 673 380 522 610 | R0204 P0304 P0506
CTP | Pricing Information | 687 236 212 380 C001 648 649 782 639 499 289 | P0405 C0607 C0902 C1002 C1103
CTT | Transaction Totals | 354! 347 81 355 183 355 352 | P0304 P0506
CTX | Context | C998!^10 721 719 447 C030 C999
CUR | Currency | 98! 100! 280 98 100 669 374 373 337 374 373 337 374 373 337 374 373 337 374 373 337 | C0807 C0907 L101112 C1110 C1210 L131415 C1413 C1513 L161718 C1716 C1816 L192021 C2019 C2119
DD  | Demand Detail | 1271 1270 128 127 1271 1270 380 1073 1271 1270 | C0201 P0304 C0605 C1009
DED | Deductions | 1511! 127! 373! 610! 127! 1073! 93 127 1073
DIS | Discount Detail | 653! 654! 655! 656! 657! 657
DMG | Demographic Information | 1250 1251 1068 1067 1109 1066 26 659 380 | P0102
DTM | Date/Time Reference | 374! 373 337 623 1250 1251 | R020305 C0403 P0506
DTP | Date or Time or Period | 374! 1250! 1251!
EFI | Electronic Format Identification | 786! 933 797 799 802 799 801 799 800 789 803 804 787 788 799 ID:3:3 | C0605
EMS | Employment Position | 352 1176 1149 584 128 127 127 | P0506
ENT | Entity | 554 98 66 67 98 66 67 128 127 | P020304 P050607 P0809
ETD | Excess Transportation Detail | 626! 627! 128 127 743 | P0304
FA1 | Type of Financial Accounting Data | 559! 1300 248
FA2 | Accounting Data | 1195! 1196!
FOB | F.O.B. Related Instructions | 146! 309 352 334 335 309 352 54 352 | C0302 C0405 C0706 C0806
G26 | Pricing Conditions | 290! 432 373 292 380 355 | P0203 P0506
G36 | Price List Reference | 439! 440 373! 291
G39 | Item Characteristics - Vendor's Selling Unit | 438 235 234 152 395 187 188 65 355 189 355 82 355 183 355 416 356 357 355 397 398 876 235 234 ID:1:2 R:1:8 810 103 | P0203 P0809 P1011 P1213 P1415 P2324
G40 | Price Change Status | 417 418! 419 369 420 421 355 291 R:1:9
G43 | Promotion Price List Area | AN:1:3! AN:1:12 352 ID:2:2
G53 | Maintenance Type | 875!
G54 | Module Description | 380! 355! 438 235 234 369 | P0405
G55 | Item Characteristics - Consumer Unit | 235! 234! 235 234 65 355 189 355 82 355 183 355 356 357 355 878 878 879 880 881 1073 397 395 187 188 395 187 188 235 234 369 810 103 | P0304 P0506 P0708 P0910 P1112 P1415 P2930
G61 | Contact | 366! 93! 365 364 443 | P0304
G93 | Price Bracket Identification | 417 380 355 369 ID:1:2 ID:3:3 ID:1:2 ID:1:1
GF  | Furnished Goods and Services | 128 127 367 782 128 127 | P0102 P0506
HL  | Hierarchical Level | 628! 628 735! 736
IK3 | Implementation Data Segment Note | 721! 719! 447 620
IK4 | Implementation Data Element Note | C030! 725 621! 724
IK5 | Implementation Transaction Set Response Trailer | 717! 618 618 618 618 618
IN2 | Individual Name Structure Components | 1104! 93!
INC | Installment Information | 336! C001! 380! 380! 782
INV | Investment Vehicle Selection | 352! 954 782 380 ID:2:2 352 782
ISS | Invoice Shipment Summary | 382 355 81 355 183 355 380 380 | R010305 P0102 P0304 P0506
IT1 | Baseline Item Data (Invoice) | 350 358 355 212 639 (235 234)x10 | P020304 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
IT3 | Additional Item Data | 382 355 368 383 371 | P0102
IT8 | Conditions of Sale | 563 306 610 508 373 559 566 (235 234)x10 | C0203 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627
ITD | Terms of Sale/Deferred Terms of Sale | 336 333 338 370 351 446 386 362 388 389 342 352 765 107 954 | L03040513 L08040513 L091011
L7  | Tariff Reference | 213 168 171 172 169 170 59 173 46 373 119 227 294 295 19 156
LDT | Lead Time | 345! 380! 344! 373
LE  | Loop Trailer | 447!
LEP | EPA Required Data | 806 807 156 127
LFG | Hazardous Information | 352! 215! 277! 218! 254 1073
LFH | Freeform Hazardous Material Information | 808! 809! 809 1023 355 380 380 | C0506
LH1 | Hazardous Identification Information | 355! 80! 277 200 22 355 380 595 665 254 1375 | P0607
LH2 | Hazardous Classification Information | 215 983 218 222 759 355 408 355 408 355 408 | P0607 P0809 P1011
LH3 | Hazardous Material Shipping Name | 224 984 985 1073 | P0102
LH4 | Canadian Dangerous Requirements | 238 364 254 230 230 230 271 267 805 986 364 355
LHE | Empty Equipment Hazardous Material Information | 224! 218! 128! 127! 759
LHR | Hazardous Material Identifying Reference Numbers | 128! 127! 373
LHT | Transborder Hazardous Requirements | 215 218 222
LIN | Item Identification | 350 235! 234! (235 234)x14 | P0405 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627 P2829 P3031
LM  | Code Source Information | 559! 822
LOC | Location | ID:2:3! 127! 352 127 AN:1:6 ID:2:3 127 352 127 739 C001 739 C001 739 C001 739 C001 739 C001 739 C001 ID:2:3 127 352
LQ  | Industry Code | 1270 1271 | C0102
LS  | Loop Header | 447!
LX  | Assigned Number | 554!
MAN | Marks and Numbers | 88! 87! 87 88 87 87 | P0405 C0605
MEA | Measurements | 737 738 739 C001 740 741 935 936 752 1373 | R03050608 C0504 C0604 L07030506 E0803
MIT | Message Identification | 127! 352 N0:1:3 N0:1:3
MSG | Message Text | 933! 934 1470 | C0302
MTX | Text | 363 1551 1551 934 | C0102 C0302
N1  | Name | 98! 93 66 67 706 98 | R0203 P0304
N2  | Additional Name Information | 93! 93
N3  | Address Information | 166! 166
N4  | Geographic Location | 19 156 116 26 309 310 | C0605
N9  | Reference Identification | 128! 127 369 373 337 623 C040 | R0203 C0605
NM1 | Individual or Organizational Name | 98! 1065! 1035 1036 1037 1038 1039 66 67 706 98 | P0809 C1110
NTE | Note/Special Instruction | 363 352!
NX2 | Location ID Component | 1106! 166! 1096
OTI | Original Transaction Identification | 110! 128! 127! 142 124 373 337 28 329 143 480 353 640 346 306 305 641 | C0908
PAL | Pallet Information | 883 884 885 356 395 355 82 189 65 355 384 355 385 355 399 810 | P0506 P1112 P1314 C0710 C0810 C0910
PAM | Period Amount | 673 380 C001 522 782 344 374 373 337 374 373 337 1004 954 1073 | P0405 P1314
PCT | Percent Amounts | 1004! 954!
PD  | Pricing Data | ID:2:2! 373! C001! 380! 93! 352 ID:2:2 127 352 ID:1:3
PDD | Pricing Data Detail | 350! 380 782 954 ID:1:3
PEN | Pension Information | ID:2:2! 782 ID:2:2 954 AN:1:6 127 1470 ID:1:2 ID:3:3
PER | Administrative Communications Contact | 366! 93 365 364 365 364 365 364 443 | P0304 P0506 P0708
PID | Product/Item Description | 349! 750 559 751 352 752 822 1073 819 | C0403 R0405 C0703 C0804 C0905
PKG | Marking, Packaging, Loading | 349 753 559 754 352 400 | R040506 C0403 C0501
PKL | Multi-Pack Configuration | 235! 234! 355! 380! 357 357 356 355 R:1:9 355 R:1:9 355 1073
PO1 | Baseline Item Data | 350 330 355 212 639 (235 234)x10 | C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
PO3 | Additional Item Detail | 371! 373 236 212 639 380! 355! 352
PO4 | Item Physical Details | 356 357 355 103 187 384 355 385 355 82 189 65 355 810 752 350 350 1470 | P0203 C0506 P0607 P0809 L13101112 C1716 C1804
POC | Line Item Change | 350 670! 330 671 C001 212 639 (235 234)x10 | C030405 C0706 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425 P2627
PRF | Purchase Order Reference | 324! 328 327 373 350 367 92
PWK | Paperwork | 755! 756 757 98 66 67 352 C002 1525 | P0506
PYD | Payroll Deduction | 782! 594 1685 1688 352
QTY | Quantity | 673! 380 C001 61 | R0204 E0204
R4  | Port or Terminal | 115! 309 310 114 26 174 113 156 | P0203
RDM | Remittance Delivery Method | 756! 93 364 C040 C040
RED | Related Data | 352! 1609 559 822 1270 1271 | P0506
REF | Reference Identification | 128! 127 352 C040 | R0203
RMR | Remittance Advice Accounts Receivable Open Item Reference | 128 127 482 782 782 782 426 782 | P0102 P0708
RYL | Royalty Payment | 554! 1035 66 67 | P0304
SAC | Service, Promotion, Allowance, or Charge Information | 248! 1300 559 1301 610 378 332 118 355 380 380 331 127 770 352 819 | R0203 P0304 P0607 P0910 C1110 L130204 C1413 C1615
SCH | Line Item Schedule | 380! 355! 98 93 374! 373! 337 374 373 337 326 350 | C0403 L080910 C0908 C1008
SDQ | Destination Quantity | 355! 66 67! 380! (67 380)x9 310 | P0506 P0708 P0910 P1112 P1314 P1516 P1718 P1920 P2122
SI  | Service Characteristic Identification | 559! 1000! 234! (1000 234)x9 | P0405 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021
SLN | Subline Item Detail | 350! 350 662! 380 C001 212 639 662 (235 234)x10 | P0405 C0706 C0806 P0910 P1112 P1314 P1516 P1718 P1920 P2122 P2324 P2526 P2728
SN1 | Item Detail (Shipment) | 350 382! 355! 646 330 355 728 668 | P0506
SPI | Specification Identifier | 786! 128 127 790 791 792 353 755 786 559 822 554 1322 1401 1005 | P0203
SR  | Requested Service Schedule | 350 1025 337 337 3 212 380 373 373 234 234
TAX | Tax Reference | 325 309 310 309 310 309 310 309 310 309 310 441 1179 | R0103 P0203 P0405 P0607 P0809 P1011
TC2 | Commodity | 23! 22!
TD1 | Carrier Details (Quantity and Weight) | 103 80 23 22 79 187 81 355 183 355 | C0102 C0304 C0607 P0708 P0910
TD3 | Carrier Details (Equipment) | 40 206 207 187 81 355 102 407 225 24 | E0110 C0203 C0405 P0506
TD4 | Carrier Details (Special Handling, or Hazardous Materials, or Both) | 152 208 209 352 1073 | R010204 C0203
TD5 | Carrier Details (Routing Sequence/Transit Time) | 133 66 67 91 387 368 309 310 731 732 733 284 284 284 26 | R0204050612 C0203 C0708 C1011 C1312 C1413 C1512
TDS | Total Monetary Value Summary | 610! 610 610 610
TED | Technical Error Description | 647! 3 721 719 722 725 724 961
TRN | Trace | 481! 127! 509 127
TSD | Trailer Shipment Details | 350 219
TXI | Tax Information | 963! 782 954 955 956 441 662 828 325 350 | R020306 P0405 C0803
TXP | Tax Payment | 325! AN:1:5! 373! 817! N2:1:10! 817 N2:1:10 817 N2:1:10 AN:1:6
UIT | Unit Detail | C001! 212 639 | C0302
V1  | Vessel Identification | 597 182 26 55 140 249 854 897 91 | R0102 C0801
YNQ | Yes/No Question | 1321 1073! 1250 1251 933 933 933 1270 1271 127 | P0304 C0605 C0706 P0809
`

/** Segments that a later version defines otherwise, oldest first; the same columns. Each holds from its version on. */
export const segmentChanges: Readonly<Record<string, string>> = {
  '004030': `
AT9 | Trailer or Container Dimension and Weight | N0:4:5 65 189 ID:1:2 ID:1:1 81 ID:1:1 183
MTX | Text | 363 1551 1551 934 1470 819 | C0102 C0302 C0504 C0602
N4  | Geographic Location | 19 156 116 26 309 310 1715 | E0207 C0605 C0704
RPA | Rate Amounts or Percents | ID:1:2! 782 118 C001 954
VEH | Vehicle Information | 554 539 N0:4:4 559 127 127 127 82 127 156 310 1073 610 1073 610 306 26 93 26 | L040507 C0504 C0704 P1819
`,
  '005010': `
ST  | Transaction Set Header | 143! 329! 1705
AK1 | Functional Group Response Header | 479! 28! 480
AK2 | Transaction Set Response Header | 143! 329! 1705
CTB | Restrictions/Conditions | 688! 352 673 380 522 610 C001 | R0204 C0304 P0506 C0704
DMG | Demographic Information | 1250 1251 1068 1067 C056^10 1066 26 659 380 1270 1271 | P0102 P1011
EMS | Employment Position | 352 1176 1149 584 128 127 127 128 66 67 332 584 66 67 1176
N1  | Party Identification | 98! 93 66 67 706 98 | R0203 P0304
N3  | Party Location | 166! 166
N9  | Extended Reference Information | 128! 127 369 373 337 623 C040 | R0203 C0605
NM1 | Individual or Organizational Name | 98! 1065! 1035 1036 1037 1038 1039 66 67 706 98 1035 | P0809 C1110 C1203
PO1 | Baseline Item Data | 350 380 355 212 639 (235 234)x10 | C0302 C0504 P0607 P0809 P1011 P1213 P1415 P1617 P1819 P2021 P2223 P2425
QTY | Quantity Information | 673! 380 C001 61 | R0204 E0204
REF | Reference Information | 128! 127 352 C040 | R0203
TED | Technical Error Description | 647! 3 721 719 C030 725 724 961
`,
}

/** Composites: code, name, components. C030's third, the repetition, came with repeating elements in 004020. */
export const compositeTable = `
C001 | Composite Unit of Measure | 355! 1018 649 355 1018 649 355 1018 649 355 1018 649 355 1018 649
C002 | Actions Indicated | 704! 704 704 704 704
C030 | Position in Segment | 722! 1528 1686
C040 | Reference Identifier | 128! 127! 128 127 128 127
C056 | Composite Race or Ethnicity Information | 1109 1270 1271
C998 | Context Identification | 9999! 9998
C999 | Reference in Segment | 725! 725
`

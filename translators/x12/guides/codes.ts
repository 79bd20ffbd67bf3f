/**
 * What is known of an element's codes. `all`: the whole standard list, the same in every version held here; another code is an error
 * (723 code 7). `004010`: the whole list of 004010 and before, to which later versions have added. `retail`: the codes that retail uses, with
 * their meaning; the standard has more, so another code of the right shape passes, and a map that needs its meaning says so.
 */
export interface CodeTable {
  scope: 'all' | '004010' | 'retail'
  codes: string
}

/** What a 997 (720) and a 999 (620) say of a segment; those with I are the 999's. */
const segmentErrors =
  '1 Unrecognized segment id; 2 Unexpected segment; 3 Mandatory segment missing; 4 Loop occurs over maximum times; 5 Segment exceeds maximum use; 6 Segment not in defined transaction set; 7 Segment not in proper sequence; 8 Segment has data element errors; I4 Segment not used by the implementation guide; I6 Segment missing that the implementation guide asks for here; I7 Loop occurs under minimum times of the implementation guide; I8 Segment below minimum use of the implementation guide; I9 Segment that the implementation guide does not use here'

/** The same of an element (723, 621). */
const elementErrors =
  '1 Mandatory data element missing; 2 Conditional required data element missing; 3 Too many data elements; 4 Data element too short; 5 Data element too long; 6 Invalid character in data element; 7 Invalid code value; 8 Invalid date; 9 Invalid time; 10 Exclusion condition violated; 12 Too many repetitions; 13 Too many components; I6 Code value not used by the implementation guide; I9 Data element missing that the implementation guide asks for here; I10 Data element not used by the implementation guide; I11 Too few repetitions for the implementation guide; I12 Pattern of the implementation guide not matched; I13 Data element that the implementation guide does not use here'

/** The same of a set (718, 618). */
const setErrors =
  '1 Transaction set not supported; 2 Transaction set trailer missing; 3 Transaction set control numbers of header and trailer do not match; 4 Number of included segments does not match actual count; 5 One or more segments in error; 6 Missing or invalid transaction set identifier; 7 Missing or invalid transaction set control number; 8 Authentication key name unknown; 9 Encryption key name unknown; 10 Requested service (authentication or encryption) not available; 11 Unknown security recipient; 12 Incorrect message length (encryption only); 13 Message authentication code failed; 15 Unknown security originator; 16 Syntax error in decrypted text; 17 Security not supported; 18 Transaction set not in functional group; 19 Invalid implementation convention reference; 23 Transaction set control number not unique within the functional group; 24 S3E missing for S3S; 25 S3S missing for S3E; 26 S4E missing for S4S; 27 S4S missing for S4E; I5 One or more segments against the implementation guide; I6 Implementation convention not supported'

/** `code meaning; code meaning; …` by element number. */
export const codeTables: Readonly<Record<string, CodeTable>> = {
  '66': {
    scope: 'retail',
    codes:
      "1 D-U-N-S number; 2 Standard Carrier Alpha Code (SCAC); 6 Plant code; 7 Loading dock; 8 GS1 global product identification prefix; 9 D-U-N-S+4, with four character suffix; 10 Department of Defense activity address code; 11 Drug Enforcement Administration (DEA); 12 Telephone number; 13 Federal Reserve routing code; 14 GS1 location code prefix; 15 Standard address number (SAN); 16 ZIP code; 20 Standard point location code (SPLC); 21 Health industry number (HIN); 24 Employer's identification number; 25 Carrier's customer code; 31 Bank identification code; 33 Commercial and government entity (CAGE); 34 Social security number; 38 Country code; 54 Warehouse; 56 Division; 57 Department; 91 Assigned by seller or seller's agent; 92 Assigned by buyer or buyer's agent; 93 Assigned by the originator of the transaction set; 94 Assigned by the destination of the transaction set; 95 Assigned by transporter; 97 Receiver's code; A3 Assigned by third party; A4 Assigned by clearinghouse; AA Postal service code; FI Federal taxpayer's identification number; SV Service provider number; SW SWIFT address; TA Taxpayer id number; UL GS1 location code (GLN); UM GS1 location code suffix; ZN Zone; ZZ Mutually defined",
  },
  '88': {
    scope: '004010',
    codes:
      'L Line item only; R Originator assigned; S Entire shipment; W Pallet number; X Pallet configuration number; AA SSCC-18; AI GS1-128 application identifier and data; CA Shipper-assigned case number; CP Carrier-assigned package id number; DZ Receiver assigned drop zone; GM SSCC-18 and application identifier; MC Master carton number; PB Premarked by buyer; SI Self-identifying container via radio frequency id device; SM Shipper assigned; SR Shipper assigned roll number; SS Shipper assigned skid number; UC U.P.C. shipping container code; UP U.P.C. consumer package code; ZZ Mutually defined',
  },
  '91': {
    scope: '004010',
    codes:
      "6 Military official mail; 7 Mail; A Air; B Barge; C Consolidation; D Parcel post; E Expedited truck; F Flyaway; H Customer pickup; I Common irregular carrier; J Motor; K Backhaul; L Contract carrier; M Motor (common carrier); N Private vessel; O Containerized ocean; P Private carrier; Q Conventional ocean; R Rail; S Ocean; T Best way (shipper's option); U Private parcel service; W Inland waterway; X Intermodal (piggyback); Y Military intratheater airlift service; AC Air charter; AE Air express; AF Air freight; AH Air taxi; AR Armed Forces courier service; BP Book postal; BU Bus; CE Customer pickup at customer's expense; DA Driveaway service; DW Driveaway, truckaway, towaway; ED European or Pacific distribution system; FA Air freight forwarder; FL Motor (flatbed); GG Geographic receiving/shipping; GR Geographic receiving; GS Geographic shipping; HH Household goods truck; LA Logair; LT Less than trailer load (LTL); MB Motor (bulk carrier); MP Motor (package carrier); PA Pooled air; PG Pooled piggyback; PL Pipeline; PP Pool to pool; PR Pooled rail; PT Pooled truck; RC Rail, less than carload; RR Roadrailer; SB Shipper agent; SC Shipper agent (truck); SD Shipper association; SE Sea/air; SR Supplier truck; SS Steamship; ST Stack train; TA Towaway service; TC Cab (taxi); TT Tank truck; VA Motor (van); VE Vessel, ocean; VL Vessel, lake; WP Water or pipeline intermodal movement; Y1 Ocean conference carrier; Y2 Ocean non-conference carrier; ZZ Mutually defined",
  },
  '92': {
    scope: '004010',
    codes:
      'AB Assortment against blanket; AC Aircraft on ground, critical; AO Aircraft on ground, service; BD Bidding; BE Blanket order (estimated quantities); BH Bill and hold; BK Blanket order (firm quantities); BL Bailment; BQ Budgetary quote; BY Buying; CA Contract award notification; CC Change to contract; CF Confirmation; CN Consigned order; CO Catalog order; CP Change to purchase order; CR Change to release; DR Direct ship; DS Dropship; EO Emergency order; FH Fabricate and hold; IN Information copy; JL Job lot; KA Agreement; KB Blanket purchase agreement; KC Contract; KD Basic agreement; KE Basic ordering agreement; KG Grant; KI Indefinite delivery, indefinite quantity; KN Purchase order; KO Close out; KP Authority to proceed; KQ Indefinite delivery, definite quantity; KR Requirements; KS Letter contract; KT Task order; LB Lease (blanket agreement); LS Lease; NE New order; NO Not for sale; NP New product introduction; NS New store opening; OS Special order; PR Promotion; RA Release against assortment; RC Retailer pre-commitment; RE Reorder; RL Release or delivery order; RN Renewal order; RO Rush order; RR Repair and return; RT Rental; RU Record update service; RW Resume work order; SA Stand-alone order; SO Shipped order; SP Sample; SS Supply or service order; ST Standing order; SW Stop work; TC Toll conversion order; TM Time and materials; TR Termination; UD Unit down; UE Unit exchange; US Urgent service request; WO Warranty order; ZZ Mutually defined',
  },
  '98': {
    scope: 'retail',
    codes:
      "AG Agent or agency; AO Account of; BB Business partner; BG Buying group; BK Bank; BL Party to receive bill of lading; BN Beneficial owner; BO Broker or sales office; BR Broker; BS Bill and ship to; BT Bill-to party; BY Buying party; C1 In care of party no. 1; CA Carrier; CB Customs broker; CN Consignee; CQ Corporate office; CS Consolidator; CT Country of origin; DA Delivery address; DL Dealer; DS Distributor; DV Division; EN End user; EX Exporter; FR Message from; FW Forwarder; II Issuer of invoice; IM Importer; IN Insurer; L1 Inspection location; LW Customer; MA Party for whom item is ultimately intended; MF Manufacturer of goods; MP Manufacturing plant; N1 Notify party no. 1; N2 Notify party no. 2; OB Ordered by; PD Purchaser's department buyer; PE Payee; PF Party to receive freight bill; PK Party to receive copy; PR Payer; PW Pick-up address; Q3 Retail account; RB Receiving bank; RC Receiving location; RE Party to receive commercial invoice remittance; RI Remit to; RL Reporting location; RT Returned to; SE Selling party; SF Ship from; SH Shipper; SJ Service provider; SL Origin sublocation; SN Store; SO Sold to if different from bill to; SS Steamship company; ST Ship to; SU Supplier or manufacturer; TO Message to; TR Terminal; UC Ultimate consignee; VN Vendor; WH Warehouse; WL Wholesaler; Z7 Mark-for party; ZB Party to receive credit; ZZ Mutually defined; O1 Originating bank; O4 Factor",
  },
  '128': {
    scope: 'retail',
    codes:
      "11 Account number; 12 Billing account; 17 Client reporting category; 19 Division; 2F Consolidated invoice number; 2I Tracking number; 2P Subdivision; 2S Catalog; 3L Branch; 3Z Customs broker reference number; 4C Shipment destination code; 4F Carrier-assigned shipper number; 4G Provincial tax identification; 4N Special payment reference; 55 Sequence number; 6O Cross reference number; 8M Originating company; 8X Transaction category or type; AA Accounts receivable statement number; AH Agreement number; AI Associated invoices; AJ Accounts receivable customer account; AM Adjustment memo (charge back); AN Associated purchase orders; AO Appointment number; AP Accounts receivable number; AW Air waybill number; BC Buyer's contract number; BL Government bill of lading; BM Bill of lading; BN Booking number; BT Batch number; BV Purchase order line item (buyer); BX Buyer's shipment mark number; CA Cost allocation reference; CB Combined shipment; CD Credit note number; CG Consignee's order number; CK Check number; CL Seller's credit memo; CM Buyer's credit memo; CN Carrier's reference (PRO or invoice); CO Customer order number; CR Customer reference; CT Contract number; D9 Claim number; DB Buyer's debit memo; DJ Delivery ticket number; DK Dock number; DL Seller's debit memo; DO Delivery order number; DP Department; DR Dock receipt number; EM Electronic payment reference number; EQ Equipment number; F8 Original reference number; FL Fine line classification; FN Forwarder's or agent's reference; FR Freight bill number; GT Goods and services tax registration; IA Internal vendor number; IK Invoice number; IL Internal order number; IN Consignee's invoice number; IO Inbound-to or outbound-from party; IT Internal customer number; IV Seller's invoice number; IX Item number; JB Job (project) number; KK Delivery reference; KL Contract reference; L1 Letters or notes; LI Line item (seller's); LO Load planning number; LS Bar-coded serial number; LT Lot number; LU Location number; MA Ship notice/manifest number; MB Master bill of lading; MF Manufacturer's part number; MR Merchandise type; MS Manufacturer's material safety data sheet number; NB Letter of credit number; OB Ocean bill of lading; OC Ocean container number; OD Original return request reference; OI Original invoice number; ON Dealer order number; OP Original purchase order; OQ Order number; P8 Pickup reference number; PB Payer's financial institution account number; PC Production code; PD Promotion or deal number; PG Product group; PK Packing list number; PL Price list number; PO Purchase order number; PP Purchase order revision number; PR Price quote number; PX Previous invoice number; Q1 Quote number; QJ Return material authorization number; QN Stop sequence number; QQ Unit number; R7 Accounts receivable open item; RE Release number; RQ Purchase requisition number; RU Route number; RV Receiving number; RZ Returned goods authorization number; S5 Routing instruction number; SA Salesperson; SB Sales region number; SE Serial number; SI Shipper's identifying number for shipment; SL Sales or territory code; SN Seal number; SO Shipper's order (invoice number); SR Sales responsibility; ST Store number; TB Trucker's bill of lading; TJ Federal taxpayer's identification number; TN Transaction reference number; TX Tax exempt number; UN United Nations hazardous classification number; VC Vendor contract number; VN Vendor order number; VP Vendor product number; VR Vendor id number; VV Voucher; VX Value-added tax registration number (Europe); WH Master reference (link) number; WO Work order number; WS Warehouse storage location number; WY Waybill number; X9 Internal control number; YB Revision number; YD Buyer identification; ZA Supplier; ZB Ultimate consignee; ZZ Mutually defined; AAO Carrier assigned code; ACC Status; AEM Distribution center number",
  },
  '133': {
    scope: '004010',
    codes:
      "1 First carrier after origin carrier; 2 Second carrier after origin carrier; 3 Third carrier after origin carrier; 4 Fourth carrier after origin carrier; 5 Fifth carrier after origin carrier; 6 Sixth carrier after origin carrier; 7 Seventh carrier after origin carrier; 8 Eighth carrier after origin carrier; 9 Ninth carrier after origin carrier; A Origin carrier, agent's routing (rail); B Origin/delivery carrier (any mode); D Delivery switch carrier; H Haulage rights carrier and junction; I Origin switch carrier; M Haulage movement carrier and junction; O Origin carrier (air, motor or ocean); R Origin carrier, rule 11 shipment; S Origin carrier, shipper's routing (rail); V Intermediate switch carrier; X Last carrier in route on return move; Z Mutually defined; JD Junction settlement carrier following; JO Junction settlement carrier predecessor",
  },
  '143': {
    scope: 'retail',
    codes:
      '810 Invoice; 820 Remittance advice; 824 Application advice; 832 Price/sales catalog; 846 Inventory inquiry/advice; 850 Purchase order; 855 Purchase order acknowledgment; 856 Ship notice/manifest; 860 Purchase order change; 864 Text message; 865 Purchase order change acknowledgment; 997 Functional acknowledgment; 999 Implementation acknowledgment',
  },
  '146': {
    scope: '004010',
    codes:
      '11 Rule 11 shipment; BP Paid by buyer; CA Advance collect; CC Collect; CD Collect on delivery; CF Collect, freight credited back to customer; DE Per contract; DF Defined by buyer and seller; FO FOB port of call; HP Half prepaid; MX Mixed; NC Service freight, no charge; NR Non revenue; PA Advance prepaid; PB Customer pick-up/backhaul; PC Prepaid but charged to customer; PD Prepaid by processor; PE Prepaid and summary bill; PL Prepaid local, collect outstate; PO Prepaid only; PP Prepaid (by seller); PS Paid by seller; PU Pickup; RC Return container freight paid by customer; RF Return container freight free; RS Return container freight paid by supplier; TP Third party pay; WC Weight condition',
  },
  '187': {
    scope: '004010',
    codes:
      "A Consolidated weight; B Billed weight; C Actual net repeated for combination; D Destination weight agreement; E Estimated net weight; F Deficit weight; G Gross weight; H Weight per 100 feet; I Weight per 1000 feet; J Light weight; K Clean out; L Legal weight; M Minimum weight (for rate); N Actual net weight; O Excess weight over maximum; P Weight per 100 units; Q Weight per 1000 units; R Per unit dunnage; S State weight; T Tare weight; U Weight per unit; V Non-transit weight; W Transit weight; X Maximum weight (for rate); Y Theoretical weight; Z Mutually defined; A1 Dimensional weight; A2 Reweighed by carrier; A3 Shipper's weight; A4 Average weight per load; CD Chargeable dunnage; CE Certified weight of cargo; DR Drained weight; FR Freight weight; LC Maximum lading capacity; ND Nonchargeable dunnage; NI Non-temporary storage weight in; NR Non-temporary storage weight rehandled; NT Non-temporary storage weight out; PA Pallet weight; RG Reweigh gross weight; RN Reweigh net weight; RT Reweigh tare weight; SF Storage in transit final weight out; SI Storage in transit weight in; SK Skid weight; SO Storage in transit weight out; WA Administrative weight allowance; WB Unaccompanied baggage weight; WG Professional gear weight; WJ Joint travel regulation weight",
  },
  '235': {
    scope: 'retail',
    codes:
      "B8 Batch number; BL Brand or label; BO Buyer's color; BP Buyer's part number; CB Buyer's catalog number; CG Commodity grouping; CH Country of origin; CL Color; CM NRMA color code; DV Location code; EN GTIN-13; EO GTIN-8; F1 Catalog number; GE Generic name description; GS General specification number; HD International harmonized commodity code; IB International Standard Book Number; IN Buyer's item number; IS International Standard Serial Number; IT Buyer's style number; IZ Buyer's size code; LT Lot number; MF Manufacturer; MG Manufacturer's part number; MN Model number; ND National Drug Code; ON Customer order number; OT Internal number; P8 Price look-up number (PLU); PD Part number description; PI Purchaser's item code; PL Purchaser's order line number; PN Company part number; PO Purchase order number; SC Seller's date code; SK Stock keeping unit; SL Seller's lot number; SM NRMA size code; SN Serial number; SR Substitute product number; ST Style number; SV Service rendered; SW Stock number; SZ Vendor alphanumeric size code (NRMA); UA U.P.C./EAN case code (2-5-5); UD U.P.C./EAN consumer package code (2-5-5); UE U.P.C./EAN module code (2-5-5); UI U.P.C. consumer package code (1-5-5); UK GTIN-14; UN U.P.C. case code (1-1-5-5); UP GTIN-12; VA Vendor's style number; VC Vendor's catalog number; VE Vendor's color; VN Vendor's item number; VO Vendor's order number; VP Vendor's part number; VS Vendor's supplemental item number; VU Vendor's basic unit number; VX Vendor's specification number; ZZ Mutually defined",
  },
  '236': {
    scope: 'retail',
    codes:
      "ACT Actual; ALT Alternate price; AWP Average wholesale price; CAT Catalog price; CHG Changed price; CON Contract price; CUP Confirmed unit price; DIS Distributor's price; DPR Discount price; DSC Discount amount allowed; EST Estimated price; EUP Expected unit price; FCP First cost price; FGP Free goods price; FUP Firm price, do not advise; GAP Advertising price; GDP Display price; INV Invoice billing price; LPR List price; MAP Mandatory to advise unit price; MAX Maximum order quantity price; MIN Minimum order quantity price; MSR Manufacturer's suggested retail; NET Net item price; OPP Original purchase order price; PBQ Unit price beginning quantity; PIE Price in effect at time of shipment; PRF Professional price; PRO Producer's price; PRP Promotional price; PUR Purchase; QTE Quote price; REG Regular charge; RES Resale; RTL Retail; SDP Suggested dealer net price; SLP Suggested list price; SPC Special price; STA Standard price; SWP Suggested wholesale price; TOT Total invoice amount due; UCP Unit cost price; WHL Wholesale",
  },
  '248': {
    scope: 'all',
    codes:
      'A Allowance; C Charge; N No allowance or charge; P Promotion; Q Charge request; R Allowance request; S Service',
  },
  '284': {
    scope: 'retail',
    codes:
      '09 Premium surface; 3D Three-day service; 9A 9 a.m.; AE Air economy; AM A.M.; CE Courier express; CG Ground; CX Express service; D1 Delivery next day by cartage agent; D2 Delivery second day by cartage agent; D3 Delivery third day by cartage agent; DC Delivery confirmation; DF Deferred service; DR Delivery confirmation return; DS Door service; DT Delivery notification only; ES Expedited service; ET Proof of delivery with signature; FC First class; G2 Standard service; GP Express service plus; GT Tracking, ground; IE Expedited service, worldwide; IX Express service, worldwide; LT Economy; ME Metro; MW Multiweight; ND Next day air; NF Next flight out; NH Next day hundredweight; NM Next morning; ON Overnight; PA Primary service area, next day by 10:30 a.m.; PB Priority mail; PC Primary service area, next day by 9:30 a.m.; PI Priority mail insured; PM P.M.; PN Primary service area, next day by noon; PO P.O. box or ZIP code; PR Primary service area, next day by 5 p.m.; PS Primary service area, second day by noon; RS Authorized return service; SA Same day; SC Second day air; SD Saturday; SE Second day; SG Standard ground; SH Second day hundredweight; SI Standard ground hundredweight; ST Standard class',
  },
  '305': {
    scope: 'retail',
    codes:
      'C Payment accompanies remittance advice; D Make payment only; H Notification only; I Remittance information only; P Prenotification of future transfers; U Split payment and remittance; X Handling party’s option to split payment and remittance',
  },
  '306': {
    scope: 'retail',
    codes: '1 Add; 2 Change (update); 3 Delete; 4 Verify; 5 Send; 7 Request; AC Acknowledge; RX Replace; WQ Accept',
  },
  '309': {
    scope: 'retail',
    codes:
      'AC City and state; CA Country of origin; CC Country; CI City; CO County or parish and state; CY County or parish; DC Distribution center number; DE Destination (shipping); DL Delivery location; FA Factory; FE Freight equalization point; FT Foreign trade zone; KL Port of loading; OR Origin (shipping point); PA Port of arrival; PB Port of discharge; PD Place of delivery; PE Port of entry; SN Store number; SP State or province; WH Warehouse; ZN Zone code; ZZ Mutually defined',
  },
  '331': {
    scope: '004010',
    codes:
      '01 Bill back; 02 Off invoice; 03 Vendor check to customer; 04 Credit customer account; 05 Charge to be paid by vendor; 06 Charge to be paid by customer; 07 Optional; 08 Off gross quantity invoiced; 09 Allowance to be issued by vendor; 10 Allowance to be issued by reseller; 11 Charge denied by vendor; 12 Cancel allowance; 13 Provide amount; 15 Information only; 18 Non-payable tax; 20 Accrual fund; 21 Flat fund; 25 Cash in advance; CA Calculate and add to invoice; CC Collect; PP Prepaid; ZZ Mutually defined',
  },
  '333': {
    scope: 'retail',
    codes:
      '1 Ship date; 2 Delivery date; 3 Invoice date; 4 Specified date; 5 Invoice receipt date; 6 Anticipated delivery date; 7 Effective date; 8 Invoice transmission date; 09 Purchase order date; 15 Receipt of goods; ZZ Mutually defined',
  },
  '335': {
    scope: 'retail',
    codes:
      'CFR Cost and freight; CIF Cost, insurance, and freight; CIP Carriage and insurance paid to; CPT Carriage paid to; DAF Delivered at frontier; DDP Delivered duty paid; DDU Delivered duty unpaid; DEQ Delivered ex quay; DES Delivered ex ship; DOM Domestically supplied; EXW Ex works; FAS Free alongside ship; FCA Free carrier; FOB Free on board; FOR Free on rail; FOT Free on truck; ZZZ Mutually defined',
  },
  '336': {
    scope: '004010',
    codes:
      '01 Basic; 02 End of month; 03 Fixed date; 04 Deferred or installment; 05 Discount not applicable; 06 Mixed; 07 Extended; 08 Basic discount offered; 09 Proximo; 10 Instant; 11 Elective; 12 10 days after end of month; 13 Seller to advise buyer; 14 Previously agreed upon; 15 Special proximo; 16 Prompt payment act; 17 Terms not applicable; 18 Fixed date, late payment penalty applies; 19 Liquidation; 20 Progress payment; 21 Fast pay; 22 Cash discount terms apply; 23 Payment due upon receipt of invoice; 24 Anticipation; 25 Cash account; 26 Cash on advance; 27 Cash on arrival; 28 Cash per vendor request; 29 Cash by state law; 30 Cash with order; 31 Cash on delivery; 32 Lease agreement; 33 Net month following invoice; 34 Sell by note; 35 Supplier floor plan; 36 Contract basis; 37 Credit controlled; 38 Dating given; 39 Trade acceptance; 40 Bill to bill; 41 Letter of credit; 42 Lump sum; 43 Fixed fee; 44 Cost plus; 45 Bank transfer; 46 Basic commission terms; 47 Bill of exchange; 48 Cash against documents; 49 Certified check; 50 Discount with advance payment; 52 Discount with prompt pay; 54 Installments due annually; 55 Installments due semi-annually; 56 Installments due monthly; 57 Installments due quarterly; 58 Irrevocable letters of credit; 61 Payment order through bank; 63 Promissory notes; 64 Secured account; 65 Letters of credit at sight; CA Cancellation option; CO Consignment; NC No charge; PP Prepayment; ZZ Mutually defined',
  },
  '349': {
    scope: 'all',
    codes: 'F Free-form; S Structured (from industry code list); X Semi-structured (code and text)',
  },
  '353': {
    scope: '004010',
    codes:
      "00 Original; 01 Cancellation; 02 Add; 03 Delete; 04 Change; 05 Replace; 06 Confirmation; 07 Duplicate; 08 Status; 10 Not found; 11 Response; 12 Not processed; 13 Request; 14 Advance notification; 15 Re-submission; 16 Proposed; 17 Cancel, to be reissued; 18 Reissue; 19 Seller initiated change; 20 Final transmission; 21 Transaction on hold; 22 Information copy; 24 Draft; 25 Incremental; 26 Replace - specified buyer's parts only; 27 Verify; 28 Query; 30 Renewal; 31 Allowance/addition; 32 Recovery/deduction; 33 Request for payment; 34 Payment declined; 35 Request authority; 36 Authority to deduct (reply); 37 Authority declined (reply); 38 No financial value; 39 Response to proposed trip plan; 40 Commitment advice; 41 Corrected and verified; 42 Temporary record; 43 Request permission to service; 44 Rejection; 45 Follow-up; 46 Cancellation with refund; 47 Transfer; 48 Suspended; 49 Original - no response necessary; 50 Register; 51 Historical inquiry; 52 Response to historical inquiry; 53 Completion; 54 Approval; 55 Excavation; 56 Expiration notification; 5C Chargeable resubmission; 77 Simulation exercise; CN Completion notification; CO Corrected; EX Final loading configuration; GR Granted; PR Proposed loading configuration; RH Release hold; RV Revised loading configuration; SU Status update; ZZ Mutually defined",
  },
  '355': {
    scope: 'retail',
    codes:
      '01 Actual pounds; 10 Group; 12 Packet; 31 Catchweight; AS Assortment; BG Bag; BX Box; CA Case; CF Cubic feet; CM Centimeter; CR Cubic meter; CS Cassette; CT Carton; DA Days; DR Drum; DZ Dozen; EA Each; FT Foot; GA Gallon; GR Gram; HR Hours; IN Inch; KG Kilogram; LB Pound; LF Linear foot; LN Length; ML Milliliter; MO Months; OZ Ounce; PC Piece; PK Package; PL Pallet or unit load; PR Pair; PT Pint; RL Roll; ST Set; TH Thousand; TN Net ton (2,000 lb); UN Unit; YD Yard; YR Years',
  },
  '363': {
    scope: 'retail',
    codes:
      'ADD Additional information; ALL All documents; BOL Bill of lading note; CER Certification narrative; CHG Change; CUS Customs declaration; DEL Delivery; GEN Entire transaction set; GPI General product or process information; GSI General specification information; INT General order instructions; INV Invoice instruction; LAB Labeling instructions; LIN Line item; LOI Loading instructions; MFG Manufacturing instructions; ORI Order instructions; OTH Other instructions; PKG Packaging instructions; PMT Payment; PRI Priority; PUR Purchasing; QUT Quotation instruction; REC Recommendation; SPH Special handling; TRA Transportation; TSD Terms of sale description; UPI Updated information; WHI Warehouse instruction; WRP Wrapping instructions; ZZZ Mutually defined',
  },
  '365': {
    scope: '004010',
    codes:
      'AA International telephone access code; AB Joint facsimile and phone number; AC Message only voice number; AD Delivery location phone; AP Alternate telephone; AS Answering service; AU Defense switched network; BN Beeper number; BT BTX number; CA Cable; CP Cellular phone; DN Defense data network; ED Electronic data interchange access number; EM Electronic mail; EX Telephone extension; FT Federal telecommunications system; FU Facsimile user identifier; FX Facsimile; HF Home facsimile number; HP Home phone number; IT International telephone; MN Modem number; NP Night telephone; OF Other residential facsimile number; OT Other residential telephone number; PA Appointment phone; PC Personal cellular; PP Personal phone; PS Packet switching; SP Showing phone; TE Telephone; TL Telex; TM Telemail; TN Teletex number; TX TWX; UR Uniform resource locator (URL); VM Voice mail; WC Work cellular; WF Work facsimile number; WP Work phone number',
  },
  '366': {
    scope: 'retail',
    codes:
      'AA Authorized representative; AD Accounting department; AG Agent; AL Alternate contact; AN Attention-to party; AP Accounts payable department; AR Accounts receivable department; BD Buyer name or department; BI Bill inquiry contact; BL Technical department; CN General contact; CR Customer relations; DC Delivery contact; DI Delivery instructions contact; EA EDI coordinator; EB Entered by; EM Emergency contact; HM Hazardous material contact; IC Information contact; NT Notification contact; OC Order contact; OD Order department; PM Product manager; QC Quality coordinator; RD Receiving dock; RE Receiving contact; RP Responsible person; SA Sales administration; SC Schedule contact; SD Shipping department; SH Shipper contact; SR Sales representative or department; SU Supplier contact; TA Traffic administrator; UR Ultimate receiver; WH Warehouse; ZZ Mutually defined',
  },
  '368': {
    scope: '004010',
    codes:
      "AA Multiple pickup, same destination; AB Available to ship, billed quantity; AN Available now, no shipping schedule; AP Allocation; AS Available now, scheduled to ship; AU Available to ship, unbilled quantity; AV Available; BK Back ordered from previous order; BM Backordered, manufacturer, out of stock; BO Back ordered; BP Shipment partial, back order to ship on date; BT Billed total; BW Billed week to date; CA Customer inquiry, all items; CB Components missing; CC Shipment complete on date; CD Consolidated freight; CE Shipment includes extra items to meet price break; CF Consolidated load; CI Customer inquiry, shipped items only; CK Cancelled from previous order; CL Complete; CM Shipment complete with additional quantity; CN Next carrier move on date; CO Customer inquiry, unshipped items only; CP Partial shipment on date, considered no backorder; CS Shipment complete with substitution; CT Combination; CU Cancelled line item; DA Due for assortment; DD Delivered to destination on date; DE Deleted order; DI Discontinued; DO Diverted order; DP Dispose; DR Dating requirements; DS Out of stock condition; EC Equipment capacity; ED Expect to ship by date; EW Expect to ship week of date; EX Expect to deliver by; FS Units not shipped by agent, to be shipped from factory; HQ Held awaiting qualification; IC Item canceled; ID Insufficient information; IN In process; IP Inquiry by purchase order; IS Item represents substitution from original order; LM Shipment late; LS Last shipment on date; LW Number of late weeks; MC Missing components furnished; NF Not yet published; NN Not in process, no shipping schedule; NS Not in process, scheduled to ship on date; NY No shipping schedule; OB Out of bill and hold goods; OF Order sent to factory for production on date; OP Out of print; OR Temporarily out of stock, reorder; PA Purchase order inquiry, all items; PC Production; PD Purchase order complete; PH Product on hold; PI Purchase order inquiry, shipped items only; PK Packed to date as of date; PL Part lot, stop off; PN In process, no shipping schedule; PO Purchase order inquiry, unshipped items only; PP Purchase order inquiry, specific items; PR Partial shipment; PS In process, scheduled to ship on date; PT Part lot; QN Quantity net due; QP Quantity past due; RC Released to carrier; RD Revised expect to ship by date; RI Recall; RT Received total; RW Revised expect to ship week of date; SA Shipment quantity increase; SB Seconds available to ship, billed quantity; SC Shipment quantity decrease; SD Shipped damaged; SE Replacement shipment; SF Shipped and held in bond at contractor's plant; SG Shipped and held as government-furnished property; SH Shipped; SI Shipment late, scheduled to ship on date; SJ Shipped or performed as indicated; SK Shipment underrun quantity; SL Shipped to date through date; SP Scheduled for production at factory on date; SQ Scheduled to ship (summary quantity); SS Split shipment; ST Stop off; SU Seconds available to ship, unbilled quantity; UB Unbilled quantity balance; UN Unavailable; UR Unsolicited report; WS Item invoiced, shipment to follow; ZZ Mutually defined",
  },
  '374': {
    scope: 'retail',
    codes:
      '001 Cancel after; 002 Delivery requested; 003 Invoice; 004 Purchase order; 005 Sailing; 006 Sold; 007 Effective; 008 Purchase order received; 009 Process; 010 Requested ship; 011 Shipped; 012 Terms discount due; 013 Terms net due; 014 Deferred payment; 015 Promotion start; 016 Promotion end; 017 Estimated delivery; 018 Available; 019 Unloaded; 020 Check; 023 Promotion order start; 024 Promotion order end; 035 Delivered; 036 Expiration; 037 Ship not before; 038 Ship no later; 039 Ship week of; 050 Received; 055 Confirmed; 061 Cancel if not delivered by; 063 Do not deliver after; 064 Do not deliver before; 065 1st schedule delivery; 066 1st schedule ship; 067 Current schedule delivery; 068 Current schedule ship; 069 Promised for delivery; 070 Scheduled for delivery (after and including); 071 Requested for delivery (after and including); 074 Requested for delivery (prior to and including); 076 Scheduled for delivery (week of); 077 Requested for delivery (week of); 079 Promised for shipment; 081 Requested for shipment (after and including); 084 Requested for shipment (prior to and including); 086 Scheduled for shipment (week of); 087 Requested for shipment (week of); 090 Report start; 091 Report end; 092 Contract effective; 093 Contract expiration; 094 Manufacture; 095 Bill of lading; 097 Transaction creation; 102 Issue; 106 Required by; 107 Deposit; 110 Originally scheduled ship; 111 Manifest or ship notice; 118 Requested pickup; 139 Estimated; 140 Actual; 152 Effective date of change; 166 Message; 169 Product availability date; 171 Revision; 173 Week ending; 174 Month ending; 175 Cancel if not shipped by; 177 Cancellation; 184 Inventory; 186 Invoice period start; 187 Invoice period end; 193 Period start; 194 Period end; 196 Start; 197 End; 198 Completion; 208 Lot number expiration; 234 Settlement date',
  },
  '426': {
    scope: 'retail',
    codes:
      '01 Pricing error; 02 Allowance/charge error; 03 Extension error; 04 Item not accepted - damaged; 05 Item not accepted - quality; 06 Quantity contested; 07 Incorrect product; 08 Substitute product; 09 Terms of sale error; 11 Returns - damage; 12 Returns - quality; 14 Returns - promotion; 15 Returns - recall; 19 Duplicate billing; 21 Shipment method of payment incorrect; 24 Incorrect discount; 25 Item not accepted; 26 Invoice cancelled; 30 Delivery charge incorrect; 43 Missing discount; 44 Required documents missing; 46 Transportation charge incorrect; 48 Service charge; 50 Late charge; 52 Credit for previous overpayment; 53 Remittance for previous underpayment; 54 Freight deducted; 55 Tax deducted; 56 Advertising allowance taken; 57 Volume discount taken; 59 Item not received; 60 No open item on file; 61 No open order on file; 70 Advanced ship notice not received; 71 Advertising allowance; 72 Authorized return; 75 Total order not received; 76 Cash discount; 79 Cooperative advertising; 80 Overpayment; 81 Credit as agreed; 82 Defective allowance; 83 Delivery charge; 86 Duplicate payment; 87 Duplicate shipment; 92 Entire shipment not ordered; 97 Handling charge; 99 Late shipment of goods; A2 Misshipped (wrong product received); A3 New store allowance; A4 Nonreceipt of goods; A5 Overage; A6 Packing violations; A7 Payment on account; A8 Promotional allowance; A9 Proof of delivery not received; AQ Returns - overstock; AS Returns - discontinued; B1 Proof of shipment not received; B2 Rebate; B7 Restocking charge; B8 Routing violation; BF Return allowance; C8 Ticketing error; CM Covered by credit memo; CS Adjustment; D3 Unauthorized deduction; D5 Volume discount; E2 Covered by debit memo; E3 Withholding; E5 Invoice price protection; E9 Order cancelled; F1 Defective; GD Samples; GE Slotting charge; GG Unsalable merchandise; L1 Audit; L2 Discount; L3 Penalty; L7 Miscellaneous deductions; L8 Miscellaneous credits; MA Marketing allowance; RD Receiving discrepancy; RM Returned material; SF Shipping and freight charge; VO Void; WO Overpayment recovery; ZZ Mutually defined',
  },
  '455': { scope: 'all', codes: 'T Transportation Data Coordinating Committee; X Accredited Standards Committee X12' },
  '478': { scope: 'all', codes: 'C Credit; D Debit' },
  '479': {
    scope: 'retail',
    codes:
      'AG Application advice; CA Purchase order change acknowledgment; FA Functional acknowledgment; IB Inventory inquiry/advice; IN Invoice; PC Purchase order change; PO Purchase order; PR Purchase order acknowledgment; RA Remittance advice; SC Price/sales catalog; SH Ship notice/manifest; TX Text message',
  },
  '481': {
    scope: '004010',
    codes:
      '1 Current transaction trace numbers; 2 Referenced transaction trace numbers; 3 Financial reassociation trace number',
  },
  '482': {
    scope: '004010',
    codes:
      'AJ Adjustment; ER Evaluated receipts settlement; FL Final; NS Not specified (unknown as to type of payment); PA Payment in advance; PI Pay item; PO Payment on account; PP Partial payment; PR Progress payment',
  },
  '506': {
    scope: '004010',
    codes:
      '01 ABA transit routing number including check digits; 02 SWIFT identification; 03 CHIPS; 04 Canadian bank branch and institution number; ZZ Mutually defined',
  },
  '522': {
    scope: 'retail',
    codes:
      '1 Line item total; 2 Batch total; 3 Deposit total; 5 Total invoice amount; 6 Amount subject to total monetary discount; 7 Discount amount due; 8 Total monetary discount amount; TT Total transaction amount; TX Total to date; U Underpayment',
  },
  '569': {
    scope: '004010',
    codes:
      '1 New business account; 2 Group number; 3 Policy number; Z Mutually defined; 01 Time deposit; 03 Checking account; 05 Stock; 06 Bond; 07 Life insurance face value; 08 Retirement account, vested interest; 10 Business account; 11 Trust fund account; 12 Stocks and bonds account; 13 Life insurance account, net cash value; 14 Employee retirement account (401K); AG Agency; AP Application; BA Brokerage account; CB Charge back account for returns; CC Credit card; CM Cash management; DA Demand deposit; DC Debit card; EC Existing carrier; RD Return items on demand deposit account; RS Return items on savings account; SG Savings; ALC Agency location code; ANN Annuity; CDM Controlled disbursement master account; CDS Controlled disbursement sub account; CRU Credit union; EPC Enriched plan contract number; LTD Long-term disability policy number; MUT Mutual fund; PRI Primary bank; REL Relationship summary account; SKA Safekeeping (custody) account; ZB1 Zero balance master account; ZB2 Zero balance affiliate account',
  },
  '587': {
    scope: '004010',
    codes:
      'AC Acknowledge - with detail and change; AD Acknowledge - with detail, no change; AE Acknowledge - with exception detail only; AH Acknowledge - hold status; AK Acknowledge - no detail or change; AP Acknowledge - product replenishment; AT Accepted; NA No acknowledgment needed; RD Reject with detail; RF Reject with exception detail only; RJ Rejected - no detail; RN Rejected - not as agreed; RO Rejected with counter offer; RV Rejected - violates industry practices; ZZ Mutually defined',
  },
  '591': {
    scope: '004010',
    codes:
      "ACH Automated clearing house; BKW Book entry; BOP Financial institution option; CAS Cash; CCC Credit card; CCF Collect payment by certified funds; CCH Cashier's check; CDA Credit or debit account; CHK Check; CLH Clearinghouse; CPC Collect payment by company check; CWT CHIPS funds or wire transfer; DCC ACH demand CCD credit; DCD ACH demand CCD debit; DDP Direct deposit; DEB Debit card; DLC PPD+ credit to a demand deposit account; DLD PPD+ debit to a demand deposit account; DPC ACH demand CTP credit; DPD ACH demand CTP debit; DXC ACH demand CTX credit; DXD ACH demand CTX debit; DYC PPD credit to a demand deposit account; DYD PPD debit to a demand deposit account; DZC ACH demand CCD+ credit; DZD ACH demand CCD+ debit; EBX EDIBANX clearing network; EXC 1035 exchange; FEW Federal Reserve funds or wire transfer, repetitive; FWT Federal Reserve funds or wire transfer, nonrepetitive; NON Non-payment data; PAC Preauthorized check (draft); PBD Draft; PDC ACH savings PPD credit; PDD ACH savings PPD debit; PDE Payroll deduction; PRO Proprietary network; REV ACH reversal; SCC ACH savings CCD credit; SCD ACH savings CCD debit; SDC ACH savings PPD+ credit; SDD ACH savings PPD+ debit; SPC ACH savings CTP credit; SPD ACH savings CTP debit; SWT SWIFT; SXC ACH savings CTX credit; SXD ACH savings CTX debit; SYC PPD credit to savings; SZC ACH savings CCD+ credit; SZD ACH savings CCD+ debit; TRA Traveler's check; VIS VISA special electronic funds transfer network; X12 X12; ZZZ Mutually defined",
  },
  '639': {
    scope: '004010',
    codes:
      'AA Bill; AB Pay; AP Advise price; AW Average wholesale price; BD Before discount; BR Broker; BW Biweekly price per unit; CA Catalog; CP Current price (subject to change); CR Carnet; CT Contract; DI Distributor; DP Daily price per unit; DR Dealer; DS Discount; EC Estimated credit; EH Shift differential; ES Estimated; FB Fabrication cost; FO Formula; FX Fixed price; HF Per 100 feet; HP Price per hundred; HT Price per 100,000; KA Price with government furnished property; KP Escalated price; KR In stock; LC Catalog price per hundred; LD Catalog price per dozen; LE Catalog price per each; LM Catalog price per thousand; LR Previous catalog price; ME Midterm endorsement price per unit; ML Price per milliliter; NC No charge; NE Not to exceed; NQ No quote; NS Not separately priced; NT Net; PA Price per troy ounce; PB Annual price per unit; PD Price per dozen; PE Price per each; PF Price per foot; PG Price per gram; PK Price per kilogram; PL Price per liter; PM Monthly price per unit; PN Price per ten; PO Price per ounce; PP Price per pound; PQ Posted; PR Promotion; PS Price per thousand square feet; PT Price per ton; PU Quarterly price per unit; PV Provisional price; PY Price per yard; QE Quoted price per each; QH Quoted price per hundred; QR Previous quoted price; QS Quoted price per thousand; QT Quoted; RC Retail price per hundred; RD Retail price per dozen; RE Retail price per each; RM Retail price per thousand; RS Resale price; RT Retail; SA Semi-annual price per unit; SC Submitted contract; SM Semi-monthly price per unit; SR Suggested retail; ST Standard; SW Submitted wholesale; TB To be negotiated; TC Contract price per hundred; TD Contract price per dozen; TE Contract price per each; TF Per 1000 feet; TM Contract price per thousand; TP Price per thousand; TT Price per 10,000; UM Price per unit of measure; VQ Verbal quote; WC Wholesale price per hundred; WD Wholesale price per dozen; WE Wholesale price per each; WH Wholesale; WI Weekly price per unit; WM Wholesale price per thousand',
  },
  '640': {
    scope: 'retail',
    codes:
      "AI Adjusted invoice; CE Consolidated credit invoice; CF Consolidated debit memo; CG Consolidated credit memo; CI Consolidated invoice; CN Credit invoice; CO Corrected; CR Credit memo; DI Debit invoice; DO Drop shipment invoice; DR Debit memo; DU Duplicate; FB Final bill; FD Consolidated invoice, final bill; ME Memorandum; PA Progress payment invoice; PB Partial bill; PP Prepaid invoice; PR Product (or service); RA Request for credit; RE Rebill; SG Sample goods invoice; SV Supplemental invoice; X1 Consolidator's invoice; ZZ Mutually defined",
  },
  '668': {
    scope: '004010',
    codes:
      'AA Item accepted - order forwarded to alternate supplier location; AC Item accepted and shipped; AR Item accepted and released for shipment; BP Item accepted - partial shipment, balance backordered; DR Item accepted - date rescheduled; IA Item accepted; IB Item backordered; IC Item accepted - changes made; ID Item deleted; IE Item accepted, price pending; IF Item on hold, incomplete description; IH Item on hold; IP Item accepted - price changed; IQ Item accepted - quantity changed; IR Item rejected; IS Item accepted - substitution made; IW Item on hold - waiver required; R1 Item rejected, not a contract item; R2 Item rejected, invalid item product number; R3 Item rejected, invalid unit of issue; R4 Item rejected, contract item not available; R5 Item rejected, reorder as a just in time order; R6 Item rejected, reorder as an extended delivery order; R7 Item rejected, reorder as a drop shipment; R8 Item rejected, reorder as a surge order; SP Item accepted - schedule date pending',
  },
  '670': {
    scope: '004010',
    codes:
      'AI Add additional item(s); CA Changes to line items; CB Change of date terms; CC Changes to terms; CE Changes to item level allowance/charges; CF Cancel previously transmitted purchase order; CG Changes to total level allowance/charges; CH Change to original confirmation of original announcement; CI Change to confirmation of revised announcement; CT Change of dates; DI Delete item(s); MU Multiple change of unit price, quantity and schedule; NC Concurrent item (no change); OA Original confirmation of revised announcement; OC Original confirmation of original announcement; PC Price change; PQ Unit price/quantity change; PR Unit price/reschedule change; QD Quantity decrease; QI Quantity increase; RA Replace mode of shipment; RB Replace all dates; RC Reject item change; RE Replacement item; RM Replacement item with modifications; RQ Reschedule/quantity change; RS Reschedule; RZ Replace all values; TI Transfer item',
  },
  '673': {
    scope: 'retail',
    codes:
      '17 Quantity on hand; 18 Previous week quantity; 20 Unusable quantity; 26 Total inventory; 27 Committed quantity; 28 Quantity available for return; 29 Projected available inventory; 32 Quantity sold; 33 Quantity available for sale (stock quantity); 36 Distributor inventory; 37 Work in process; 38 Original quantity; 39 Shipped quantity; 40 Remaining quantity; 57 Minimum order quantity; 63 On order quantity; 64 Past due quantity; 67 Minimum ship quantity; 69 Incremental order quantity; 70 Maximum order quantity; 72 Minimum stock level; 73 Maximum stock level; 74 Damaged goods; 75 Receipts; 76 Returns; 77 Stock transfers in; 78 Stock transfers out; 85 Lot size; 87 Quantity received; 90 Acknowledged quantity; AP Order quantity multiple; AY Forecast; BQ Backorder quantity; IQ In-transit quantity',
  },
  '687': {
    scope: '004010',
    codes:
      "AA Branches; AB Members; AC Commercial enterprises; AD Special trades; AG Agent; AI Importer; AP Purchaser; AS Seller; BG Buying group; BR Broker; CB Combined; CN Consolidator (master distributor); CO Contractor; CR Chain store retail; CX Confection; CY Convenience store; DE Dealer; DF Doctors' offices; DI Distributor; DR Drug store; EX Exporter; FS Food service; GA Grocery accounts; GM General merchandise; GR General retail; GV Government; HS Hospitals; ID Industrial; IN Institutional; IR Independent retail; JB Jobber; LC Long-term care; MC Managed care; MF Manufacturer; ML Military; OE OEM; OF Off premise; ON On premise; PF Professional; PH Outpatient pharmacy; PT Pet supply store; PY Private label; RS Resale; SA Services; SB Support; SE Securities; ST Stationer; TR General trade; WA Warehousing; WC Warehouse clubs; WH Wholesaler; WS User",
  },
  '715': {
    scope: 'all',
    codes:
      'A Accepted; E Accepted, but errors were noted; M Rejected, message authentication code failed; P Partially accepted, at least one transaction set was rejected; R Rejected; W Rejected, assurance failed validity tests; X Rejected, content after decryption could not be analyzed',
  },
  '618': { scope: 'retail', codes: setErrors },
  '620': { scope: 'retail', codes: segmentErrors },
  '621': { scope: 'retail', codes: elementErrors },
  '716': {
    scope: 'retail',
    codes:
      '1 Functional group not supported; 2 Functional group version not supported; 3 Functional group trailer missing; 4 Group control numbers of header and trailer do not agree; 5 Number of included transaction sets does not match actual count; 6 Group control number violates syntax; 10 Authentication key name unknown; 11 Encryption key name unknown; 12 Requested service (authentication or encryption) not available; 13 Unknown security recipient; 14 Unknown security originator; 15 Syntax error in decrypted text; 16 Security not supported; 17 Incorrect message length (encryption only); 18 Message authentication code failed; 19 Functional group control number not unique within interchange; 23 S3E missing for S3S; 24 S3S missing for S3E; 25 S4E missing for S4S; 26 S4S missing for S4E',
  },
  '718': { scope: 'retail', codes: setErrors },
  '720': { scope: 'retail', codes: segmentErrors },
  '723': { scope: 'retail', codes: elementErrors },
  '717': {
    scope: 'all',
    codes:
      'A Accepted; E Accepted but errors were noted; M Rejected, message authentication code failed; R Rejected; W Rejected, assurance failed validity tests; X Rejected, content after decryption could not be analyzed',
  },
  '735': {
    scope: 'retail',
    codes:
      "B Buyer's location; C Date; D Product description; E Transportation equipment; F Component; I Item; K Kit; L Supplier's location; M Measurement; O Order; P Pack; Q Subpack; S Shipment; T Shipping tare; V Address information",
  },
  '736': { scope: 'all', codes: '0 No subordinate HL segment; 1 Additional subordinate HL data segment' },
  '737': {
    scope: 'retail',
    codes:
      'BD Billed dimensions; PA Pallet dimensions; PD Physical dimensions; PK Package dimensions; SD Shipped dimensions; SF Shelf life; TE Temperature; TI Time; TO Total dimensions; WT Weights',
  },
  '738': {
    scope: 'retail',
    codes:
      'A Consolidated weight; B Billed weight; E Estimated net weight; G Gross weight; N Actual net weight; T Tare weight; U Weight per unit; CU Coil curvature; DI Diameter; DN Density; DP Depth; GW Gross weight, maximum; HM Height, maximum; HT Height; LM Length, maximum; LN Length; MX Maximum; MI Minimum; SU Shipped units; TC Temperature; TH Thickness; WD Width; WM Width, maximum; WT Weight; COL Color; EPL Expected product life',
  },
  '750': {
    scope: 'retail',
    codes:
      "08 Product; 09 Sub-product; 12 Type and/or process; 13 Quality; 35 Color; 37 Fiber; 38 Grade; 73 Vendor color description; 74 Vendor size description; 75 Buyer's color description; 76 Dye lot description; 77 Finish description; 78 Pattern description; 79 Put-up description; 91 Buyer's item size description; 92 Fabric description; 99 Precautionary instructions; BND Brand group; FLV Flavor; GEN General description; GM General merchandise; HB Health and beauty aids; HZ Hazardous material; KI Kit; MSG Market segment; OC Options; PFA Physical form; SF Service feature; SIZ Sizing; TRN Trade name; WD Warranty description; ZZ Mutually defined",
  },
  '753': {
    scope: 'retail',
    codes:
      '01 Casing type; 10 Shipping package labeling; 11 Shipping package sealing; 12 Primary marking; 13 Secondary marking; 34 Product marking; 35 Type of package; 36 Package specifications; 37 Package protection; 42 Placement on carrier; 65 Core characteristics; 67 Tagging or bar code instructions; 68 Skid or pallet type; CB Container type; CC Container characteristics; CS Container shape; HM Hazardous material; IC Intermediate container; IP Intermediate pack; PK Packing; PM Preservation method; PN Promotional marking; UC Unit container; UP Unit pack; WM Wrapping material; CUD Cushioning and dunnage; SMK Special marking',
  },
  '755': {
    scope: 'retail',
    codes:
      'AA Agent inventory report; AD Agent/distributor inventory report; CD Customer/distributor inventory report; CM Customer/manufacturer inventory report; CS Consigned inventory sales report; DC Distributor/customer inventory report; DD Distributor inventory report; DM Distributor/manufacturer inventory report; IP Inventory parameter report; LC Location inventory report; MA Manufacturer/agent inventory report; MB Manufacturer/distributor inventory report; MC Manufacturer/customer inventory report; MM Manufacturer inventory report; PI Product availability inquiry; PS Pipeline/shipper inventory report; PT Inter-plant inventory report; SI Seller inventory report; SS Seller sales report',
  },
  '963': {
    scope: 'retail',
    codes:
      'CA City tax; CG Federal value-added tax (GST) on goods; CP County/parish sales tax; CS City sales tax; CT County tax; CV Federal value-added tax (GST) on services; EV Environmental tax; FD Federal tax; FT Federal excise tax; GS Goods and services tax; LO Local tax (not sales tax); LS State and local sales tax; LT Local sales tax; OH Other taxes; PG State or provincial tax on goods; PS State or provincial tax on services; SE State excise tax; SL State and local tax; SP State/provincial tax; ST State sales tax; SU Sales and use tax; TX All taxes; VA Value added tax; ZZ Mutually defined',
  },
  '1005': {
    scope: 'retail',
    codes:
      '0001 Shipment, order, packaging, item; 0002 Shipment, order, item, packaging; 0003 Shipment, packaging, order, item; 0004 Shipment, order, item; 0035 Address, shipment, order; ZZZZ Mutually defined',
  },
  '1073': { scope: 'all', codes: 'N No; U Unknown; W Not applicable; Y Yes' },
  '1300': {
    scope: 'retail',
    codes:
      "A010 Absolute minimum charge; A140 Address correction; A172 Administrative; A260 Advertising allowance; A400 Allowance non-performance; A480 Assembly; A530 Basic reorder allowance; B720 Cooperative advertising or merchandising allowance (performance); B750 Core charge; B785 Coupon reimbursement; B800 Credit; B950 Damaged merchandise; C000 Defective allowance; C040 Delivery; C110 Deposit; C260 Discount, incentive; C300 Discount, special; C310 Discount; C320 Display allowance; C350 Distributor discount or allowance; C530 Duty charge; C540 Early buy allowance; C550 Early payment allowance; C560 Early ship allowance; D040 Finance charge; D080 Floor stock protection; D170 Free goods; D180 Freight based on dollar minimum; D220 Freight passthrough; D230 Freight surcharge; D240 Freight; D260 Fuel charge; D270 Fuel surcharge; D360 Goods and services tax charge; D500 Handling; D900 Installation; D980 Insurance; E065 Invoice adjustment; E170 Labeling; E190 Labor charges; E280 Late payment charge; E550 Market development funds; E560 Marking or tagging charge; E710 New discount; E720 New distribution allowance; E730 New item allowance; E740 New store allowance; E750 New store discount; E760 New warehouse discount; F050 Other; F150 Packaging service; F155 Packaging; F180 Pallet; F280 Performance allowance; F340 Pick-up; F460 Postage; F670 Price and marketing allowance; F680 Price deviation; F800 Promotional allowance; F810 Promotional discount; F910 Quantity discount; F920 Quantity surcharge; F970 Rebate; G170 Redistribution allowance; G400 Repair; G440 Reseller's discount; G470 Restocking charge; G580 Royalties; G660 Scrap allowance; G740 Service charge; G821 Shipping; G830 Shipping and handling; G860 Shrink allowance; G960 Slotting allowance; G970 Small order charge; H000 Special allowance; H010 Special buy; H030 Special credit; H090 Special handling; H110 Special packaging; H151 Special services; H430 Storage; H550 Surcharge; H560 Swell; H625 Tax, beverage; H630 Tax, city sales only; H660 Tax, federal excise; H680 Tax, governmental; H700 Tax, local; H730 Tax, local sales; H740 Tax, sales and use; H750 Tax, sales (state and local); H770 Tax, state; H790 Tax, use; H800 Tax, value added; H850 Tax; H920 Temporary allowance; H970 Terms allowance; I000 Testing; I170 Trade discount; I180 Trade-in; I310 Truckload discount; I410 Unsaleable merchandise allowance; I420 Up charge; I530 Volume discount; I570 Warehouse; I580 Warehousing; I590 Warranties; ZZZZ Mutually defined",
  },
  I17: { scope: 'all', codes: 'A Accepted; E Accepted, errors noted; R Rejected' },
  I18: {
    scope: 'all',
    codes:
      '000 No error; 001 Interchange control numbers of header and trailer do not match; 002 Standard as noted in the control standards identifier is not supported; 003 Version of the controls is not supported; 004 Segment terminator is invalid; 005 Invalid interchange id qualifier for sender; 006 Invalid interchange sender id; 007 Invalid interchange id qualifier for receiver; 008 Invalid interchange receiver id; 009 Unknown interchange receiver id; 010 Invalid authorization information qualifier; 011 Invalid authorization information; 012 Invalid security information qualifier; 013 Invalid security information; 014 Invalid interchange date; 015 Invalid interchange time; 016 Invalid interchange standards identifier; 017 Invalid interchange version id; 018 Invalid interchange control number; 019 Invalid acknowledgment requested; 020 Invalid test indicator; 021 Invalid number of included groups; 022 Invalid control structure; 023 Improper (premature) end of file; 024 Invalid interchange content; 025 Duplicate interchange control number; 026 Invalid data element separator; 027 Invalid component element separator; 028 Invalid delivery date in deferred delivery request; 029 Invalid delivery time in deferred delivery request; 030 Invalid delivery time code in deferred delivery request; 031 Invalid grade of service',
  },
}

/**
 * What is known of an element's codes. `all`: the whole standard list, the same in every version held here; another code is an error
 * (723 code 7). `004010`: the whole list of 004010 and before, to which later versions have added. `retail`: the codes that retail uses, with
 * their meaning; the standard has more, so another code of the right shape passes, and a map that needs its meaning says so.
 */
export interface CodeTable {
  scope: 'all' | '004010' | 'retail'
  codes: string
}

/** `code meaning; code meaning; …` by element number. */
export const codeTables: Readonly<Record<string, CodeTable>> = {
  '92': {
    scope: 'retail',
    codes:
      'BE Blanket order (firm quantities); BK Blanket order (estimated quantities); BL Cycle order; CF Confirmation; CN Consigned order; DR Direct ship; DS Dropship; IN Information copy; KN Cross dock; LN Loan order; NE New order; NO Non-stock order; NP New product introduction; OS Special order; PR Promotion; RC Reorder; RE Reorder; RL Release; RO Rush order; SA Stand-alone order; SO Sample; SP Sample order; SS Supply or service order; UE Unbilled; WO Work order; ZZ Mutually defined',
  },
  '98': {
    scope: 'retail',
    codes:
      'BS Bill and ship to; BT Bill-to party; BY Buying party; CA Carrier; CT Country of origin; LW Customer; MA Party for whom item is ultimately intended; MF Manufacturer; OB Ordered by; RI Remit to; RL Reporting location; RT Returned to; SE Selling party; SF Ship from; SH Shipper; SN Store; SO Sold to; ST Ship to; SU Supplier; VN Vendor; WH Warehouse; Z7 Mark-for party',
  },
  '128': {
    scope: 'retail',
    codes:
      '19 Division; 2I Tracking number; 2P Subdivision; 4N Special payment reference; AN Associated purchase orders; BM Bill of lading; CN Carrier reference (PRO); CO Customer order number; CR Customer reference; DP Department; GT Goods and services tax registration; IA Internal vendor number; IO Inbound-to or outbound-from party; IV Seller invoice number; L1 Letters or notes; LO Load planning number; MB Master bill of lading; MR Merchandise type; OD Original return request; PD Promotion number; PO Purchase order number; SI Shipper identifying number; ST Store number; VN Vendor order number; VR Vendor id number; WH Warehouse; ZZ Mutually defined',
  },
  '143': {
    scope: 'retail',
    codes:
      '810 Invoice; 820 Remittance advice; 824 Application advice; 832 Price/sales catalog; 846 Inventory inquiry/advice; 850 Purchase order; 855 Purchase order acknowledgment; 856 Ship notice/manifest; 860 Purchase order change; 864 Text message; 865 Purchase order change acknowledgment; 997 Functional acknowledgment; 999 Implementation acknowledgment',
  },
  '235': {
    scope: 'retail',
    codes:
      'BO Buyer color; BP Buyer part number; CB Buyer catalog number; CL Color; EN GTIN-13; EO GTIN-8; IN Buyer item number; IT Buyer style number; IZ Buyer size code; MG Manufacturer part number; MN Model number; PI Purchaser item code; PO Purchase order number; SK Stock keeping unit; SN Serial number; SZ Size; UA U.P.C. case code; UI U.P.C. consumer package code; UK GTIN-14; UP GTIN-12; VA Vendor style number; VC Vendor catalog number; VE Vendor color; VN Vendor item number; VP Vendor part number',
  },
  '236': {
    scope: 'retail',
    codes:
      'CAT Catalog price; DIS Distributor price; LPR List price; MSR Manufacturer suggested retail price; NET Net item price; PRO Producer price; RES Resale price; RTL Retail price; UCP Unit cost price; WHL Wholesale price',
  },
  '248': {
    scope: 'all',
    codes:
      'A Allowance; C Charge; N No allowance or charge; P Promotion; Q Charge request; R Allowance request; S Service',
  },
  '306': {
    scope: 'retail',
    codes: '2 Change (update); 4 Verify; 25 Incremental; 79 Full; RX Replace',
  },
  '309': {
    scope: 'retail',
    codes:
      'CA Country of origin; CC City; DE Destination (shipping); KL Port of loading; OR Origin (shipping point); PA Port of arrival; WH Warehouse; ZZ Mutually defined',
  },
  '331': {
    scope: 'retail',
    codes:
      '01 Bill back; 02 Off invoice; 03 Vendor check to customer; 04 Credit customer account; 05 Charge to be paid by vendor; 06 Charge to be paid by customer; 07 Optional; 08 Off gross quantity invoiced; ZZ Mutually defined',
  },
  '333': {
    scope: 'retail',
    codes:
      '1 Ship date; 2 Delivery date; 3 Invoice date; 4 Specified date; 5 Invoice receipt date; 15 Receipt of goods; ZZ Mutually defined',
  },
  '336': {
    scope: 'retail',
    codes:
      '01 Basic; 02 End of month; 03 Fixed date; 04 Deferred or installment; 05 Discount not applicable; 06 Mixed; 07 Extended; 08 Basic discount offered; 09 Proximo; 10 Instant; 11 Elective; 12 10 days after end of month; 14 Previously agreed upon; ZZ Mutually defined',
  },
  '349': {
    scope: 'all',
    codes: 'F Free-form; S Structured (from industry code list); X Semi-structured (code and text)',
  },
  '353': {
    scope: 'all',
    codes:
      '00 Original; 01 Cancellation; 02 Add; 03 Delete; 04 Change; 05 Replace; 06 Confirmation; 07 Duplicate; 08 Status; 10 Not found; 11 Response; 12 Not processed; 13 Request; 14 Advance notification; 15 Re-submission; 16 Proposed; 17 Cancel, to be reissued; 18 Reissue; 19 Seller initiated change; 20 Final transmission; 21 Transaction on hold; 22 Information copy; 24 Draft; 25 Incremental; 26 Replace - specified buyers parts only; 27 Verify; 28 Query; 30 Renewal; 31 Allowance/addition; 32 Recovery/deletion; 33 Request for payment; 34 Payment declined; 35 Request authority; 36 Authority to deduct (reply); 37 Authority declined (reply); 38 No financial value; 39 Response to proposed trip plan; 40 Commitment for lifting; 41 Agreement on lifting; 42 Notice of intent; 43 Statement; 44 Rejection; 45 Reply; 46 Clarification; 47 Transfer; 48 Suspended; 49 Original - no response necessary; 50 Register; 51 Historical inquiry; 52 Response to historical inquiry; 53 Completion; 54 Approval; 55 Confirmation of excavation; 56 Excavation cancelled; 77 Simulation exercise; CN Completion notification; CO Corrected; EX Final loading configuration; GR Granted; PR Proposed loading configuration; RH Release hold; RV Revised; SU Status update; ZZ Mutually defined',
  },
  '355': {
    scope: 'retail',
    codes:
      'AS Assortment; BG Bag; BX Box; CA Case; CR Cubic meter; CS Cassette; CT Carton; DA Days; DZ Dozen; EA Each; FT Foot; GR Gram; IN Inch; KG Kilogram; LB Pound; LN Length; OZ Ounce; PC Piece; PK Package; PL Pallet; PR Pair; RL Roll; ST Set; TH Thousand; UN Unit; YD Yard',
  },
  '363': {
    scope: 'retail',
    codes:
      'DEL Delivery; GEN Entire transaction set; INV Invoice instruction; LIN Line item; ORI Order instructions; SHP Shipping instruction',
  },
  '374': {
    scope: 'retail',
    codes:
      '001 Cancel after; 002 Delivery requested; 003 Invoice; 004 Purchase order; 006 Sold; 007 Effective; 010 Requested ship; 011 Shipped; 017 Estimated delivery; 018 Available; 035 Delivered; 036 Expiration; 037 Ship not before; 038 Ship no later; 061 Cancel if not delivered by; 063 Do not deliver after; 064 Do not deliver before; 067 Current schedule delivery; 068 Current schedule ship; 069 Promised for delivery; 079 Promised for shipment; 097 Transaction creation; 106 Required by; 118 Requested pick-up; 169 Product availability date; 175 Cancel if not shipped by; 196 Start; 197 End; 199 Item added; 806 Customer order',
  },
  '455': { scope: 'all', codes: 'T Transportation Data Coordinating Committee; X Accredited Standards Committee X12' },
  '478': { scope: 'all', codes: 'C Credit; D Debit' },
  '479': {
    scope: 'retail',
    codes:
      'AG Application advice; CA Purchase order change acknowledgment; FA Functional acknowledgment; IB Inventory inquiry/advice; IN Invoice; PC Purchase order change; PO Purchase order; PR Purchase order acknowledgment; RA Remittance advice; SC Price/sales catalog; SH Ship notice/manifest; TX Text message',
  },
  '522': { scope: 'retail', codes: '1 Line item total; 5 Total invoice amount; TT Total transaction amount; N Net' },
  '587': {
    scope: 'all',
    codes:
      'AC Acknowledge - with detail and change; AD Acknowledge - with detail, no change; AE Acknowledge - with exception detail only; AH Acknowledge - hold status; AK Acknowledge - no detail or change; AP Acknowledge - product replenishment; AT Accepted; NA No acknowledgment needed; RD Reject with detail; RF Reject with exception detail only; RJ Rejected - no detail; RO Rejected with counter offer; ZZ Mutually defined',
  },
  '639': {
    scope: 'retail',
    codes:
      'CA Catalog; CP Current price; CT Contract; LE List price per each; NT Net; PE Price per each; PK Price per pack; QT Quoted; RE Retail price per each; SR Suggested retail; TE Contract price per each; UM Price per unit of measure; WE Wholesale price per each',
  },
  '640': {
    scope: 'retail',
    codes:
      'CI Consolidated invoice; CN Credit invoice; CR Credit memo; DI Debit invoice; DR Debit memo; FB Final bill; PP Prepaid invoice; PR Product (or service); RA Request for credit',
  },
  '668': {
    scope: 'all',
    codes:
      'AC Item accepted and shipped; AR Item accepted and released for shipment; BP Item accepted - partial shipment, balance backordered; DR Item accepted - date rescheduled; IA Item accepted; IB Item backordered; IC Item accepted - changes made; ID Item deleted; IE Item accepted, price pending; IF Item on hold, incomplete description; IH Item on hold; IP Item accepted - price changed; IQ Item accepted - quantity changed; IR Item rejected; IS Item accepted - substitution made; IW Item on hold - waiver required; R1 Item rejected, not a contract item; R2 Item rejected, invalid item product number; R3 Item rejected, invalid unit of issue; R4 Item rejected, contract item not available; R5 Item rejected, reorder item; R6 Item rejected, not a valid item; SP Item accepted - schedule date pending',
  },
  '670': {
    scope: 'all',
    codes:
      'AI Add additional item(s); CA Changes to line items; CB Change of date terms; CC Changes to terms; CE Change to item level allowance/charge; CF Cancel previously transmitted purchase order; CG Changes to total level allowance/charge; CH Change to original confirmation; CI Change to item-level; CT Change of dates; DI Delete item(s); MU Mark for; NC Concurrent item (no change); OA Original confirmation; OC Original purchase order change; PC Price change; PQ Unit price/quantity change; PR Unit price change; QD Quantity decrease; QI Quantity increase; RA Replace all values; RB Replace all dates; RC Reject item change; RE Replacement item; RM Replace mode of shipment; RQ Reschedule/quantity change; RS Reschedule; RZ Replace all values; TI Transfer item; ZZ Mutually defined',
  },
  '673': {
    scope: 'retail',
    codes:
      '17 Quantity on hand; 20 Quantity on order; 21 Original quantity; 29 Projected available inventory; 33 Quantity available for sale (stock quantity); 37 Work in process; 63 On order quantity; 72 Estimated quantity; AC Actual quantity; QS Quantity sold; V2 Quantity available on date',
  },
  '715': {
    scope: 'all',
    codes:
      'A Accepted; E Accepted, but errors were noted; M Rejected, message authentication code failed; P Partially accepted, at least one transaction set was rejected; R Rejected; W Rejected, assurance failed validity tests; X Rejected, content after decryption could not be analyzed',
  },
  '717': {
    scope: 'all',
    codes:
      'A Accepted; E Accepted but errors were noted; M Rejected, message authentication code failed; R Rejected; W Rejected, assurance failed validity tests; X Rejected, content after decryption could not be analyzed',
  },
  '735': {
    scope: 'retail',
    codes:
      'D Product characteristics; F Component; I Item; K Kit; O Order; P Pack; Q Subpack; S Shipment; T Shipping tare; V Address information',
  },
  '736': { scope: 'all', codes: '0 No subordinate HL segment; 1 Additional subordinate HL data segment' },
  '755': {
    scope: 'retail',
    codes:
      'DD Distributor inventory report; IB Inventory report; MB Manufacturer inventory; MM Manufacturer inventory report; PI Product availability inquiry; SI Seller inventory report; 92 Current and projected inventory',
  },
  '963': {
    scope: 'retail',
    codes:
      'CG Federal value-added tax (goods); CP County/parish sales tax; CS City sales tax; GS Goods and services tax; LS State and local sales tax; SL State and local tax; SP State/provincial tax; ST State sales tax; SU Sales and use tax; TX All taxes; VA Value-added tax; ZZ Mutually defined',
  },
  '1005': {
    scope: 'retail',
    codes:
      '0001 Shipment, order, packaging, item; 0002 Shipment, order, item, packaging; 0003 Shipment, packaging, order, item; 0004 Shipment, order, item; ZZZZ Mutually defined',
  },
  '1073': { scope: 'all', codes: 'N No; U Unknown; W Not applicable; Y Yes' },
  '1300': {
    scope: 'retail',
    codes:
      'A010 Absolute minimum charge; A260 Advertising allowance; C000 Defective allowance; C310 Discount; D170 Free goods; D240 Freight; D270 Fuel charge; D360 Goods and services tax charge; D500 Handling; E750 Lumper; F050 Other; F155 Packaging; F800 Promotional allowance; G740 Service charge; G821 Shipping; G830 Shipping and handling; H740 Tax - sales and use; H750 Tax - state; I170 Trade discount; I410 Unsaleable merchandise allowance; ZZZZ Mutually defined',
  },
  I17: { scope: 'all', codes: 'A Accepted; E Accepted, errors noted; R Rejected' },
}

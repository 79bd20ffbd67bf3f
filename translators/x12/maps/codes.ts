/** Our word → X12 codes: the first is written, all are read. */
export type CodeMap = Readonly<Record<string, readonly string[]>>

/** Our word for a code. */
export function meaningOf(table: CodeMap, code: string): string | undefined {
  return wordsOf(table).get(code)
}

/** Our words by code; made once for each table. */
export function wordsOf(table: CodeMap): ReadonlyMap<string, string> {
  let words = inverted.get(table)
  if (!words) {
    words = new Map(Object.entries(table).flatMap(([word, codes]) => codes.map(each => [each, word] as const)))
    inverted.set(table, words)
  }
  return words
}

/** The code for our word. */
export function codeOf(table: CodeMap, word: string): string | undefined {
  return Object.hasOwn(table, word) ? table[word]![0] : undefined
}

const inverted = new WeakMap<CodeMap, Map<string, string>>()

/** X12 353 for documents that replace or withdraw an earlier one. */
export const purposes: CodeMap = {
  original: ['00', '06', '14', '20', '22'],
  duplicate: ['07', '15'],
  replacement: ['05', '18'],
  cancellation: ['01', '03', '17'],
}

/** X12 92. */
export const orderTypes: CodeMap = {
  'drop-ship': ['DS', 'DR'],
  'stand-alone': ['SA', 'NE', 'OS', 'KN', 'CN', 'PR', 'RO', 'SP', 'SO', 'ZZ'],
  replenishment: ['RE', 'RL', 'RC', 'BK', 'BE', 'BL'],
}

/** X12 128. A type without a word here is the code itself. */
export const referenceTypes: CodeMap = {
  department: ['DP'],
  division: ['19'],
  subdivision: ['2P'],
  'internal-vendor-number': ['IA'],
  'vendor-number': ['VR'],
  'vendor-order-number': ['VN'],
  'merchandise-type': ['MR'],
  'promotion-number': ['PD'],
  'store-number': ['ST'],
  'customer-order-number': ['CO'],
  'customer-reference': ['CR'],
  'associated-orders': ['AN'],
  'purchase-order-number': ['PO'],
  'bill-of-lading': ['BM'],
  'master-bill-of-lading': ['MB'],
  'carrier-reference': ['CN'],
  'tracking-number': ['2I'],
  'shipper-reference': ['SI'],
  'load-number': ['LO'],
  'seller-invoice-number': ['IV'],
  'gst-registration': ['GT'],
  'return-authorization': ['RZ'],
  warehouse: ['WH'],
}

/** X12 1300. A reason without a word here is the code itself. */
export const allowanceReasons: CodeMap = {
  freight: ['D240'],
  fuel: ['D270'],
  handling: ['D500'],
  shipping: ['G821'],
  'shipping-and-handling': ['G830'],
  discount: ['C310'],
  'trade-discount': ['I170'],
  defective: ['C000'],
  promotion: ['F800'],
  advertising: ['A260'],
  'unsaleable-merchandise': ['I410'],
  tax: ['H740', 'H750', 'H850'],
  'goods-and-services-tax': ['D360'],
  'dropship-fee': ['G740'],
  other: ['F050'],
}

/** X12 963. A type without a word here is the code itself. */
export const taxTypes: CodeMap = {
  sales: ['ST'],
  'sales-and-use': ['SU'],
  'state-and-local': ['LS', 'SL'],
  county: ['CP'],
  city: ['CS'],
  'goods-and-services': ['GS'],
  'value-added': ['VA', 'CG'],
  all: ['TX'],
}

/** X12 91. A method without a word here is the code itself. */
export const transportMethods: CodeMap = {
  air: ['A'],
  'air-express': ['AE'],
  consolidation: ['C'],
  ltl: ['LT'],
  motor: ['M', 'J'],
  parcel: ['U'],
  mail: ['PL', '7'],
  rail: ['R'],
  ocean: ['O', 'S'],
  pickup: ['H'],
}

/** X12 284. A service without a word here is the code itself. */
export const serviceLevels: CodeMap = {
  ground: ['CG', 'SG'],
  'next-day': ['ND'],
  'second-day': ['SE', 'SC'],
  'three-day': ['3D'],
  overnight: ['ON'],
  expedited: ['ES'],
  standard: ['ST', 'G2'],
  priority: ['PB'],
}

/** X12 668, reduced to what it means for an order line. */
export const answerStatuses: CodeMap = {
  accepted: ['IA', 'AA', 'AC', 'AR'],
  'accepted-with-changes': ['IC', 'IP', 'IQ', 'DR', 'IE', 'SP', 'BP'],
  backordered: ['IB'],
  rejected: ['IR', 'ID', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8'],
  substituted: ['IS'],
  'on-hold': ['IH', 'IF', 'IW'],
}

/** X12 587. */
export const acknowledgmentTypes: CodeMap = {
  accepted: ['AK', 'AT'],
  rejected: ['RJ'],
  detail: ['AD'],
  'detail-with-changes': ['AC', 'AE'],
  'rejected-with-detail': ['RD', 'RF', 'RO'],
  'on-hold': ['AH'],
}

/** X12 670, reduced to what happens to an order line. */
export const lineActions: CodeMap = {
  change: [
    'CA',
    'CB',
    'CC',
    'CE',
    'CI',
    'CT',
    'MU',
    'NC',
    'PC',
    'PQ',
    'PR',
    'QD',
    'QI',
    'RA',
    'RB',
    'RE',
    'RM',
    'RQ',
    'RS',
    'RZ',
  ],
  add: ['AI'],
  cancel: ['DI', 'CF'],
}

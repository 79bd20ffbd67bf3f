import fc from 'fast-check'
import type { BusinessDocument, DocumentKind, DocumentOf } from '../../documents/index.ts'
import {
  acknowledgmentTypes,
  allowanceReasons,
  answerStatuses,
  orderTypes,
  purposes,
  referenceTypes,
  serviceLevels,
  taxTypes,
  transportMethods,
} from '../maps/codes.ts'

/** Documents that X12 can carry whole, of every kind: what is written is read back equal. Each generator says which limit of X12 it keeps. */
type Arbitraries = { [K in DocumentKind]: fc.Arbitrary<DocumentOf<K>> }

const wordCharacters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789&.,-/#()\'"%$!éü']

/** Text without spaces at its ends, as X12 keeps it. */
const text = (max: number, min = 1) =>
  fc
    .array(fc.constantFrom(...wordCharacters, ' ', ' '), { minLength: min, maxLength: max })
    .map(characters => characters.join('').trim())
    .filter(value => value.length >= min)

const digits = (length: number) =>
  fc
    .array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length })
    .map(characters => characters.join(''))

const date = fc
  .date({ min: new Date('1999-12-31T00:00:00Z'), max: new Date('2060-12-31T00:00:00Z'), noInvalidDate: true })
  .map(value => value.toISOString().slice(0, 10))

const wordOf = (table: Readonly<Record<string, unknown>>) => fc.constantFrom(...Object.keys(table))
const oneOf = <T extends string>(...words: T[]) => fc.constantFrom(...words)
const whole = fc.integer({ min: 0, max: 99_999 }).map(String)
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 99_999 }), fc.option(digits(3), { nil: undefined }))
  .map(([units, fraction]) => (fraction === undefined ? String(units) : `${units}.${fraction}`))
/** N2 elements come back with two decimals. */
const cents = fc
  .tuple(fc.integer({ min: 0, max: 9_999_999 }), digits(2))
  .map(([units, fraction]) => `${units}.${fraction}`)
const percent = fc.integer({ min: 1, max: 999 }).map(value => `${Math.floor(value / 10)}.${value % 10}`)
const unit = oneOf('EA', 'CA', 'DZ', 'PR')
const currency = oneOf('USD', 'CAD', 'EUR')
const number = text(22)

const optional = <T>(fields: Record<string, fc.Arbitrary<unknown>>, required: string[]) =>
  fc.record(fields, { requiredKeys: required }) as unknown as fc.Arbitrary<T>

const ids = optional<Record<string, string>>(
  { buyer: text(48), supplier: text(48), upc: digits(12), ean: digits(13), gtin: digits(14), manufacturer: text(48) },
  [],
).filter(value => Object.keys(value).length > 0)

/** N104 takes two characters or more, N402 and N404 codes of two, N102 with N201 a name that can be cut at a space. */
const party = optional<Record<string, string>>(
  {
    name: text(60),
    codeBy: oneOf('buyer', 'supplier', 'duns', 'gln'),
    code: text(40, 2),
    address1: text(55),
    address2: text(55),
    city: text(30, 2),
    state: fc.oneof(oneOf('NY', 'CA', 'ON'), text(30, 3)),
    postalCode: digits(5),
    country: oneOf('US', 'CA', 'FR'),
    phone: text(60),
    email: text(60),
    taxId: text(30),
  },
  ['name'],
).map(({ codeBy, address2, ...rest }) => ({
  ...rest,
  ...(codeBy && rest.code ? { codeBy } : {}),
  ...(address2 && rest.address1 ? { address2 } : {}),
}))

/** `ZZ` and unknown words come back as the code; REF02 takes thirty characters in 004010. */
const reference = (...claimed: string[]) =>
  optional<{ type: string; value: string }>(
    { type: wordOf(referenceTypes).filter(word => !claimed.includes(word)), value: text(30), description: text(80) },
    ['type', 'value'],
  )
const references = (...claimed: string[]) => fc.array(reference(...claimed), { minLength: 1, maxLength: 4 })

const allowance = optional(
  {
    kind: oneOf('allowance', 'charge'),
    reason: wordOf(allowanceReasons),
    amount: cents,
    percent,
    rate: percent,
    quantity: whole,
    handling: oneOf('off-invoice', 'bill-back', 'credit', 'ZZ'),
    partnerCode: text(10),
    description: text(80),
  },
  ['kind', 'reason', 'amount'],
).map(each => ((each as { quantity?: string }).quantity ? { ...(each as object), unit: 'EA' } : each))
const allowances = fc.array(allowance, { minLength: 1, maxLength: 3 })
const tax = optional({ type: wordOf(taxTypes), amount: decimal, percent, jurisdiction: text(10) }, ['type', 'amount'])
const taxes = fc.array(tax, { minLength: 1, maxLength: 3 })

/** ITD03 and ITD08 each need a discount day or date (L03040513, L08040513). */
const terms = optional<Record<string, unknown>>(
  {
    description: text(80),
    netDays: fc.integer({ min: 0, max: 999 }),
    discountPercent: percent,
    discountDays: fc.integer({ min: 0, max: 999 }),
    netDueDate: date,
    discountDueDate: date,
    discountAmount: cents,
    countedFrom: fc.constant('end-of-month'),
    dueDayOfMonth: fc.integer({ min: 1, max: 31 }),
  },
  ['netDays', 'discountDays'],
)

/** TD503 takes two characters or more. */
const carrier = optional<Record<string, string>>(
  {
    scac: oneOf('UPSN', 'FDEG', 'RDWY'),
    name: text(35),
    service: wordOf(serviceLevels),
    method: wordOf(transportMethods),
  },
  ['scac'],
)
const notes = fc.array(text(264), { minLength: 1, maxLength: 3 })
const note = text(264)

/** Lines numbered apart, as orders are. */
const numbered = <T extends { lineNumber?: unknown }>(line: fc.Arbitrary<T>, min = 1) =>
  fc
    .array(line, { minLength: min, maxLength: 5 })
    .map(lines => lines.map((each, i) => ({ ...each, lineNumber: String(i + 1) })))

const orderLineFields = {
  lineNumber: fc.constant(''),
  ids,
  description: text(200),
  quantity: decimal,
  unit,
  unitPrice: decimal,
  retailPrice: decimal,
  requestedShipDate: date,
  notes,
}
const orderLine = optional<{ lineNumber: string }>(orderLineFields, [
  'lineNumber',
  'ids',
  'quantity',
  'unit',
  'unitPrice',
])

const purchaseOrder = optional<DocumentOf<'purchase-order'>>(
  {
    kind: fc.constant('purchase-order'),
    purpose: wordOf(purposes),
    type: wordOf(orderTypes),
    number,
    date,
    currency,
    customerOrderNumber: text(30),
    buyer: party,
    supplier: party,
    shipTo: party,
    billTo: party,
    carrier,
    shipNotBefore: date,
    shipNotAfter: date,
    cancelAfter: date,
    terms,
    references: references('customer-order-number'),
    notes,
    allowancesAndCharges: allowances,
    lines: numbered(orderLine),
  },
  ['kind', 'purpose', 'type', 'number', 'date', 'currency', 'shipTo', 'lines'],
)

/** ACK07 names another item only in an answer that substitutes one. */
const answerOf = (...required: string[]) =>
  optional<Record<string, unknown>>(
    {
      status: wordOf(answerStatuses),
      quantity: decimal,
      unit,
      shipDate: date,
      deliveryDate: date,
      substitute: ids,
      reason: oneOf('out-of-stock', 'discontinued', 'unknown-item', 'price-mismatch', 'cannot-ship-to', 'other'),
      note,
    },
    ['status', ...required],
  ).map(({ substitute, ...rest }) => (substitute && rest.status === 'substituted' ? { ...rest, substitute } : rest))
/** Without a quantity, which answers all, there is no unit either. */
const answer = fc.oneof(
  answerOf('quantity', 'unit'),
  answerOf().map(({ quantity, unit: _, ...rest }) => rest),
)

/** PO103 comes with PO102, PO105 is not written; PO104 may come alone. */
const acknowledgedLine = optional<{ lineNumber: string }>(
  {
    lineNumber: fc.constant(''),
    ids,
    quantity: decimal,
    unit,
    unitPrice: decimal,
    answers: fc.array(answer, { maxLength: 3 }),
  },
  ['lineNumber', 'quantity', 'unit', 'answers'],
)

const purchaseOrderAcknowledgment = optional<DocumentOf<'purchase-order-acknowledgment'>>(
  {
    kind: fc.constant('purchase-order-acknowledgment'),
    purpose: oneOf('original', 'duplicate', 'replacement'),
    type: wordOf(acknowledgmentTypes),
    purchaseOrderNumber: number,
    purchaseOrderDate: date,
    supplierOrderNumber: text(30),
    date,
    currency,
    supplier: party,
    references: references(),
    lines: numbered(acknowledgedLine, 0),
  },
  ['kind', 'purpose', 'type', 'purchaseOrderNumber', 'purchaseOrderDate', 'lines'],
)

/** To cancel nothing of a line says as little as to name no quantity, and is read so. */
function withoutNothing<T extends object>(line: T): T {
  const { action, quantity } = line as { action?: string; quantity?: string }
  if (action !== 'cancel' || quantity === undefined || Number(quantity) !== 0) return line
  const { quantity: _, ...whole } = line as T & { quantity?: string }
  return whole as unknown as T
}

/** POC03 comes with POC05: terms that leave the quantity as it is name no unit. */
const { quantity: _quantity, unit: _unit, ...otherTerms } = orderLineFields
const changedLine = fc.oneof(
  fc.record({ action: oneOf('add', 'change'), line: orderLine }),
  fc.record({
    action: fc.constant('change'),
    line: optional<{ lineNumber: string }>(otherTerms, ['lineNumber']),
  }),
  optional<{ action: string; quantity?: string }>({ action: fc.constant('cancel'), quantity: decimal }, ['action']).map(
    withoutNothing,
  ),
)

const purchaseOrderChange = optional<DocumentOf<'purchase-order-change'>>(
  {
    kind: fc.constant('purchase-order-change'),
    purpose: oneOf('change', 'cancellation'),
    purchaseOrderNumber: number,
    purchaseOrderDate: date,
    sequence: fc.integer({ min: 1, max: 999 }),
    date,
    currency,
    shipTo: party,
    shipNotAfter: date,
    references: references(),
    notes,
    lines: fc
      .array(changedLine, { maxLength: 5 })
      .map(lines =>
        lines.map((each, i) =>
          'line' in each
            ? { ...each, line: { ...each.line, lineNumber: String(i + 1) } }
            : { ...each, lineNumber: String(i + 1) },
        ),
      ),
  },
  ['kind', 'purpose', 'purchaseOrderNumber', 'purchaseOrderDate', 'sequence', 'date', 'lines'],
)

/** ACK02 and ACK03 come together, and POC03 comes with POC05. */
const answeredLine = optional<{ lineNumber: string }>(
  {
    action: oneOf('add', 'change', 'cancel'),
    lineNumber: fc.constant(''),
    ids,
    description: text(200),
    quantity: decimal,
    unit,
    unitPrice: decimal,
    shipDate: date,
    answers: fc.array(answer, { maxLength: 3 }),
  },
  ['action', 'lineNumber', 'answers'],
)
  .map(withoutNothing)
  .map(line => ('quantity' in line ? { ...line, unit: 'EA' } : line))

const purchaseOrderChangeAcknowledgment = optional<DocumentOf<'purchase-order-change-acknowledgment'>>(
  {
    kind: fc.constant('purchase-order-change-acknowledgment'),
    purpose: oneOf('answer', 'request'),
    type: wordOf(acknowledgmentTypes),
    purchaseOrderNumber: number,
    purchaseOrderDate: date,
    sequence: fc.integer({ min: 1, max: 999 }),
    supplierOrderNumber: text(30),
    date,
    currency,
    supplier: party,
    references: references(),
    notes,
    lines: numbered(answeredLine, 0),
  },
  ['kind', 'purpose', 'type', 'purchaseOrderNumber', 'purchaseOrderDate', 'lines'],
)

/** BSN02 takes two characters or more; LIN needs ids. */
const shippedLine = optional<{ purchaseOrderNumber: string }>(
  { purchaseOrderNumber: fc.constant(''), lineNumber: text(20), ids, quantity: whole, unit },
  ['purchaseOrderNumber', 'quantity', 'unit'],
)
/** MAN02 takes 48 characters; PO406 and PO407 come together, and PO413 with one of PO410 to PO412. */
const shipmentPackage = (orders: string[]) =>
  optional<Record<string, unknown>>(
    {
      sscc: digits(18),
      trackingNumber: text(48),
      weight: whole,
      length: whole,
      width: whole,
      height: whole,
      lines: fc.array(
        fc
          .tuple(shippedLine, fc.constantFrom(...orders))
          .map(([line, purchaseOrderNumber]) => ({ ...line, purchaseOrderNumber })),
        { minLength: orders.length === 1 ? 1 : 0, maxLength: 4 },
      ),
    },
    ['lines'],
  ).map(each => ({
    ...each,
    ...(each.weight === undefined ? {} : { weightUnit: 'LB' }),
    ...((each.length ?? each.width ?? each.height) ? { dimensionUnit: 'IN' } : {}),
  }))

const shipNotice = fc
  .uniqueArray(number, { minLength: 1, maxLength: 3 })
  .chain(orders =>
    optional<DocumentOf<'ship-notice'>>(
      {
        kind: fc.constant('ship-notice'),
        purpose: oneOf('original', 'replacement', 'cancellation'),
        number: text(30, 2),
        date,
        shippedOn: date,
        estimatedDelivery: date,
        carrier,
        billOfLading: text(30),
        weight: whole,
        shipFrom: party,
        shipTo: party,
        references: references('bill-of-lading'),
        packages: fc.array(shipmentPackage(orders), { minLength: 1, maxLength: 4 }),
      },
      ['kind', 'purpose', 'number', 'date', 'shippedOn', 'packages'],
    ),
  )
  .map(notice => inWrittenOrder(notice.weight ? { ...notice, weightUnit: 'LB' } : notice))

/** Packages and lines of one order are written under it: that order is what comes back. */
export function inWrittenOrder(notice: DocumentOf<'ship-notice'>): DocumentOf<'ship-notice'> {
  const ordersOf = (each: { lines: { purchaseOrderNumber: string }[] }) => [
    ...new Set(each.lines.map(line => line.purchaseOrderNumber)),
  ]
  const grouped = notice.packages.map(each => ({
    ...each,
    lines: ordersOf(each).flatMap(order => each.lines.filter(line => line.purchaseOrderNumber === order)),
  }))
  if (!grouped.every(each => ordersOf(each).length === 1)) return { ...notice, packages: grouped }
  const orders = [...new Set(grouped.flatMap(ordersOf))]
  return { ...notice, packages: orders.flatMap(order => grouped.filter(each => ordersOf(each)[0] === order)) }
}

const inventoryLine = optional<Record<string, unknown>>(
  {
    ids,
    description: text(200),
    quantity: whole,
    unit,
    location: text(60),
    nextAvailable: optional({ date, quantity: whole }, ['date']),
    unitCost: decimal,
    currency,
    discontinued: fc.constant(true),
  },
  ['ids', 'quantity'],
)

const inventoryAdvice = fc.record({
  kind: fc.constant('inventory-advice'),
  scope: oneOf('full', 'delta'),
  number: text(30),
  date,
  lines: fc.array(inventoryLine, { minLength: 1, maxLength: 5 }),
}) as unknown as fc.Arbitrary<DocumentOf<'inventory-advice'>>

const invoiceLine = optional<{ lineNumber?: string }>(
  {
    lineNumber: text(20),
    purchaseOrderNumber: number,
    ids,
    description: text(200),
    quantity: decimal.map(value => value.slice(0, 10)),
    unit,
    unitPrice: decimal,
    allowancesAndCharges: allowances,
    taxes,
  },
  ['quantity', 'unit', 'unitPrice'],
)

const invoice = optional<DocumentOf<'invoice'>>(
  {
    kind: fc.constant('invoice'),
    type: oneOf('invoice', 'credit-memo'),
    number,
    date,
    purchaseOrderNumber: number,
    purchaseOrderDate: date,
    originalInvoiceNumber: number,
    currency,
    supplier: party,
    billTo: party,
    remitTo: party,
    shipTo: party,
    terms,
    shippedOn: date,
    carrier,
    billOfLading: text(30),
    references: references(),
    lines: fc.array(invoiceLine, { minLength: 1, maxLength: 5 }),
    allowancesAndCharges: allowances,
    taxes,
    total: cents,
  },
  ['kind', 'type', 'number', 'date', 'currency', 'lines', 'total'],
)

const elementError = optional<Record<string, unknown>>(
  {
    element: fc.integer({ min: 1, max: 30 }),
    component: fc.integer({ min: 1, max: 9 }),
    repetition: fc.integer({ min: 1, max: 9 }),
    dataElement: fc.integer({ min: 1, max: 1705 }).map(String),
    code: oneOf('1', '4', '5', '7', '8'),
    value: text(99),
  },
  ['element', 'code'],
)
const segmentError = optional<Record<string, unknown>>(
  {
    segment: oneOf('BEG', 'N1', 'PO1'),
    position: fc.integer({ min: 1, max: 9999 }),
    loop: oneOf('PO1', 'N1'),
    code: oneOf('1', '3', '8'),
    elements: fc.array(elementError, { maxLength: 3 }),
  },
  ['segment', 'position', 'elements'],
)
const functionalAcknowledgment = fc.record({
  kind: fc.constant('functional-acknowledgment'),
  functionalId: oneOf('PO', 'PR', 'SH'),
  groupControlNumber: fc.integer({ min: 1, max: 999_999_999 }).map(String),
  status: oneOf('accepted', 'accepted-with-errors', 'partially-accepted', 'rejected'),
  codes: fc.array(oneOf('1', '3', '5'), { maxLength: 5 }),
  sets: fc.array(
    fc.record({
      set: oneOf('850', '855', '856'),
      controlNumber: fc.integer({ min: 1, max: 99_999 }).map(value => String(value).padStart(4, '0')),
      status: oneOf('accepted', 'accepted-with-errors', 'rejected'),
      codes: fc.array(oneOf('1', '4', '5'), { maxLength: 5 }),
      segments: fc.array(segmentError, { maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
  included: fc.integer({ min: 0, max: 999_999 }),
  received: fc.integer({ min: 0, max: 999_999 }),
  accepted: fc.integer({ min: 0, max: 999_999 }),
}) as unknown as fc.Arbitrary<DocumentOf<'functional-acknowledgment'>>

/** LIN takes 48 characters of a brand or a grouping, PER04 eighty of an address, CTP05 a unit only beside a cost. */
const attributeName = fc.oneof(
  oneOf('color', 'size', 'style', 'Frame material', 'Care', 'ZZ', '73', 'QQ'),
  text(40).map(name => name.replaceAll(/[:=,.[\]]/g, '-')),
)
const catalogProduct = optional<Record<string, unknown>>(
  {
    ids,
    title: text(200),
    description: text(500),
    brand: text(48),
    category: text(48),
    attributes: fc.uniqueArray(fc.record({ name: attributeName, value: fc.oneof(text(30), text(264)) }), {
      minLength: 1,
      maxLength: 4,
      selector: each => each.name,
    }),
    images: fc.array(text(80), { minLength: 1, maxLength: 3 }),
    countryOfOrigin: oneOf('US', 'VN', 'FR'),
    unit,
    cost: decimal,
    msrp: decimal,
    map: decimal,
    weight: decimal,
    length: decimal,
    width: decimal,
    height: decimal,
    casePack: fc.integer({ min: 1, max: 999 }),
    innerPack: fc.integer({ min: 1, max: 999 }),
    minimumOrder: decimal,
    leadDays: fc.integer({ min: 0, max: 99 }),
    availableFrom: date,
    effectiveFrom: date,
    effectiveTo: date,
    discontinued: fc.constant(true),
  },
  ['ids'],
).map(({ unit, ...rest }) => ({
  ...rest,
  ...(unit && rest.cost ? { unit } : {}),
  ...(rest.weight ? { weightUnit: 'LB' } : {}),
  ...(rest.length || rest.width || rest.height ? { dimensionUnit: 'IN' } : {}),
}))
/** BCT02 takes fifteen characters. */
const productCatalog = optional<DocumentOf<'product-catalog'>>(
  {
    kind: fc.constant('product-catalog'),
    scope: oneOf('full', 'delta'),
    number: text(15),
    date,
    currency,
    effectiveFrom: date,
    effectiveTo: date,
    supplier: party,
    products: fc.array(catalogProduct, { maxLength: 4 }),
  },
  ['kind', 'scope', 'number', 'currency', 'products'],
)

/** ADX01 and RMR04 carry a sign. */
const signed = fc
  .tuple(fc.boolean(), cents)
  .map(([negative, value]) => (negative && /[1-9]/.test(value) ? `-${value}` : value))
const adjustment = optional<Record<string, unknown>>(
  {
    amount: signed,
    reason: oneOf('pricing', 'not-received', 'returned', 'freight', 'ship-notice-missing', 'A9'),
    reference: fc.record({ type: wordOf(referenceTypes), value: text(30) }),
    description: text(80),
  },
  ['amount', 'reason'],
)
const remittedInvoice = optional<Record<string, unknown>>(
  {
    type: oneOf('invoice', 'credit-memo', 'debit-memo', 'purchase-order', 'R7'),
    number,
    date,
    purchaseOrderNumber: number,
    paid: signed,
    gross: signed,
    discount: cents,
    adjustments: fc.array(adjustment, { minLength: 1, maxLength: 3 }),
    references: references('purchase-order-number'),
  },
  ['type', 'number', 'paid'],
)
const remittanceAdvice = optional<DocumentOf<'remittance-advice'>>(
  {
    kind: fc.constant('remittance-advice'),
    number: text(30),
    date,
    handling: oneOf('advice-only', 'with-payment'),
    method: oneOf('ach', 'check', 'wire', 'none', 'BOP'),
    currency,
    total: cents,
    payer: party,
    payee: party,
    references: references(),
    invoices: fc.array(remittedInvoice, { maxLength: 4 }),
    adjustments: fc.array(adjustment, { minLength: 1, maxLength: 2 }),
  },
  ['kind', 'number', 'date', 'handling', 'method', 'currency', 'total', 'invoices'],
)

/** Texts of any length go: TED02 holds the first sixty characters, the notes the whole. */
const applicationError = optional<Record<string, unknown>>(
  {
    code: oneOf('006', '007', '024', 'MB'),
    ownCode: text(30),
    text: fc.oneof(text(60), text(300)),
    value: text(99),
    segment: oneOf('BEG', 'N1', 'IT1'),
    position: fc.integer({ min: 1, max: 9999 }),
    element: fc.integer({ min: 1, max: 30 }),
    dataElement: fc.integer({ min: 1, max: 1705 }).map(String),
  },
  ['code'],
)
/** GS02 and GS03 have two characters or more, ST02 four, and OTI09 comes with OTI08. */
const adviceAnswer = optional<Record<string, unknown>>(
  {
    status: oneOf('accepted', 'accepted-with-changes', 'accepted-with-errors', 'partially-accepted', 'rejected'),
    level: oneOf('document', 'item', 'batch', 'group'),
    reference: fc.record({ type: wordOf(referenceTypes), value: text(30) }),
    set: oneOf('810', '850', '856'),
    groupControlNumber: fc.integer({ min: 1, max: 999_999_999 }).map(String),
    setControlNumber: fc.integer({ min: 1, max: 99_999 }).map(value => String(value).padStart(4, '0')),
    sender: text(15, 2),
    receiver: text(15, 2),
    date,
    references: references(),
    errors: fc.array(applicationError, { maxLength: 3 }),
  },
  ['status', 'level', 'reference', 'errors'],
).map(({ setControlNumber, ...rest }) =>
  rest.groupControlNumber && setControlNumber ? { ...rest, setControlNumber } : rest,
)
const applicationAdvice = optional<DocumentOf<'application-advice'>>(
  {
    kind: fc.constant('application-advice'),
    number: text(30),
    date,
    from: party,
    to: party,
    answers: fc.array(adviceAnswer, { minLength: 1, maxLength: 4 }),
  },
  ['kind', 'number', 'date', 'answers'],
)

/** References stand in the loop of the sender's name. */
const textMessage = optional<DocumentOf<'text-message'>>(
  {
    kind: fc.constant('text-message'),
    subject: text(80),
    date,
    from: party,
    to: party,
    references: references(),
    messages: fc.array(
      optional<Record<string, unknown>>(
        { number: text(30), subject: text(80), lines: fc.array(text(264), { minLength: 1, maxLength: 4 }) },
        ['number', 'lines'],
      ),
      { minLength: 1, maxLength: 3 },
    ),
  },
  ['kind', 'messages'],
).map(({ references, ...rest }) => (references && rest.from ? { ...rest, references } : rest))

/** A generator for every kind of document. */
export const documents: Arbitraries = {
  'purchase-order': purchaseOrder,
  'purchase-order-acknowledgment': purchaseOrderAcknowledgment,
  'purchase-order-change': purchaseOrderChange,
  'purchase-order-change-acknowledgment': purchaseOrderChangeAcknowledgment,
  'ship-notice': shipNotice,
  'inventory-advice': inventoryAdvice,
  'product-catalog': productCatalog,
  invoice,
  'remittance-advice': remittanceAdvice,
  'application-advice': applicationAdvice,
  'text-message': textMessage,
  'functional-acknowledgment': functionalAcknowledgment,
}

/** Any document of any kind. */
export const anyDocument: fc.Arbitrary<BusinessDocument> = fc.oneof(
  ...(Object.values(documents) as fc.Arbitrary<BusinessDocument>[]),
)

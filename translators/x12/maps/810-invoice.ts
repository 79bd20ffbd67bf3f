import { settleCreditSigns } from '../../documents/credit-signs.ts'
import { type Binding, each, type Fields, type Part, segment } from './binding.ts'
import { type CodeMap, serviceLevels, transportMethods } from './codes.ts'
import { countLines, currency } from './common.ts'
import { mapSet } from './map.ts'
import { allowancesAndCharges, taxes, terms } from './money.ts'
import { parties } from './parties.ts'
import { code, date, decimal, defaulted, implied, openCode, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'
import { description } from './texts.ts'

/** BIG07 (X12 640). */
const invoiceTypes: CodeMap = { invoice: ['DI', 'PR', 'CI', 'FB', 'PP'], 'credit-memo': ['CR', 'CN'] }

/** CAD04 and CAD05: CAD needs a routing (R0506), so the carrier's code stands there too when it has no name. */
const routed: Part = {
  read(found, into, reading) {
    const scac = reading.text(found, 4)
    const name = reading.text(found, 5)
    const carrier: Fields = {}
    if (scac) carrier.scac = scac
    if (name && name !== scac && name !== withoutRouting) carrier.name = name
    const inner = (part: Part) => part.read(found, carrier, reading)
    method.forEach(inner)
    if (Object.keys(carrier).length > 0) into.carrier = carrier
  },
  write(from, elements, writing, path) {
    const carrier = from.carrier as Fields | undefined
    if (!carrier) return false
    for (const part of method) part.write(carrier, elements, writing, path)
    elements[4] = (carrier.scac as string | undefined) ?? ''
    elements[5] = (carrier.name as string | undefined) ?? elements[4]
    return true
  },
}

const method = [openCode(1, 'method', transportMethods), openCode(9, 'service', serviceLevels)]

/** CAD05 where a bill of lading comes without a carrier (R0506). */
const withoutRouting = 'SEE BILL OF LADING'

const billOfLading: Part = {
  read(found, into, reading) {
    if (['BM', ''].includes(reading.text(found, 7)) && reading.text(found, 8))
      into.billOfLading = reading.text(found, 8)
  },
  write(from, elements) {
    if (typeof from.billOfLading !== 'string') return false
    elements[7] = 'BM'
    elements[8] = from.billOfLading
    elements[5] ||= withoutRouting
    return true
  },
}

/** What is known once all has been read. */
const creditSigns: Binding = {
  read: (_loop, into) => settleCreditSigns(into),
  write: () => undefined,
}

/** X12 810 ⇄ invoice. Amounts of a credit memo are positive in the document, whatever sign they came with. */
export const map810 = mapSet('810', 'invoice', [
  segment('BIG', [
    date(1, 'date'),
    text(2, 'number'),
    date(3, 'purchaseOrderDate'),
    text(4, 'purchaseOrderNumber'),
    code(7, 'type', invoiceTypes, 'invoice'),
    text(10, 'originalInvoiceNumber'),
  ]),
  currency('SE', 'required'),
  references('references'),
  ...parties({ supplier: 'SU|VN|SE', billTo: 'BT|BY', remitTo: 'RI|RE', shipTo: 'ST' }),
  terms('terms'),
  segment('DTM[011]', [date(2, 'shippedOn')]),
  each('IT1', 'lines', [
    segment('IT1', [
      text(1, 'lineNumber'),
      decimal(2, 'quantity'),
      defaulted(text(3, 'unit'), 3, 'EA'),
      decimal(4, 'unitPrice'),
      productIds(6),
    ]),
    taxes('taxes'),
    description('description'),
    segment('REF[PO]', [text(2, 'purchaseOrderNumber')]),
    allowancesAndCharges('allowancesAndCharges'),
  ]),
  segment('TDS', [implied(1, 'total', 2, { isSigned: true })]),
  taxes('taxes'),
  segment('CAD', [routed, billOfLading]),
  allowancesAndCharges('allowancesAndCharges'),
  countLines('lines'),
  creditSigns,
])

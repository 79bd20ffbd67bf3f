import { type Binding, custom, each, type Fields, listOf, segment } from './binding.ts'
import { changedQuantity } from './changed-quantity.ts'
import { type CodeMap, lineActions, purposes } from './codes.ts'
import { countLines, currency, numberLines, price, priceBeside } from './common.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { code, date, decimal, fixed, integer, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'
import { description, notes } from './texts.ts'

const changePurposes: CodeMap = { change: ['04', '05', '00', '18', '19'], cancellation: purposes.cancellation! }

const line = [
  segment('POC', [
    text(1, 'lineNumber'),
    code(2, 'action', lineActions, 'change'),
    ...changedQuantity,
    decimal(6, 'unitPrice'),
    productIds(8),
  ]),
  priceBeside,
  price('retailPrice', 'RTL|MSR|RES'),
  description('description'),
  segment('DTM[010|068|038]', [date(2, 'requestedShipDate')]),
  notes('notes'),
]

/** Lines lie flat in the set; in the document the terms of an added or changed line are an object of their own. */
const nested: Binding = {
  read(_, into, reading) {
    into.lines = listOf(into.flat).map(entry => {
      const { action, ...rest } = entry
      const places = reading.trace?.get(entry)
      if (places) reading.trace?.set(rest, places)
      const { lineNumber, quantity } = rest
      if (action === 'cancel') return { action, lineNumber, ...(quantity === undefined ? {} : { quantity }) }
      return { action, line: rest }
    })
    delete into.flat
  },
  write() {},
}

const flat = each('POC', 'flat', line)

const lines: Binding = {
  read: flat.read,
  write(from, loop, writing, path) {
    const entries = listOf(from.lines).map(each => ({ ...each, ...(each.line as Fields | undefined) }))
    flat.write({ flat: entries }, loop, writing, path)
  },
}

/** X12 860 ⇄ purchase order change. BCH02 is written DS; what kind of order it was, the order itself has told. */
export const map860 = mapSet('860', 'purchase-order-change', [
  segment('BCH', [
    code(1, 'purpose', changePurposes, 'change'),
    fixed(2, 'DS'),
    text(3, 'purchaseOrderNumber'),
    integer(5, 'sequence'),
    date(6, 'purchaseOrderDate'),
    date(11, 'date'),
  ]),
  custom({
    read(_, into) {
      into.sequence ??= 1
      into.date ??= into.purchaseOrderDate
    },
    write() {},
  }),
  currency('BY'),
  references('references'),
  segment('DTM[038|001]', [date(2, 'shipNotAfter')]),
  notes('notes'),
  ...parties({ shipTo: 'ST' }),
  custom(lines),
  numberLines('flat'),
  custom(nested),
  countLines('lines'),
])

import { packCode } from '../guides/model.ts'
import { type Binding, custom, each, listOf, segment } from './binding.ts'
import { changedQuantity } from './changed-quantity.ts'
import { acknowledgmentTypes, type CodeMap, lineActions } from './codes.ts'
import { countLines, currency, numberLines, priceBeside } from './common.ts'
import { lineAnswers } from './line-answers.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { code, date, decimal, integer, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'
import { description, notes } from './texts.ts'

/** BCA01: 13 and 19 say that the supplier asks, the others that it answers. */
const purposes: CodeMap = {
  answer: ['00', '04', '05', '06', '07', '11', '44', '45'],
  request: ['19', '13', '16'],
}

/** BCA02 of what the supplier asks for may say that it acknowledges nothing (NA, ZZ): its lines tell. */
const types: CodeMap = { ...acknowledgmentTypes, detail: [...acknowledgmentTypes.detail!, 'NA', 'ZZ', 'AP'] }

/** POC02 RC says in one that a change was asked and is refused. */
const refusedChange = 'RC'
const actions: CodeMap = { ...lineActions, change: [...lineActions.change!, refusedChange] }

const refusal: Binding = {
  read(loop, into, reading) {
    const refused = reading.text(loop.segments[0]!, 2) === refusedChange
    if (refused && listOf(into.answers).length === 0) into.answers = [{ status: 'rejected' }]
  },
  write() {},
}

const ACK = packCode('ACK')

/** ACK01 ID, item deleted, grants a cancellation; elsewhere it takes an item away that was wanted. */
const grantedDeletions: Binding = {
  read(loop, into, reading) {
    if (into.action !== 'cancel') return
    const found = loop.loops.filter(inner => inner.node.key === ACK)
    for (const [i, answer] of listOf(into.answers).entries()) {
      if (reading.text(found[i]!.segments[0]!, 1) === 'ID') answer.status = 'accepted'
    }
  },
  write() {},
}

/** Without BCA02, which the standard leaves open, the lines tell. */
const untold: Binding = {
  read(_loop, into) {
    if (into.type === undefined && listOf(into.lines).length > 0) into.type = 'detail'
  },
  write() {},
}

/** X12 865 ⇄ purchase order change acknowledgment. */
export const map865 = mapSet('865', 'purchase-order-change-acknowledgment', [
  segment('BCA', [
    code(1, 'purpose', purposes, 'answer'),
    code(2, 'type', types),
    text(3, 'purchaseOrderNumber'),
    integer(5, 'sequence'),
    date(6, 'purchaseOrderDate'),
    text(9, 'supplierOrderNumber'),
    date(10, 'date'),
  ]),
  currency('SE'),
  references('references'),
  notes('notes'),
  ...parties({ supplier: 'SU|VN|SE' }),
  each(
    'POC',
    'lines',
    [
      segment('POC', [
        text(1, 'lineNumber'),
        code(2, 'action', actions, 'change'),
        ...changedQuantity,
        decimal(6, 'unitPrice'),
        productIds(8),
      ]),
      description('description'),
      segment('DTM[068|010|038|079]', [date(2, 'shipDate')]),
      ...lineAnswers,
      priceBeside,
      custom(grantedDeletions),
      custom(refusal),
    ],
    true,
  ),
  custom(untold),
  numberLines('lines'),
  countLines('lines'),
])

import { packCode } from '../guides/model.ts'
import { type Binding, custom, each, listOf, type Part, segment, segmentsOf } from './binding.ts'
import { acknowledgmentTypes, answerStatuses, purposes } from './codes.ts'
import { countLines, currency, numberLines } from './common.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { code, companion, date, decimal, text } from './parts.ts'
import { productIds } from './products.ts'
import { references } from './references.ts'

/** X12 668 codes that are a reason as well as a status. */
const reasonsByStatus: Readonly<Record<string, string>> = {
  R1: 'other',
  R2: 'unknown-item',
  R3: 'other',
  R4: 'out-of-stock',
  R5: 'other',
  R6: 'unknown-item',
}

/** ACK27 to ACK29: agency, list and code of the reason. The words of ours go as a mutually defined list; partners' codes are translated by their map. */
const reason: Part = {
  read(found, into, reading) {
    const given = reading.text(found, 29)
    const value = given || reasonsByStatus[reading.text(found, 1)]
    if (value) into.reason = rejectionReasons.includes(value) ? value : 'other'
  },
  write(from, elements) {
    if (typeof from.reason !== 'string') return false
    elements[27] = 'ZZ'
    elements[28] = 'REASON'
    elements[29] = from.reason
    return true
  },
}

const rejectionReasons = [
  'out-of-stock',
  'discontinued',
  'unknown-item',
  'price-mismatch',
  'cannot-meet-date',
  'cannot-ship-to',
  'duplicate',
  'below-minimum',
  'other',
]

/** An answer's note: an N9 loop of the line, its N902 the answer's place among the line's answers, counted from 1. */
const answerNotes: Binding = {
  read(loop, into, reading) {
    const answers = listOf(into.answers)
    for (const inner of loop.loops) {
      if (inner.node.id !== 'N9') continue
      const answer = answers[Number(reading.text(inner.segments[0]!, 2)) - 1]
      const message = segmentsOf(inner, packCode('MSG'), reading.buffer)[0]
      const other = segmentsOf(inner, packCode('MTX'), reading.buffer)[0]
      const note = message !== undefined ? reading.text(message, 1) : other !== undefined ? reading.text(other, 2) : ''
      if (answer && note) answer.note = note
    }
  },
  write(from, loop) {
    for (const [i, answer] of listOf(from.answers).entries()) {
      if (typeof answer.note !== 'string') continue
      const inner = loop.addLoop('N9')
      inner?.add(['N9', 'L1', String(i + 1)])
      inner?.add(inner.has('MTX') ? ['MTX', '', answer.note] : ['MSG', answer.note])
    }
  },
}

/** ACK02 may be left out for a whole line: then it answers the line's quantity (PO102). */
const wholeLine: Binding = {
  read(_, into) {
    const answers = listOf(into.answers)
    if (answers.length !== 1 || answers[0]!.quantity !== undefined || into.quantity === undefined) return
    answers[0]!.quantity = into.quantity
  },
  write() {},
}

/** X12 855 ⇄ purchase order acknowledgment. */
export const map855 = mapSet('855', 'purchase-order-acknowledgment', [
  segment('BAK', [
    code(1, 'purpose', purposes, 'original'),
    code(2, 'type', acknowledgmentTypes),
    text(3, 'purchaseOrderNumber'),
    date(4, 'purchaseOrderDate'),
    text(8, 'supplierOrderNumber'),
    date(9, 'date'),
  ]),
  currency('SE'),
  references('references'),
  ...parties({ supplier: 'SU|VN|SE' }),
  each(
    'PO1',
    'lines',
    [
      segment('PO1', [
        text(1, 'lineNumber'),
        decimal(2, 'quantity'),
        text(3, 'unit'),
        decimal(4, 'unitPrice'),
        productIds(6),
      ]),
      each(
        'ACK',
        'answers',
        [
          segment('ACK', [
            code(1, 'status', answerStatuses),
            decimal(2, 'quantity'),
            text(3, 'unit'),
            companion(4, 'shipDate', '068'),
            date(5, 'shipDate'),
            reason,
          ]),
        ],
        true,
      ),
      custom(answerNotes),
      custom(wholeLine),
    ],
    true,
  ),
  numberLines('lines'),
  countLines('lines'),
])

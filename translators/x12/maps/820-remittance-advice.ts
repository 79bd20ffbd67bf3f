import { packCode } from '../guides/model.ts'
import { type Binding, custom, each, type Fields, listOf, type Part, placeOf, segment } from './binding.ts'
import { type CodeMap, referenceTypes } from './codes.ts'
import { currency } from './common.ts'
import { mapSet } from './map.ts'
import { parties } from './parties.ts'
import { absolute, code, companion, date, decimal, openCode, text } from './parts.ts'
import { references } from './references.ts'
import { adjustments, ownAdjustment } from './remittance-adjustments.ts'

/** BPR01 (X12 305). */
const handlings: CodeMap = { 'advice-only': ['I', 'H'], 'with-payment': ['C', 'D', 'U', 'X'] }

/** BPR04 (X12 591). A method without a word here is the code itself. */
const methods: CodeMap = { ach: ['ACH'], check: ['CHK'], wire: ['FWT', 'SWT'], none: ['NON'] }

/** RMR01 (X12 128): what the money is for. */
const itemTypes: CodeMap = {
  ...referenceTypes,
  'seller-invoice-number': [],
  'purchase-order-number': [],
  invoice: ['IV'],
  'credit-memo': ['CM', 'CL'],
  'debit-memo': ['DB', 'DL'],
  'purchase-order': ['PO'],
}

/** BPR03: the payer's order to credit the payee. A payee that draws the money itself is told apart by D. */
const creditFlag: Part = {
  read(found, _, reading) {
    if (reading.text(found, 3) !== 'D') return
    const message = 'BPR03 is D: the payee draws this money from the payer, who does not send it.'
    reading.report('ambiguous-value', { message, at: placeOf(reading, found, 3), value: 'D', expected: 'C' })
  },
  write(_, elements) {
    elements[3] = 'C'
    return false
  },
}

/** Without TRN the payment goes by the number of its set (ST02). */
const unnumbered: Binding = {
  read(_, into, reading) {
    into.number ??= reading.text(0, 2)
  },
  write() {},
}

const items = each(
  'RMR',
  'invoices',
  [
    segment('RMR', [
      openCode(1, 'type', itemTypes),
      text(2, 'number'),
      decimal(4, 'paid'),
      decimal(5, 'gross'),
      absolute(6, 'discount'),
    ]),
    segment('DTM[003|097]', [date(2, 'date')]),
    segment('REF[PO]', [text(2, 'purchaseOrderNumber')]),
    references('references', ['PO']),
    ownAdjustment,
    adjustments('adjustments'),
  ],
  true,
)

const ENT = packCode('ENT')
const inEntity: readonly Binding[] = [items, adjustments('adjustments')]

/** Invoices and adjustments stand in ENT loops: all are read, one is written. */
const entities: Binding = {
  read(root, into, reading) {
    into.invoices = []
    for (const entity of root.loops.filter(loop => loop.node.key === ENT)) {
      const fields: Fields = {}
      for (const binding of inEntity) binding.read(entity, fields, reading)
      into.invoices = [...listOf(into.invoices), ...listOf(fields.invoices)]
      if (fields.adjustments) into.adjustments = [...listOf(into.adjustments), ...listOf(fields.adjustments)]
    }
  },
  write(from, root, writing, path) {
    if (listOf(from.invoices).length + listOf(from.adjustments).length === 0) return
    const entity = root.addLoop('ENT')
    entity?.add(['ENT', '1'])
    for (const binding of inEntity) if (entity) binding.write(from, entity, writing, path)
  },
}

/** X12 820 ⇄ remittance advice. Account numbers (BPR06 to BPR15) are the bank's matter and are not kept. */
export const map820 = mapSet('820', 'remittance-advice', [
  segment('BPR', [
    code(1, 'handling', handlings, 'advice-only'),
    decimal(2, 'total'),
    creditFlag,
    openCode(4, 'method', methods),
    date(16, 'date'),
  ]),
  segment('TRN', [companion(1, 'number', '1'), text(2, 'number')]),
  custom(unnumbered),
  currency('PR', 'required'),
  references('references'),
  ...parties({ payer: 'PR|RM|BY', payee: 'PE|RE|SE|SU|VN' }),
  entities,
])

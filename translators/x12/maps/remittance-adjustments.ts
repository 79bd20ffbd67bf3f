import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { type Binding, cannotCarry, type Fields, listOf, put, type Reading, segmentsOf } from './binding.ts'
import { type CodeMap, codeOf, meaningOf, referenceTypes } from './codes.ts'
import { normalizeNumber } from './numbers.ts'
import { referenceCode } from './references.ts'
import { tellWordLeftOut } from './words-left-out.ts'

const ADX = packCode('ADX')
const NTE = packCode('NTE')

/** X12 426. A reason without a word here is the code itself. */
const reasons: CodeMap = {
  pricing: ['01'],
  'allowance-or-charge': ['02'],
  extension: ['03'],
  damaged: ['04'],
  quality: ['05'],
  quantity: ['06'],
  'wrong-item': ['07', 'A2'],
  'not-accepted': ['25'],
  returned: ['72', '11', '12', '14', '15', 'AQ', 'AS', 'BF', 'RM'],
  'duplicate-billing': ['19'],
  'duplicate-payment': ['86'],
  'invoice-cancelled': ['26', 'E9'],
  'not-received': ['59', '75', 'A4'],
  'not-ordered': ['61', '92'],
  'late-shipment': ['99'],
  'ship-notice-missing': ['70'],
  'packing-violation': ['A6'],
  'routing-violation': ['B8'],
  ticketing: ['C8'],
  freight: ['54', '30', '46', '83', 'SF'],
  handling: ['97'],
  tax: ['55'],
  discount: ['L2', '24', '43', '76'],
  advertising: ['71', '56', '79', 'MA'],
  promotion: ['A8'],
  'volume-discount': ['57', 'D5'],
  defective: ['82', 'F1'],
  rebate: ['B2'],
  restocking: ['B7'],
  overpayment: ['52', '80', 'WO'],
  underpayment: ['53'],
  penalty: ['L3', '50'],
  audit: ['L1'],
  deduction: ['L7'],
  credit: ['L8', '81'],
}

/** X12 426 for what is only agreed between the two. */
const mutual = 'ZZ'

function wordOf(code: string): string {
  return meaningOf(reasons, code) ?? code
}

/** Adjustments of an invoice or of the whole payment: ADX loops, their notes (NTE) the description. */
export function adjustments(field: string): Binding {
  return {
    read(loop, into, reading) {
      const found = loop.loops.filter(inner => inner.node.key === ADX)
      if (found.length === 0) return
      const entries = found.map(inner => readAdjustment(inner, reading))
      put(into, field, [...listOf(into[field]), ...entries], reading, found[0]!.segments[0]!, 1)
    },
    write(from, loop, writing, path) {
      for (const [i, entry] of listOf(from[field]).entries()) {
        const inner = loop.addLoop('ADX')
        if (!inner) return cannotCarry(writing, 'ADX', `${path}${field}[${i}]`)
        const reason = entry.reason as string
        const code = codeOfReason(reason)
        const { type, value } = (entry.reference ?? {}) as Record<string, string | undefined>
        const place = `${path}${field}[${i}]`
        const typeCode = type && (referenceCode(type) ?? mutual)
        if (type && !referenceCode(type)) tellWordLeftOut(writing, type, mutual, `${place}.reference.type`)
        inner.add(['ADX', entry.amount as string, code ?? mutual, typeCode ?? '', value ?? ''])
        const given = entry.description as string | undefined
        if (!code && given) tellWordLeftOut(writing, reason, mutual, `${place}.reason`)
        const description = given ?? (code ? '' : reason)
        if (description) inner.add(['NTE', '', description])
      }
    },
  }
}

function codeOfReason(reason: string): string | undefined {
  return codeOf(reasons, reason) ?? (/^[A-Z0-9]{2}$/.test(reason) ? reason : undefined)
}

function readAdjustment(loop: Loop, reading: Reading): Fields {
  const trigger = loop.segments[0]!
  const note = segmentsOf(loop, NTE, reading.buffer)[0]
  const description = note === undefined ? '' : reading.text(note, 2)
  const type = reading.text(trigger, 3)
  const value = reading.text(trigger, 4)
  return {
    amount: normalizeNumber(reading.text(trigger, 1)),
    reason: wordOf(reading.text(trigger, 2)),
    ...(type && value ? { reference: { type: meaningOf(referenceTypes, type) ?? type, value } } : {}),
    ...(description ? { description } : {}),
  }
}

/** RMR07 and RMR08: an adjustment in the invoice's own segment. It is read as the first of them; ADX is what is written. */
export const ownAdjustment: Binding = {
  read(loop, into, reading) {
    const trigger = loop.segments[0]!
    const amount = normalizeNumber(reading.text(trigger, 8))
    if (amount === undefined) return
    put(into, 'adjustments', [{ amount, reason: wordOf(reading.text(trigger, 7)) }], reading, trigger, 8)
  },
  write() {},
}

import { rejectionReasons } from '../../documents/purchase-order-acknowledgment.ts'
import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import {
  type Binding,
  cannotCarry,
  custom,
  each,
  type Fields,
  findSegment,
  listOf,
  type Part,
  parseSelector,
  put,
  type Reading,
  segment,
  segmentsOf,
} from './binding.ts'
import { answerStatuses, meaningOf } from './codes.ts'
import { fromBusinessDate, toBusinessDate } from './dates.ts'
import { code, date, decimal, text } from './parts.ts'
import { productIds } from './products.ts'

/** X12 668 codes that are a reason as well as a status. */
const reasonsByStatus: Readonly<Record<string, string>> = {
  R1: 'other',
  R2: 'unknown-item',
  R3: 'other',
  R4: 'out-of-stock',
  R5: 'other',
  R6: 'other',
  R7: 'other',
  R8: 'other',
}

/** ACK27 to ACK29: agency, list and code of the reason. The words of ours go as a mutually defined list; partners' codes are translated by their map. */
const reason: Part = {
  read(found, into, reading) {
    const given = reading.text(found, 29)
    const value = given || reasonsByStatus[reading.text(found, 1)]
    if (value) into.reason = (rejectionReasons as readonly string[]).includes(value) ? value : 'other'
  },
  write(from, elements) {
    if (typeof from.reason !== 'string') return false
    elements[27] = 'ZZ'
    elements[28] = 'REASON'
    elements[29] = from.reason
    return true
  },
}

/** X12 374 codes of days on which goods arrive; any other day of an answer is the one on which they ship. */
const deliveryDates = ['017', '002', '067', '069', '063', '064', '106']

const dayField = (qualifier: string) => (deliveryDates.includes(qualifier) ? 'deliveryDate' : 'shipDate')

/** ACK04 and ACK05: the day, and which day it is. */
const day: Part = {
  read(found, into, reading) {
    const value = toBusinessDate(reading.text(found, 5))
    const field = dayField(reading.text(found, 4))
    if (value !== undefined) put(into, field, value, reading, found, 5)
  },
  write(from, elements) {
    if (typeof from.shipDate !== 'string') return false
    elements[4] = '068'
    elements[5] = fromBusinessDate(from.shipDate)
    return true
  },
}

const substituteIds = productIds(7, 'substitute', { last: 26 })

/** ACK07 on name what is sent instead. Suppliers repeat the ordered item there in other answers, which says nothing new. */
const substitute: Part = {
  read(found, into, reading) {
    if (meaningOf(answerStatuses, reading.text(found, 1)) === 'substituted') substituteIds.read(found, into, reading)
  },
  write(from, elements, writing, path) {
    if (from.substitute === undefined) return false
    if (from.status === 'substituted') return substituteIds.write(from, elements, writing, path)
    cannotCarry(writing, 'ACK07', `${path}substitute`)
    return false
  },
}

const N9 = packCode('N9')
const MSG = packCode('MSG')
const MTX = packCode('MTX')

/** An answer's note: an N9 loop of the line, its N902 the answer's place among the line's answers, counted from 1. */
const notes: Binding = {
  read(loop, into, reading) {
    const answers = listOf(into.answers)
    for (const inner of loop.loops) {
      if (inner.node.key !== N9) continue
      const answer = answers[Number(reading.text(inner.segments[0]!, 2)) - 1]
      const note = noteIn(inner, reading)
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

function noteIn(loop: Parameters<Binding['read']>[0], reading: Reading): string {
  const message = segmentsOf(loop, MSG, reading.buffer)[0]
  if (message !== undefined) return reading.text(message, 1)
  const other = segmentsOf(loop, MTX, reading.buffer)[0]
  return other === undefined ? '' : reading.text(other, 2)
}

const answers = each(
  'ACK',
  'answers',
  [
    segment('ACK', [
      code(1, 'status', answerStatuses),
      decimal(2, 'quantity'),
      text(3, 'unit'),
      day,
      substitute,
      reason,
    ]),
    segment(`DTM[${deliveryDates.join('|')}]`, [date(2, 'deliveryDate')]),
    custom({ read: (loop, into, reading) => giveDay(loop, [into], reading), write() {} }),
  ],
  true,
)

/** ACK03 must stand beside ACK02 (P0203): an answer without a unit is in the line's. */
const answersWithUnit: Binding = {
  read: answers.read,
  write(from, loop, writing, path) {
    const unit = from.unit ?? 'EA'
    const entries = listOf(from.answers).map(each => (each.quantity === undefined ? each : { unit, ...each }))
    answers.write({ answers: entries }, loop, writing, path)
  },
}

/** Answers that a day named beside them, or for the whole order, can be about. */
const takes = (status: unknown) =>
  status === 'accepted' || status === 'accepted-with-changes' || status === 'substituted'

const isDated = (answer: Fields) => answer.shipDate !== undefined || answer.deliveryDate !== undefined

/** Days of an answer that stand beside it (X12 374): when it ships, then when it arrives. */
const promised = parseSelector('DTM[068|079|017|067|069]')

function giveDay(loop: Loop, answers: readonly Fields[], reading: Reading): void {
  const found = findSegment(loop, promised, reading)
  const value = found === undefined ? undefined : toBusinessDate(reading.buffer.text(found, 2))
  if (found === undefined || value === undefined) return
  const field = dayField(reading.buffer.text(found, 1))
  for (const answer of answers) {
    if (!takes(answer.status) || isDated(answer)) continue
    put(answer, field, value, reading, found, 2)
    reading.text(found, 2)
  }
}

/** A day of an 855's line, for what is taken of it without a day of its own. */
export const lineDay: Binding = {
  read(loop, into, reading) {
    giveDay(loop, listOf(into.answers), reading)
  },
  write() {},
}

/**
 * The day that an 855 names once, in its heading, for what it takes in lines without a day of their own. A line that is taken by being listed has no
 * other answer, and gets one.
 */
export const headingDay: Binding = {
  read(root, into, reading) {
    if (findSegment(root, promised, reading) === undefined) return
    const lines = listOf(into.lines)
    if (into.type === 'accepted' || into.type === 'detail') {
      for (const line of lines) if (listOf(line.answers).length === 0) line.answers = [{ status: 'accepted' }]
    }
    const undated = lines.map(line => listOf(line.answers)).filter(answers => !answers.some(isDated))
    giveDay(root, undated.flat(), reading)
  },
  write() {},
}

/** What a supplier says to a line, in 855 and 865: ACK with its dates, and the notes that belong to each. */
export const lineAnswers: readonly Binding[] = [custom(answersWithUnit), custom(notes)]

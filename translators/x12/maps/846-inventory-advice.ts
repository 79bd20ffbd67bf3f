import { packCode } from '../guides/model.ts'
import {
  type Binding,
  custom,
  each,
  type Fields,
  findSegment,
  parseSelector,
  placeOf,
  type Reading,
  segment,
  segmentsOf,
} from './binding.ts'
import type { CodeMap } from './codes.ts'
import { countLines, currency, price } from './common.ts'
import { fromBusinessDate, toBusinessDate } from './dates.ts'
import { mapSet } from './map.ts'
import { normalizeNumber } from './numbers.ts'
import { code, date, fixed, text } from './parts.ts'
import { productIds } from './products.ts'
import { description } from './texts.ts'

/** BIA01: a full list is an original, a delta is incremental. */
const scopes: CodeMap = { full: ['00', '05', '07', '14'], delta: ['25', '04', '02'] }

/** Quantities that may be sold, the best first (X12 673): available for sale, on hand. */
const available = ['33', '17']
const QTY = packCode('QTY')
const SCH = packCode('SCH')
const DTM = packCode('DTM')

/** QTY02. Below zero, as stock systems have it of what they owe, is nothing to sell: refusing it would leave what was known before. */
function onHand(trigger: number, reading: Reading): string | undefined {
  const raw = reading.text(trigger, 2)
  const quantity = normalizeNumber(raw)
  if (!quantity?.startsWith('-')) return quantity
  const message = `QTY02 is ${raw}, below zero; it is taken as nothing on hand.`
  reading.report('ambiguous-value', { message, at: placeOf(reading, trigger, 2), value: raw })
  return '0'
}

/** QTY01 to QTY03, and in the same loop what comes next: an SCH with its quantity, or a DTM 018 with the date alone. */
const quantity: Binding = {
  read(loop, into, reading) {
    const loops = loop.loops.filter(inner => inner.node.key === QTY)
    const ranked = available.map(code => loops.find(inner => reading.text(inner.segments[0]!, 1) === code))
    const found = ranked.find(inner => inner !== undefined)
    if (!found) return
    const trigger = found.segments[0]!
    into.quantity = onHand(trigger, reading)
    if (reading.text(trigger, 3)) into.unit = reading.text(trigger, 3)
    const schedule = found.loops.find(inner => inner.node.key === SCH)?.segments[0]
    if (schedule !== undefined) {
      into.nextAvailable = {
        date: toBusinessDate(reading.text(schedule, 6)),
        quantity: normalizeNumber(reading.text(schedule, 1)),
      }
      return
    }
    const day = segmentsOf(found, DTM, reading.buffer).find(each => reading.text(each, 1) === '018')
    if (day !== undefined) into.nextAvailable = { date: toBusinessDate(reading.text(day, 2)) }
  },
  write(from, loop) {
    const inner = loop.addLoop('QTY')
    const unit = from.unit as string | undefined
    inner?.add(['QTY', '33', from.quantity as string, unit ?? ''])
    const next = from.nextAvailable as { date: string; quantity?: string } | undefined
    if (!next) return
    const day = fromBusinessDate(next.date)
    if (next.quantity === undefined) inner?.add(['DTM', '018', day])
    else inner?.addLoop('SCH')?.add(['SCH', next.quantity, unit ?? 'EA', '', '', '018', day])
  },
}

/** The warehouse: an N1 loop WH of the line; N104, or its name where the number is too short for N104. */
const location: Binding = {
  read(loop, into, reading) {
    const found = loop.loops.find(
      inner => inner.node.id === 'N1' && ['WH', 'SF'].includes(reading.text(inner.segments[0]!, 1)),
    )
    const value = found && (reading.text(found.segments[0]!, 4) || reading.text(found.segments[0]!, 2))
    if (value) into.location = value
  },
  write(from, loop) {
    const value = from.location as string | undefined
    if (!value) return
    loop.addLoop('N1')?.add(value.length < 2 ? ['N1', 'WH', value] : ['N1', 'WH', '', 'ZZ', value])
  },
}

const availability = parseSelector('REF[ZZ]')

/** An item that is not made any more: REF ZZ DISCONTINUED. */
const discontinued: Binding = {
  read(loop, into, reading) {
    const found = findSegment(loop, availability, reading)
    if (found !== undefined && reading.text(found, 2).toUpperCase() === 'DISCONTINUED') into.discontinued = true
  },
  write(from: Fields, loop) {
    if (from.discontinued) loop.add(['REF', 'ZZ', 'DISCONTINUED'])
  },
}

/** X12 846 ⇄ inventory advice. */
export const map846 = mapSet('846', 'inventory-advice', [
  segment('BIA', [code(1, 'scope', scopes), fixed(2, 'SI'), text(3, 'number'), date(4, 'date')]),
  each(
    'LIN',
    'lines',
    [
      segment('LIN', [productIds(2)]),
      description('description'),
      price('unitCost', 'UCP|WHL|NET|CON'),
      currency('SE'),
      custom(discontinued),
      custom(quantity),
      custom(location),
    ],
    true,
  ),
  countLines('lines'),
])

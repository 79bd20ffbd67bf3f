import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import {
  type Binding,
  custom,
  each,
  type Fields,
  findSegment,
  listOf,
  parseSelector,
  placeOf,
  type Reading,
  segment,
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
const available = ['33', '17'].map(packCode)
/** What is on its way (X12 673): projected, on order, in transit. */
const coming = ['29', '63', 'IQ'].map(packCode)
const arrival = parseSelector('DTM[018|169|017]')
const warehouses = ['WH', 'SF'].map(packCode)
const QTY = packCode('QTY')
const SCH = packCode('SCH')

/** QTY02. Below zero, as stock systems have it of what they owe, is nothing to sell: refusing it would leave what was known before. */
function onHand(trigger: number, reading: Reading): string | undefined {
  const raw = reading.text(trigger, 2)
  const quantity = normalizeNumber(raw)
  if (!quantity?.startsWith('-')) return quantity
  const message = `QTY02 is ${raw}, below zero; it is taken as nothing on hand.`
  reading.report('ambiguous-value', { message, at: placeOf(reading, trigger, 2), value: raw })
  return '0'
}

/** The QTY loop of the first of these codes that comes. */
function quantityOf(loop: Loop, codes: readonly number[], reading: Reading): Loop | undefined {
  const loops = loop.loops.filter(inner => inner.node.key === QTY)
  const ranked = codes.map(code => loops.find(inner => reading.code(inner.segments[0]!, 1) === code))
  return ranked.find(inner => inner !== undefined)
}

/**
 * What comes next: an SCH in the loop of the quantity on hand, or the day alone there; a quantity on its way with the day in its own loop;
 * the item's day.
 */
function nextAvailable(loop: Loop, found: Loop, reading: Reading): Fields | undefined {
  const schedule = found.loops.find(inner => inner.node.key === SCH)?.segments[0]
  if (schedule !== undefined) {
    return {
      date: toBusinessDate(reading.text(schedule, 6)),
      quantity: normalizeNumber(reading.text(schedule, 1)),
    }
  }
  const dayIn = (inner: Loop | undefined) => inner && findSegment(inner, arrival, reading)
  const next = quantityOf(loop, coming, reading)
  const onItsWay = dayIn(found) === undefined && dayIn(next) !== undefined ? next : undefined
  const day = dayIn(found) ?? dayIn(onItsWay) ?? dayIn(loop)
  if (day === undefined) return undefined
  const quantity = onItsWay && normalizeNumber(reading.text(onItsWay.segments[0]!, 2))
  return { date: toBusinessDate(reading.text(day, 2)), ...(quantity ? { quantity } : {}) }
}

/** QTY01 to QTY03, and what comes next. */
const quantity: Binding = {
  read(loop, into, reading) {
    const found = quantityOf(loop, available, reading)
    if (!found) return
    const trigger = found.segments[0]!
    into.quantity = onHand(trigger, reading)
    if (reading.text(trigger, 3)) into.unit = reading.text(trigger, 3)
    const next = nextAvailable(loop, found, reading)
    if (next) into.nextAvailable = next
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
      inner => inner.node.id === 'N1' && warehouses.includes(reading.code(inner.segments[0]!, 1)),
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

const inHeading = currency('SE')

/** CUR of the heading, for each item that has a cost and no currency of its own. */
const headingCurrency: Binding = {
  read(root, into, reading) {
    const heading: Fields = {}
    inHeading.read(root, heading, reading)
    if (heading.currency === undefined) return
    for (const line of listOf(into.lines)) if (line.unitCost !== undefined) line.currency ??= heading.currency
  },
  write() {},
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
  custom(headingCurrency),
  countLines('lines'),
])

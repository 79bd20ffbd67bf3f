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
import { nameOfPlace, placesOf, type StockPlace, warehousesOf } from './stock-places.ts'
import { description } from './texts.ts'

/** BIA01: a full list is an original, a delta is incremental. */
const scopes: CodeMap = { full: ['00', '05', '07', '14'], delta: ['25', '04', '02'] }

/** Quantities that may be sold, the best first (X12 673): available for sale, on hand. */
const available = ['33', '17'].map(packCode)
/** What is on its way (X12 673): projected, on order, in transit. */
const coming = ['29', '63', 'IQ'].map(packCode)
const arrival = parseSelector('DTM[018|169|017]')
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

/** The QTY loops of the first of these codes that comes: one, or one for each place. */
function quantitiesOf(loop: Loop, codes: readonly number[], reading: Reading): Loop[] {
  const loops = loop.loops.filter(inner => inner.node.key === QTY)
  for (const code of codes) {
    const found = loops.filter(inner => reading.code(inner.segments[0]!, 1) === code)
    if (found.length > 0) return found
  }
  return []
}

/**
 * What comes next: an SCH in the loop of the quantity on hand, or the day alone there; a quantity on its way with the day in its own loop;
 * the item's day. These two, of the item's `loop`, are not one place's.
 */
function nextAvailable(loop: Loop | undefined, found: Loop | undefined, reading: Reading): Fields | undefined {
  const schedule = found?.loops.find(inner => inner.node.key === SCH)?.segments[0]
  if (schedule !== undefined) {
    return {
      date: toBusinessDate(reading.text(schedule, 6)),
      quantity: normalizeNumber(reading.text(schedule, 1)),
    }
  }
  const dayIn = (inner: Loop | undefined) => inner && findSegment(inner, arrival, reading)
  const [next] = loop ? quantitiesOf(loop, coming, reading) : []
  const onItsWay = dayIn(found) === undefined && dayIn(next) !== undefined ? next : undefined
  const day = dayIn(found) ?? dayIn(onItsWay) ?? dayIn(loop)
  if (day === undefined) return undefined
  const quantity = onItsWay && normalizeNumber(reading.text(onItsWay.segments[0]!, 2))
  return { date: toBusinessDate(reading.text(day, 2)), ...(quantity ? { quantity } : {}) }
}

function stockOf(loop: Loop | undefined, found: Loop, reading: Reading): Fields {
  const trigger = found.segments[0]!
  const unit = reading.text(trigger, 3)
  const next = nextAvailable(loop, found, reading)
  return { quantity: onHand(trigger, reading), ...(unit && { unit }), ...(next && { nextAvailable: next }) }
}

/** Stock by place, as fields of the lines that they become. What comes to the item, no matter where, stands with the first. */
function stockByPlace(loop: Loop, places: readonly StockPlace[], reading: Reading): Fields[] {
  return places.map(({ location, told, quantity, unit }, i) => {
    const of = i === 0 ? loop : undefined
    if (told) return { ...stockOf(of, told, reading), location }
    const next = of && nextAvailable(of, quantitiesOf(of, available, reading)[0], reading)
    return { quantity, ...(unit && { unit }), ...(next && { nextAvailable: next }), location }
  })
}

/** QTY01 to QTY03, and what comes next; of an item that is told by place, each place's. */
const quantity: Binding = {
  read(loop, into, reading) {
    const found = quantitiesOf(loop, available, reading)
    const places = placesOf(loop, found, reading)
    const [first] = places ? [] : found
    if (places) into.places = stockByPlace(loop, places, reading)
    else if (first) Object.assign(into, stockOf(loop, first, reading))
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

/** The warehouse: an N1 loop WH of the line; N104, or its name where the number is too short for N104. Of several, none is the item's. */
const location: Binding = {
  read(loop, into, reading) {
    const [found, other] = warehousesOf(loop, reading)
    const value = found && !other && !into.places && nameOfPlace(found.segments[0]!, reading)
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

/** A line for each place of an item that is told by place. */
const aLineEach: Binding = {
  read(_root, into, reading) {
    const lines = listOf(into.lines)
    if (!lines.some(line => line.places)) return
    into.lines = lines.flatMap(line => {
      const { places, ...rest } = line
      if (!places) return [line]
      const trace = reading.trace?.get(line)
      const found = listOf(places).map(place => ({ ...rest, ...place }))
      if (trace) for (const one of found) reading.trace?.set(one, trace)
      return found
    })
  },
  write() {},
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
  aLineEach,
])

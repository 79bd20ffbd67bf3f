import Big from 'big.js'
import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { parseSelector, type Reading, segmentsOf } from './binding.ts'
import { normalizeNumber } from './numbers.ts'

/** What an 846 says of an item's stock at one place: a QTY loop of its own, or a quantity of an SDQ. */
export interface StockPlace {
  location: string
  told?: Loop
  quantity?: string
  unit?: string
}

const N1 = packCode('N1')
const REF = packCode('REF')
const LS = packCode('LS')
const SDQ = packCode('SDQ')
const warehouses = ['WH', 'SF'].map(packCode)
/** X12 128: a warehouse's storage location, a warehouse, a location. */
const references = parseSelector('REF[WS|WH|LU]').codes

/** The N1 loops of an item that name a warehouse. */
export function warehousesOf(loop: Loop, reading: Reading): Loop[] {
  return loop.loops.filter(inner => inner.node.key === N1 && warehouses.includes(reading.code(inner.segments[0]!, 1)))
}

/** N104, or the name in N102. */
export function nameOfPlace(segment: number, reading: Reading): string {
  return reading.text(segment, 4) || reading.text(segment, 2)
}

/**
 * The places that an item's stock is told by, where more than one line of the document says it: an SDQ that adds up to the quantity, a QTY for each
 * place with the place in its LS loop, or as many QTY as there are warehouses, one after the other. Undefined where all is told in one.
 * @param quantities the item's QTY loops of one kind
 */
export function placesOf(loop: Loop, quantities: readonly Loop[], reading: Reading): StockPlace[] | undefined {
  const [first, second] = quantities
  if (!second) return distributed(loop, first, reading) ?? (first && inside([first], reading))
  const named = inside(quantities, reading)
  if (named) return named
  const houses = warehousesOf(loop, reading)
  if (houses.length !== quantities.length) return undefined
  return quantities.map((told, i) => ({ told, location: nameOfPlace(houses[i]!.segments[0]!, reading) }))
}

/** SDQ03 and SDQ04, SDQ05 and SDQ06 and so on: a place and what is there. They count where they add up to what the item has in all. */
function distributed(loop: Loop, whole: Loop | undefined, reading: Reading): StockPlace[] | undefined {
  const found = segmentsOf(loop, SDQ, reading.buffer)
  if (found.length === 0) return undefined
  const places = found.flatMap(segment => pairsOf(segment, reading))
  const total = places.reduce((sum, { quantity }) => sum.plus(quantity), new Big(0))
  const said = whole && normalizeNumber(reading.text(whole.segments[0]!, 2))
  if (places.length === 0 || (said !== undefined && !total.eq(said))) return undefined
  for (const segment of found) reading.text(segment, 1)
  return places
}

function pairsOf(segment: number, reading: Reading): { location: string; quantity: string; unit: string }[] {
  const { buffer } = reading
  const unit = buffer.text(segment, 1)
  const places = []
  for (let element = 3; buffer.text(segment, element) !== ''; element += 2) {
    const quantity = normalizeNumber(buffer.text(segment, element + 1))
    if (quantity !== undefined) places.push({ location: buffer.text(segment, element), quantity, unit })
  }
  return places
}

/** Each quantity with the one place that its LS loop names. */
function inside(quantities: readonly Loop[], reading: Reading): StockPlace[] | undefined {
  const places = quantities.flatMap(told => {
    const location = placeInside(told, reading)
    return location ? [{ told, location }] : []
  })
  return places.length === quantities.length ? places : undefined
}

function placeInside(quantity: Loop, reading: Reading): string | undefined {
  const list = quantity.loops.find(inner => inner.node.key === LS)
  const entries = list?.loops.filter(inner => inner.node.key === REF) ?? []
  const [entry] = entries
  if (!entry || entries.length > 1) return undefined
  const house = segmentsOf(entry, N1, reading.buffer)[0]
  if (house !== undefined) return nameOfPlace(house, reading) || undefined
  const reference = entry.segments[0]!
  return references.includes(reading.code(reference, 1)) ? reading.text(reference, 2) || undefined : undefined
}

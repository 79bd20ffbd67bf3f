import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { type Binding, cannotCarry, type Fields, listOf, placeOf, put, type Reading, segmentsOf } from './binding.ts'
import { normalizeNumber } from './numbers.ts'

const CTP = packCode('CTP')
const CUR = packCode('CUR')
const LIN = packCode('LIN')

/** CTP02 (X12 236) of each price, the best first; that one is written. Partners name the minimum advertised price MAP, which no list of X12 holds. */
const prices = [
  { field: 'cost', codes: ['UCP', 'WHL', 'NET', 'CON', 'DIS', 'PRO', 'CAT'] },
  { field: 'msrp', codes: ['MSR', 'LPR', 'RES', 'RTL'] },
  { field: 'map', codes: ['MAP', 'GAP'] },
] as const

/** The prices of a product: CTP loops. Of prices for several quantities (CTP04) that for the smallest is the price. */
export const catalogPrices: Binding = {
  read(loop, into, reading) {
    const all = loop.loops.filter(inner => inner.node.key === CTP).map(inner => inner.segments[0]!)
    for (const { field, codes } of prices) {
      const found = best(all, codes, reading)
      const value = found === undefined ? undefined : normalizeNumber(reading.text(found, 3))
      if (found === undefined || value === undefined) continue
      put(into, field, value, reading, found, 3)
      const unit = reading.components(found, 5)[0]!
      if (field === 'cost' && unit) put(into, 'unit', unit, reading, found, 5)
    }
  },
  write(from, loop, writing, path) {
    for (const { field, codes } of prices) {
      const value = from[field] as string | undefined
      if (value === undefined) continue
      const unit = field === 'cost' ? (from.unit as string | undefined) : undefined
      loop.addLoop('CTP')?.add(['CTP', '', codes[0], value, unit ? '1' : '', unit ?? ''])
    }
    if (from.unit !== undefined && from.cost === undefined) cannotCarry(writing, 'CTP05', `${path}unit`)
  },
}

function best(segments: readonly number[], codes: readonly string[], reading: Reading): number | undefined {
  const ranked = segments
    .map(segment => ({
      segment,
      rank: codes.indexOf(reading.buffer.text(segment, 2)),
      from: Number(reading.buffer.text(segment, 4) || '1'),
    }))
    .filter(({ segment, rank }) => rank >= 0 && reading.buffer.has(segment, 3))
  return ranked.sort((a, b) => a.rank - b.rank || a.from - b.from)[0]?.segment
}

/**
 * The one currency of a catalog: CUR of the heading, else the first beside a price, else USD. A product with a price in another is
 * given without prices, and told. It stands after the products' own binding.
 */
export const catalogCurrency: Binding = {
  read(root, into, reading) {
    const products = root.loops.filter(loop => loop.node.key === LIN)
    const heading = segmentsOf(root, CUR, reading.buffer)[0]
    const first = heading ?? products.flatMap(product => currenciesOf(product, reading))[0]
    const currency = first === undefined ? 'USD' : reading.text(first, 2)
    if (first === undefined) into.currency = currency
    else put(into, 'currency', currency, reading, first, 2)
    for (const [i, product] of products.entries()) {
      const other = currenciesOf(product, reading).find(segment => reading.text(segment, 2) !== currency)
      if (other !== undefined) leaveOutPrices(listOf(into.products)[i]!, other, currency, reading)
    }
  },
  write(from, root) {
    root.add(['CUR', 'SE', from.currency as string])
  },
}

function currenciesOf(product: Loop, reading: Reading): number[] {
  return product.loops
    .filter(inner => inner.node.key === CTP)
    .flatMap(inner => [...segmentsOf(inner, CUR, reading.buffer)])
}

function leaveOutPrices(product: Fields, segment: number, currency: string, reading: Reading): void {
  for (const { field } of prices) delete product[field]
  const value = reading.text(segment, 2)
  const message = `A price is in ${value} where the catalog is in ${currency}; the product’s prices are left out.`
  reading.report('ambiguous-value', { message, at: placeOf(reading, segment, 2), value, expected: currency })
}

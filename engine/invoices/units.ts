import Big from 'big.js'

/** How many of one unit make some of another, kept as a fraction so that it is exact. */
export interface Ratio {
  times: Big
  by: Big
}

/** Units of measure that count single pieces: X12 355, and UN/ECE Recommendation 20 where a partner uses that. */
const singlePieces = new Set(['EA', 'PC', 'PCE', 'UN', 'C62', 'H87'])

/** Units that always hold the same number of pieces (X12 355: DZ dozen, GS gross, HC hundred, TH thousand; then UN/ECE's own). */
const fixedCounts: Readonly<Record<string, number>> = {
  EA: 1,
  DZ: 12,
  DZN: 12,
  GS: 144,
  GRO: 144,
  HC: 100,
  CEN: 100,
  TH: 1000,
  MIL: 1000,
}

/**
 * How many of the order line's units one `unit` of the supplier's is: 1/12 for pieces of an item ordered by the case of twelve. A unit left
 * out is the order's. Undefined where nobody can say: a case of unknown size, or a weight for a count.
 */
export function orderUnitsIn(
  unit: string | null | undefined,
  ordered: { unit: string; packSize: number },
): Ratio | undefined {
  const from = canonical(unit ?? ordered.unit)
  const to = canonical(ordered.unit)
  if (from === to) return asIs
  const pieces = fixedCounts[from]
  if (pieces === undefined) return undefined
  return { times: new Big(pieces), by: new Big(fixedCounts[to] ?? ordered.packSize) }
}

const one = new Big(1)
/** The ratio of a unit to itself: most lines are billed as they were ordered, and need no arithmetic. */
const asIs: Ratio = { times: one, by: one }

/** Converts a quantity; undefined where six decimals cannot hold the result exactly. */
export function converted(quantity: Big, { times, by }: Ratio): Big | undefined {
  if (times === by) return quantity.c.length - quantity.e - 1 <= 6 ? quantity : undefined
  const result = quantity.times(times).div(by).round(6, Big.roundHalfUp)
  return result.times(by).eq(quantity.times(times)) ? result : undefined
}

/** The largest quantity of the supplier's unit that is worth no more than `limit` of the order's: whole units where the two do not divide evenly. */
export function largestWithin(limit: Big, ratio: Ratio): Big {
  const exact = converted(limit, { times: ratio.by, by: ratio.times })
  return exact ?? limit.times(ratio.by).div(ratio.times).round(0, Big.roundDown)
}

function canonical(unit: string): string {
  const upper = unit.trim().toUpperCase()
  return singlePieces.has(upper) ? 'EA' : upper
}

import { bounded, micros } from './micros.ts'
import { type RateTable, zoneMiles, zones } from './settings.ts'

/** A rate table with its weights and amounts in millionths, and whole rows for looking up. */
export interface CompiledTable {
  upTo: number[]
  /** One row for each weight, one amount for each zone. */
  amounts: number[][]
}

/** Makes a rate table ready. */
export function compileTable({ rows }: RateTable): CompiledTable {
  return { upTo: rows.map(row => micros(row.upTo)), amounts: rows.map(row => row.amounts.map(micros)) }
}

/** In which of a table's columns a distance lies. What is unknown counts as the farthest: an estimate should not look better for lack of knowledge. */
export function zoneOf(miles: number | undefined): number {
  if (miles === undefined) return zones - 1
  const zone = zoneMiles.findIndex(end => miles <= end)
  return zone < 0 ? zones - 1 : zone
}

/** What shipping a weight (in millionths of a pound) to a zone costs, in millionths. Nothing weighs nothing and costs nothing. */
export function shippingCost({ upTo, amounts }: CompiledTable, zone: number, weight: number): number {
  if (weight <= 0) return 0
  const last = upTo.length - 1
  for (let row = 0; row <= last; row++) if (weight <= upTo[row]!) return amounts[row]![zone]!
  return bounded(Math.ceil(weight / upTo[last]!) * amounts[last]![zone]!)
}

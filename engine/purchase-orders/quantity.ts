import Big from 'big.js'

/** The sum of decimals carried as text. */
export function sum(values: Iterable<string>): string {
  let total = new Big(0)
  for (const value of values) total = total.plus(value)
  return total.toFixed()
}

/** The lesser of two decimals. */
export function lesser(one: Big, other: Big): Big {
  return one.lt(other) ? one : other
}

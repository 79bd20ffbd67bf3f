import type Big from 'big.js'

/** The lesser of two decimals. */
export function lesser(one: Big, other: Big): Big {
  return one.lt(other) ? one : other
}

import Big from 'big.js'

export const zero = new Big(0)

/** A decimal's value. Most counters of a line are zero, and need not be read one by one. */
export function decimalOf(text: string): Big {
  return text === '0' ? zero : new Big(text)
}

/** One decimal less others; those that are zero cost nothing. */
export function less(text: string, ...others: string[]): Big {
  return others.reduce((left, other) => (other === '0' ? left : left.minus(other)), decimalOf(text))
}

/** Rounds money to the cent, half away from zero, as invoices are written. */
export function cents(amount: Big): Big {
  return amount.round(2, Big.roundHalfUp)
}

/** What is to be paid of an amount: money as text, to the cent. */
export function payableText(amount: string): string {
  return cents(new Big(amount)).toFixed(2)
}

/** Money as text with two places: `12.5` → `12.50`. More places are kept where they matter, as in unit prices. */
export function moneyText(amount: Big): string {
  return amount.round(2, Big.roundHalfUp).eq(amount) ? amount.toFixed(2) : amount.toFixed()
}

export function sum(amounts: Iterable<Big>): Big {
  let total = zero
  for (const amount of amounts) total = total.plus(amount)
  return total
}

export function least(one: Big, other: Big): Big {
  return one.lt(other) ? one : other
}

export function greatest(one: Big, other: Big): Big {
  return one.gt(other) ? one : other
}

/** The amount, or zero where it is below zero. */
export function atLeastZero(amount: Big): Big {
  return amount.lt(0) ? zero : amount
}

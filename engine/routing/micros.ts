/**
 * Decimals of up to six places as whole millionths: exact like text and fast enough for the many comparisons of a routing decision.
 * `micros('12.5')` is `12_500_000n`. The text is taken to be a valid decimal.
 */
export function micros(decimal: string): bigint {
  const point = decimal.indexOf('.')
  if (point < 0) return BigInt(decimal) * one
  return BigInt(decimal.slice(0, point) + decimal.slice(point + 1).padEnd(6, '0'))
}

/** Millionths as decimal text without trailing zeros. */
export function decimalOf(value: bigint): string {
  const sign = value < 0n ? '-' : ''
  const digits = String(value < 0n ? -value : value).padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return sign + digits.slice(0, -6) + (fraction && `.${fraction}`)
}

/** The product of two amounts of millionths; what is smaller than a millionth is dropped. */
export function times(left: bigint, right: bigint): bigint {
  return (left * right) / one
}

/** One, in millionths. */
export const one = 1_000_000n

/** One, in millionths. */
export const one = 1_000_000

/** The most that is reckoned with, in millionths: about nine billion. Beyond it amounts stay at it. */
const most = Number.MAX_SAFE_INTEGER

/**
 * Decimals of up to six places as whole millionths: exact, since every whole number up to 2^53 is, and fast enough for the many comparisons of a
 * routing decision. `micros('12.5')` is `12_500_000`. The text is taken to be a valid decimal; what is too large for exact reckoning is
 * taken for the most that is not (see {@link isReckonable}).
 */
export function micros(decimal: string): number {
  const { length } = decimal
  if (length > longestExact) return microsOfLong(decimal)
  const isBelow = decimal.charCodeAt(0) === minus
  let digits = 0
  let places = -1
  // Read digit by digit: a decision reads hundreds of decimals, and this takes a third of the time of `Number`.
  for (let at = isBelow ? 1 : 0; at < length; at++) {
    const code = decimal.charCodeAt(at)
    if (code === point) places = 0
    else {
      digits = digits * 10 + code - zero
      if (places >= 0) places++
    }
  }
  const size = Math.min(most, digits * scales[Math.max(places, 0)]!)
  return isBelow ? -size : size
}

function microsOfLong(decimal: string): number {
  const [whole = '', fraction = ''] = decimal.split('.')
  return bounded(Number(whole + fraction.padEnd(6, '0')))
}

const [minus, point, zero] = [45, 46, 48]
/** So many characters hold at most fifteen digits beside a point or a sign: all such numbers are exact. */
const longestExact = 16
const scales = [one, 100_000, 10_000, 1000, 100, 10, 1]

/** Whether a decimal is small enough to be reckoned with exactly. */
export function isReckonable(decimal: string): boolean {
  return Math.abs(micros(decimal)) < most
}

/** Millionths as decimal text without trailing zeros. */
export function decimalOf(value: number): string {
  if (value % one === 0) return String(value / one)
  const size = Math.abs(value)
  const fraction = size % one
  const digits = String(fraction + one).slice(1)
  const end = fraction % 10_000 === 0 ? (fraction % 100_000 === 0 ? 1 : 2) : lastDigit(digits)
  return `${value < 0 ? '-' : ''}${(size - fraction) / one}.${digits.slice(0, end)}`
}

function lastDigit(digits: string): number {
  let end = digits.length
  while (digits.charCodeAt(end - 1) === 48) end--
  return end
}

/** The product of two amounts of millionths, neither below zero; what is smaller than a millionth is dropped. */
export function times(left: number, right: number): number {
  if (right % one === 0) return bounded(left * (right / one))
  const product = left * right
  if (product <= most) return (product - (product % one)) / one
  return bounded(Number((BigInt(left) * BigInt(right)) / BigInt(one)))
}

/** An amount divided by a whole number; what is smaller than a millionth is dropped. */
export function dividedBy(amount: number, by: number): number {
  return by === 1 ? amount : (amount - (amount % by)) / by
}

/** An amount, or the most that is reckoned with. */
export function bounded(amount: number): number {
  return Math.min(most, Math.max(-most, amount))
}

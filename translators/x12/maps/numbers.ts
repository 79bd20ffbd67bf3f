/** What needs no change. */
const canonical = /^(?:0|[1-9]\d*)(?:\.\d+)?$/

/** `007.50` → `7.50`, `.5` → `0.5`, `12.` → `12`, `-0.5` → `-0.5`; undefined when it is no plain decimal. */
export function normalizeNumber(value: string): string | undefined {
  if (canonical.test(value)) return value
  const match = /^(-?)(\d*)(?:\.(\d*))?$/.exec(value)
  if (!match || (!match[2] && !match[3])) return undefined
  const whole = match[2]!.replace(/^0+(?=\d)/, '') || '0'
  const sign = match[1] && /[1-9]/.test(value) ? '-' : ''
  return sign + (match[3] ? `${whole}.${match[3]}` : whole)
}

/** `1050` with two implied places → `10.50`. A point in the text, against the standard, is taken at its word. */
export function fromImplied(value: string, places: number): string | undefined {
  const match = /^(-?)(\d+)$/.exec(value)
  if (!match) return normalizeNumber(value)
  if (places === 0) return normalizeNumber(value)
  const digits = match[2]!.padStart(places + 1, '0')
  return normalizeNumber(`${match[1]}${digits.slice(0, -places)}.${digits.slice(-places)}`)
}

/** A number with a point and nothing to drop before it, as most amounts are. */
const ordinary = /^[1-9]\d*\.\d+$/

/** `10.5` with two implied places → `1050`; undefined when digits would be lost. */
export function toImplied(value: string, places: number): string | undefined {
  const point = value.length - places - 1
  if (value[point] === '.' && ordinary.test(value)) return value.slice(0, point) + value.slice(point + 1)
  const [whole = '', fraction = ''] = value.split('.')
  if (/[1-9]/.test(fraction.slice(places))) return undefined
  const digits = `${whole}${fraction.slice(0, places).padEnd(places, '0')}`
  const sign = digits.startsWith('-') ? '-' : ''
  return sign + (digits.replace(/^-?0*(?=\d)/, '') || '0')
}

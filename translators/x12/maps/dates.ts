/**
 * `20261122` or `261122` as `YYYY-MM-DD`; undefined when it is neither. Two-digit years are within fifty years of 2026: 76 and
 * later belong to the last century.
 */
export function toBusinessDate(value: string): string | undefined {
  if (/^\d{8}$/.test(value)) return `${value.slice(0, 4)}-${value.slice(4, 6)}-${value.slice(6)}`
  if (!/^\d{6}$/.test(value)) return undefined
  const century = Number(value.slice(0, 2)) >= 76 ? '19' : '20'
  return `${century}${value.slice(0, 2)}-${value.slice(2, 4)}-${value.slice(4)}`
}

/** `2026-11-22` as `20261122`. */
export function fromBusinessDate(value: string): string {
  return value.slice(0, 4) + value.slice(5, 7) + value.slice(8)
}

/** `1504` or `150459` as `15:04`, or as it stood when it is no time. */
export function toClock(value: string): string {
  return /^\d{4}/.test(value) ? `${value.slice(0, 2)}:${value.slice(2, 4)}` : value
}

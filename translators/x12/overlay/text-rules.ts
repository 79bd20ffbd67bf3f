import { fromImplied, normalizeNumber, toImplied } from '../maps/numbers.ts'
import type { ElementRule } from './rule-schema.ts'

/** A value as this partner writes it, from the value as the standard map gives it. Empty stays empty. */
export function toTheirs(given: string, rule: ElementRule): string {
  if (!given) return given
  if (rule.zero === 'omit' && /^-?0*\.?0*$/.test(given)) return ''
  let value = rule.sign === 'positive' ? given.replace(/^-/, '') : given
  if (rule.decimals) value = decimalsToTheirs(value, rule.decimals)
  if (rule.date === 'YYMMDD' && /^\d{8}$/.test(value)) value = value.slice(2)
  if (rule.time) value = timeToTheirs(value, rule.time)
  if (rule.removePrefix && value.startsWith(rule.removePrefix)) value = value.slice(rule.removePrefix.length)
  if (rule.prefix) value = rule.prefix + value
  if (rule.pad) value = padded(value, rule.pad)
  if (rule.overflow === 'truncate' && rule.length) value = [...value].slice(0, rule.length[1]).join('').trimEnd()
  return value
}

/** The value as the standard map knows it, from the value as this partner writes it. */
export function toOurs(given: string, rule: ElementRule): string {
  if (!given || rule.placeholders?.includes(given)) return ''
  let value = given
  if (rule.pad && !rule.pad.keep) value = unpadded(value, rule.pad)
  if (rule.prefix && value.startsWith(rule.prefix)) value = value.slice(rule.prefix.length)
  if (rule.removePrefix) value = rule.removePrefix + value
  if (rule.date === 'YYMMDD' && /^\d{6}$/.test(value)) value = (Number(value.slice(0, 2)) >= 76 ? '19' : '20') + value
  if (rule.time && rule.time.length > 4) value = value.slice(0, 6)
  if (rule.decimals?.implied !== undefined) value = fromImplied(value, rule.decimals.implied) ?? value
  return value
}

/** Whether a rule changes a value on its way, so that reading has to change it back. */
export function transforms(rule: ElementRule): boolean {
  return Boolean(
    rule.pad || rule.prefix || rule.removePrefix || rule.date || rule.time || rule.decimals || rule.placeholders,
  )
}

function decimalsToTheirs(given: string, decimals: NonNullable<ElementRule['decimals']>): string {
  const value = normalizeNumber(given)
  if (value === undefined) return given
  if (decimals.implied !== undefined) return toImplied(value, decimals.implied) ?? value
  const [whole = '0', fraction = ''] = value.split('.')
  const kept = fraction.replace(/0+$/, '').padEnd(decimals.least ?? 0, '0')
  const places = fraction.length >= (decimals.least ?? 0) && fraction.length <= (decimals.most ?? 6) ? fraction : kept
  return places ? `${whole}.${places}` : whole
}

function timeToTheirs(value: string, form: NonNullable<ElementRule['time']>): string {
  return /^\d{4,8}$/.test(value) ? value.padEnd(form.length, '0').slice(0, form.length) : value
}

function padded(value: string, pad: NonNullable<ElementRule['pad']>): string {
  return pad.side === 'left' ? value.padStart(pad.width, pad.with) : value.padEnd(pad.width, pad.with)
}

function unpadded(value: string, pad: NonNullable<ElementRule['pad']>): string {
  if (pad.side === 'left') {
    let at = 0
    while (at < value.length - 1 && value[at] === pad.with) at++
    return value.slice(at)
  }
  let end = value.length
  while (end > 1 && value[end - 1] === pad.with) end--
  return value.slice(0, end)
}

/**
 * An instant as the clock shows it in a time zone, in the shape of an instant: `2026-11-22T20:04:05Z` in New York is
 * `2026-11-22T15:04:05Z`. For writing local times only.
 */
export function localTime(at: string, timeZone: string | undefined): string {
  const date = new Date(at)
  if (!timeZone || Number.isNaN(date.getTime())) return at
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(date)
  const part = (type: string) => parts.find(each => each.type === type)?.value ?? '00'
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`
}

/** `HHMM`, `HHMMSS` or `HHMMSSDD` of an instant. */
export function clockTime(at: string, form: string): string {
  const digits = at.slice(11, 19).replaceAll(':', '')
  return digits.padEnd(form.length, '0').slice(0, form.length)
}

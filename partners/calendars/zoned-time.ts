const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs a hundred times what using it does. */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formats.set(timeZone, format)
  }
  return format
}

/** What clocks of an IANA time zone show at an instant, to the second: `2026-03-08T01:59:59`. Years 1 to 9999. */
export function localTime(timeZone: string, instant: Date): string {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {}
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) parts[type] = value
  const { year = '', month, day, hour, minute, second } = parts
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

/** How far clocks of the zone are ahead of UTC at an instant, in milliseconds. */
function offsetAt(timeZone: string, instant: number): number {
  const wholeSecond = Math.floor(instant / 1000) * 1000
  return Date.parse(`${localTime(timeZone, new Date(wholeSecond))}Z`) - wholeSecond
}

const day = 86_400_000

/**
 * The instant at which clocks of a zone show a date and time (`HH:MM`). Where they show it twice (clocks put back) the first; where they never
 * do (clocks put forward) as late after the change as the time lies in the gap: what Temporal calls `compatible`.
 */
export function instantIn(timeZone: string, date: string, time: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  const before = offsetAt(timeZone, wanted - day)
  const after = offsetAt(timeZone, wanted + day)
  const isShownBefore = offsetAt(timeZone, wanted - before) === before
  const isShownAfter = offsetAt(timeZone, wanted - after) === after
  return new Date(wanted - (isShownAfter && !isShownBefore ? after : before))
}

const zones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

/** Whether a name is that of an IANA time zone that this program knows. */
export function isTimeZone(name: string): boolean {
  return zones.has(name)
}

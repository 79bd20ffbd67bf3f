import { localTime } from './zoned-time.ts'

/** The calendar day of an instant in an IANA time zone, `YYYY-MM-DD`. */
export function businessDateIn(timeZone: string, instant: Date): string {
  return localTime(timeZone, instant).slice(0, 10)
}

/** A business date so many days later (earlier when negative). */
export function daysAfter(date: string, days: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10)
}

/** The day of the week of a business date as ISO 8601 counts it: Monday is 1, Sunday is 7. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7
}

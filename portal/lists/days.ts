import { and, type Column, gte, lt, type SQL } from 'drizzle-orm'
import { uuidV7 } from '../../db/ids.ts'
import { daysAfter } from '../../partners/calendars/business-date.ts'
import { instantIn } from '../../partners/calendars/zoned-time.ts'
import { businessDate } from '../../translators/documents/index.ts'

/** Whether a field of a filter holds a calendar day, `YYYY-MM-DD`; what holds none narrows nothing. */
export function isDay(text: string | undefined): text is string {
  return businessDate.safeParse(text).success
}

/** The first id that can be made at a moment: ids sort by the time of their making. */
export const firstIdAt = (at: Date): string => uuidV7(at.getTime(), new Uint8Array(10))

/** The first and the last day that a list shows, each left open where its field holds none. */
export interface Days {
  from?: string | undefined
  to?: string | undefined
}

/** Whether a moment lies within days on the clock of whoever looks. */
export function withinDays(column: Column, days: Days, timeZone: string): SQL | undefined {
  return within(column, days, timeZone, at => at)
}

/** The same by an id that was made at the moment: its index gives such rows in the order of lists. */
export function madeWithinDays(id: Column, days: Days, timeZone: string): SQL | undefined {
  return within(id, days, timeZone, firstIdAt)
}

function within(column: Column, { from, to }: Days, timeZone: string, bound: (at: Date) => unknown) {
  const startOf = (day: string) => bound(instantIn(timeZone, day, '00:00'))
  return and(
    isDay(from) ? gte(column, startOf(from)) : undefined,
    isDay(to) ? lt(column, startOf(daysAfter(to, 1))) : undefined,
  )
}

import { z } from 'zod'
import { instantIn, isTimeZone, localTime } from '../calendars/zoned-time.ts'

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 06:30')

/** When a place is looked into: every so many minutes, or at times of the day in a zone, on some days of the week (1 is Monday). */
export const fetchSchedule = z.union([
  z.strictObject({
    everyMinutes: z
      .int()
      .min(1)
      .max(7 * 24 * 60),
  }),
  z.strictObject({
    at: z.array(timeOfDay).min(1).max(48),
    zone: z.string().refine(isTimeZone, 'expected an IANA time zone such as America/Chicago'),
    days: z.array(z.int().min(1).max(7)).min(1).default([1, 2, 3, 4, 5, 6, 7]),
  }),
])
export type FetchSchedule = z.infer<typeof fetchSchedule>
export type FetchScheduleInput = z.input<typeof fetchSchedule>

/** What holds where nothing was set. */
export const usualSchedule: FetchSchedule = { everyMinutes: 5 }

const day = 86_400_000

/** The first instant after `now` at which the schedule says to look. */
export function nextLook(schedule: FetchSchedule, now: Date): Date {
  if ('everyMinutes' in schedule) return new Date(now.getTime() + schedule.everyMinutes * 60_000)
  const { at, zone, days } = schedule
  const times = at.toSorted()
  // Eight days: a week from now at the latest, and a day more where the zone's clocks are ahead or changed.
  for (let ahead = -1; ahead <= 8; ahead++) {
    const date = localTime(zone, new Date(now.getTime() + ahead * day)).slice(0, 10)
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
    if (!days.includes(weekday)) continue
    const found = times.map(time => instantIn(zone, date, time)).find(instant => instant > now)
    if (found) return found
  }
  return new Date(now.getTime() + day)
}

const hour = 3_600_000

/**
 * When a look that failed is tried again: soon and then less and less often, up to once an hour, and no later than the schedule says. A failure that trying
 * again does not mend (a wrong password) waits an hour at least, since accounts get locked.
 */
export function nextTry(schedule: FetchSchedule, now: Date, failures: number, mayMend: boolean): Date {
  const next = nextLook(schedule, now).getTime()
  if (!mayMend) return new Date(Math.max(next, now.getTime() + hour))
  const pause = Math.min(hour, 60_000 * 2 ** Math.min(failures - 1, 10))
  return new Date(Math.min(next, now.getTime() + pause))
}

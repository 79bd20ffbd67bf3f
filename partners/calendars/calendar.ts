import { z } from 'zod'
import { businessDate } from '../../translators/documents/index.ts'
import { businessDateIn, daysAfter, weekdayOf } from './business-date.ts'
import { instantIn, isTimeZone, localTime } from './zoned-time.ts'

/** When a partner works: a partnership's `settings.calendar`. */
export const calendarSettings = z.object({
  /** IANA name; left out, the retailer's. */
  timeZone: z.string().refine(isTimeZone, 'Choose a time zone such as America/New_York.').optional(),
  /** ISO 8601 days of the week, Monday being 1. */
  workingDays: z.array(z.int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]),
  /** Days on which nobody works, whatever day of the week they are. */
  holidays: z.array(businessDate).max(1000).default([]),
  /** What comes later than this counts for the next working day: `HH:MM` on the partner's clocks. */
  cutOff: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as 17:00')
    .default('17:00'),
})

/** When a partner works, ready to reckon with. */
export interface Calendar {
  timeZone: string
  workingDays: ReadonlySet<number>
  holidays: ReadonlySet<string>
  cutOff: string
}

/** How long something may take: real hours, hours that pass on working days only, or whole working days up to the end of the last. */
export const allowance = z.union([
  z.strictObject({ hours: z.number().positive().max(10_000) }),
  z.strictObject({ workingHours: z.number().positive().max(10_000) }),
  z.strictObject({ workingDays: z.int().min(0).max(400) }),
])
export type Allowance = z.infer<typeof allowance>

/** The calendar in a partnership's settings. What is missing or wrong in them counts as not set. `timeZone` is the retailer's. */
export function calendarOf(settings: Record<string, unknown>, timeZone: string): Calendar {
  const parsed = calendarSettings.safeParse(settings.calendar ?? {})
  const { workingDays, holidays, cutOff, ...own } = parsed.success ? parsed.data : calendarSettings.parse({})
  return {
    timeZone: own.timeZone ?? timeZone,
    workingDays: new Set(workingDays),
    holidays: new Set(holidays),
    cutOff,
  }
}

/** Whether anybody works on a business date. */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  return calendar.workingDays.has(weekdayOf(date)) && !calendar.holidays.has(date)
}

/** The working day that comes so many working days after a date; with 0, the date itself or the next working day. */
export function workingDaysAfter(calendar: Calendar, date: string, days: number): string {
  let at = nextWorkingDay(calendar, date)
  for (let left = days; left > 0; left--) at = nextWorkingDay(calendar, daysAfter(at, 1))
  return at
}

/** A date, if it is a working day, or the next that is. Ends, since holidays are a finite list. */
function nextWorkingDay(calendar: Calendar, date: string): string {
  let at = date
  while (!isWorkingDay(calendar, at)) at = daysAfter(at, 1)
  return at
}

/** The working day for which something counts that comes at an instant: that day until the cut-off, or the next. */
export function countsFor(calendar: Calendar, instant: Date): string {
  const local = localTime(calendar.timeZone, instant)
  const today = local.slice(0, 10)
  const isInTime = local.slice(11, 16) < calendar.cutOff || local.slice(11) === `${calendar.cutOff}:00`
  return nextWorkingDay(calendar, isInTime ? today : daysAfter(today, 1))
}

/** A stretch of time; `until` does not belong to it. */
export interface Span {
  from: Date
  until: Date
}

/** The day that an instant lies in, from midnight to midnight of the calendar's time zone. */
export function dayAround(calendar: Calendar, instant: Date): Span {
  const date = businessDateIn(calendar.timeZone, instant)
  return { from: endOfDay(calendar, daysAfter(date, -1)), until: endOfDay(calendar, date) }
}

/** The instant at which a business date is over in the calendar's time zone: the first that does not belong to it any more. */
export function endOfDay({ timeZone }: Calendar, date: string): Date {
  return instantIn(timeZone, daysAfter(date, 1), '00:00')
}

/** The instant by which something has to be done that may take so long from `start`. */
export function dueAfter(calendar: Calendar, start: Date, allowed: Allowance): Date {
  if ('hours' in allowed) return new Date(start.getTime() + allowed.hours * hour)
  if ('workingHours' in allowed) return afterWorkingTime(calendar, start, allowed.workingHours * hour)
  return endOfDay(calendar, workingDaysAfter(calendar, countsFor(calendar, start), allowed.workingDays))
}

const hour = 3_600_000

function afterWorkingTime(calendar: Calendar, start: Date, milliseconds: number): Date {
  let left = milliseconds
  let at = start
  for (let date = businessDateIn(calendar.timeZone, start); ; date = daysAfter(date, 1)) {
    const end = endOfDay(calendar, date)
    if (isWorkingDay(calendar, date)) {
      const passing = end.getTime() - at.getTime()
      if (left <= passing) return new Date(at.getTime() + left)
      left -= passing
    }
    at = end
  }
}

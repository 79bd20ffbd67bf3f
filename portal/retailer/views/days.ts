import { businessDate } from '../../../translators/documents/index.ts'

/** Whether a field of a filter holds a calendar day, `YYYY-MM-DD`; what holds none narrows nothing. */
export function isDay(text: string | undefined): text is string {
  return businessDate.safeParse(text).success
}

/** The moment at which a day ends, in UTC. */
export function dayAfter(day: string): Date {
  return new Date(new Date(day).getTime() + 86_400_000)
}

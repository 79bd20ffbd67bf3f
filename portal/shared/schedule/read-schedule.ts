import { type FetchSchedule, fetchSchedule } from '../../../partners/feeds/schedule.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** The days of the week as forms name them; 1 is Monday. */
export const weekdays: readonly { day: number; word: string }[] = [
  { day: 1, word: 'Monday' },
  { day: 2, word: 'Tuesday' },
  { day: 3, word: 'Wednesday' },
  { day: 4, word: 'Thursday' },
  { day: 5, word: 'Friday' },
  { day: 6, word: 'Saturday' },
  { day: 7, word: 'Sunday' },
]

/** A schedule as its form shows it. */
export function scheduleValues(schedule: FetchSchedule): FormValues {
  if ('everyMinutes' in schedule) return { when: 'every', minutes: String(schedule.everyMinutes), ...daysOf() }
  const { at, zone, days } = schedule
  return { when: 'at', times: at.join(', '), zone, ...daysOf(days) }
}

const daysOf = (days = weekdays.map(({ day }) => day)): FormValues =>
  Object.fromEntries(days.map(day => [`day${day}`, 'on']))

/** Reads the form of a schedule; what is wrong stands by the names of its fields. */
export function readSchedule(values: FormValues): { schedule: FetchSchedule } | { errors: FormValues } {
  if (values.when === 'at') return readTimes(values)
  const minutes = (values.minutes ?? '').trim()
  const parsed = fetchSchedule.safeParse({ everyMinutes: /^\d{1,6}$/.test(minutes) ? Number(minutes) : 0 })
  return parsed.success
    ? { schedule: parsed.data }
    : { errors: { minutes: 'A number of minutes from 1 to 10080 is needed.' } }
}

const said: Record<string, [field: string, message: string]> = {
  at: ['times', 'Write times such as 06:30, 18:00.'],
  zone: ['zone', 'Write a time zone such as America/Chicago.'],
  days: ['day1', 'Choose a day at least.'],
}

function readTimes(values: FormValues): { schedule: FetchSchedule } | { errors: FormValues } {
  const at = (values.times ?? '').split(/[\s,;]+/).filter(time => time !== '')
  const days = weekdays.flatMap(({ day }) => (values[`day${day}`] === 'on' ? [day] : []))
  const wanted = { at: at.map(time => time.padStart(5, '0')), zone: (values.zone ?? '').trim(), days }
  const parsed = fetchSchedule.options[1].safeParse(wanted)
  if (parsed.success) return { schedule: parsed.data }
  return { errors: Object.fromEntries(parsed.error.issues.map(({ path }) => said[String(path[0])] ?? said.at!)) }
}

/** A schedule in words: `every 30 minutes`, `06:30, 18:00 (America/Chicago), Mon Tue`. */
export function scheduleWords(schedule: FetchSchedule): string {
  if ('everyMinutes' in schedule)
    return schedule.everyMinutes === 1 ? 'every minute' : `every ${schedule.everyMinutes} minutes`
  const { at, zone, days } = schedule
  const named = weekdays.filter(({ day }) => days.includes(day)).map(({ word }) => word.slice(0, 3))
  return `${at.join(', ')} (${zone})${named.length < 7 ? `, ${named.join(' ')}` : ''}`
}

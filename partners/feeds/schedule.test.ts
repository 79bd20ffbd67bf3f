import { describe, expect, it } from 'vitest'
import { fetchSchedule, nextLook, nextTry } from './schedule.ts'

const at = (text: string) => new Date(text)

describe('nextLook', () => {
  const mornings = fetchSchedule.parse({ at: ['18:30', '06:00'], zone: 'America/Chicago', days: [1, 2, 3, 4, 5] })

  it.each([
    // Chicago is five hours behind UTC in summer, six in winter; 1 May 2026 is a Friday.
    ['2026-05-01T10:59:59Z', '2026-05-01T11:00:00Z'],
    ['2026-05-01T11:00:00Z', '2026-05-01T23:30:00Z'],
    ['2026-05-01T23:30:00Z', '2026-05-04T11:00:00Z'],
    ['2026-11-02T05:00:00Z', '2026-11-02T12:00:00Z'],
    ['2026-03-06T12:30:00Z', '2026-03-07T00:30:00Z'],
    ['2026-03-07T00:30:00Z', '2026-03-09T11:00:00Z'],
  ])('%s → %s', (now, next) => expect(nextLook(mornings, at(now))).toEqual(at(next)))

  it('counts minutes from the last look', () => {
    expect(nextLook({ everyMinutes: 15 }, at('2026-05-01T10:00:00Z'))).toEqual(at('2026-05-01T10:15:00Z'))
  })

  it('comes to a day that is a week away', () => {
    const sundays = fetchSchedule.parse({ at: ['00:10'], zone: 'Pacific/Auckland', days: [7] })
    const next = nextLook(sundays, at('2026-05-02T12:10:00Z'))
    expect(next).toEqual(at('2026-05-09T12:10:00Z'))
  })
})

describe('nextTry', () => {
  const daily = fetchSchedule.parse({ at: ['06:00'], zone: 'UTC' })
  const now = at('2026-05-01T06:00:00Z')

  it('is soon at first, then less often, and never after the next look', () => {
    const minutes = (failures: number) => (nextTry(daily, now, failures, true).getTime() - now.getTime()) / 60_000
    expect([1, 2, 3, 6, 7, 50].map(minutes)).toEqual([1, 2, 4, 32, 60, 60])
    expect(nextTry({ everyMinutes: 3 }, now, 5, true)).toEqual(at('2026-05-01T06:03:00Z'))
  })

  it('waits an hour where trying again mends nothing', () => {
    expect(nextTry({ everyMinutes: 3 }, now, 1, false)).toEqual(at('2026-05-01T07:00:00Z'))
    expect(nextTry(daily, now, 1, false)).toEqual(at('2026-05-02T06:00:00Z'))
  })
})

describe('fetchSchedule', () => {
  it.each([
    {},
    { everyMinutes: 0 },
    { at: ['25:00'], zone: 'UTC' },
    { at: ['06:00'], zone: 'Mars/Olympus' },
    { at: [], zone: 'UTC' },
  ])('refuses %j', schedule => expect(fetchSchedule.safeParse(schedule).success).toBe(false))
})

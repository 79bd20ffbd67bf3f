import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { businessDateIn, daysAfter, weekdayOf } from './business-date.ts'
import { type Calendar, calendarOf, countsFor, dueAfter, endOfDay, isWorkingDay, workingDaysAfter } from './calendar.ts'
import { instantIn, localTime } from './zoned-time.ts'

const newYork = calendarOf(
  { calendar: { timeZone: 'America/New_York', cutOff: '14:00', holidays: ['2026-12-25'] } },
  'UTC',
)

describe('a time on a zone’s clocks', () => {
  it.each([
    ['America/New_York', '2026-01-15', '12:00', '2026-01-15T17:00:00.000Z'],
    ['America/New_York', '2026-07-15', '12:00', '2026-07-15T16:00:00.000Z'],
    // Clocks go from 02:00 to 03:00: 02:30 is never shown, and is taken as half an hour after the change.
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:30:00.000Z'],
    ['America/New_York', '2026-03-08', '03:00', '2026-03-08T07:00:00.000Z'],
    // Clocks go back from 02:00 to 01:00: 01:30 is shown twice.
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01', '02:00', '2026-11-01T07:00:00.000Z'],
    // Midnight itself is skipped.
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45:00.000Z'],
    ['Asia/Kathmandu', '2026-05-01', '00:00', '2026-04-30T18:15:00.000Z'],
    ['Pacific/Apia', '2011-12-31', '00:00', '2011-12-30T10:00:00.000Z'],
  ])('%s %s %s is %s', (zone, date, time, instant) => {
    expect(instantIn(zone, date, time).toISOString()).toBe(instant)
  })
})

describe('a calendar', () => {
  it.each([
    // Wednesday before and at the cut-off, and after it.
    ['2026-11-18T18:59:59Z', '2026-11-18'],
    ['2026-11-18T19:00:00Z', '2026-11-18'],
    ['2026-11-18T19:00:01Z', '2026-11-19'],
    // Friday after the cut-off, Saturday, and late on Sunday in New York, which is Monday in UTC.
    ['2026-11-20T20:00:00Z', '2026-11-23'],
    ['2026-11-21T15:00:00Z', '2026-11-23'],
    ['2026-11-23T04:30:00Z', '2026-11-23'],
    // Christmas Day is a Friday.
    ['2026-12-24T20:00:00Z', '2026-12-28'],
  ])('counts what comes at %s for %s', (instant, date) => {
    expect(countsFor(newYork, new Date(instant))).toBe(date)
  })

  it.each([
    [{ hours: 24 }, '2026-11-20T15:00:00Z', '2026-11-21T15:00:00.000Z'],
    [{ workingDays: 0 }, '2026-11-20T15:00:00Z', '2026-11-21T05:00:00.000Z'],
    [{ workingDays: 1 }, '2026-11-20T15:00:00Z', '2026-11-24T05:00:00.000Z'],
    [{ workingDays: 1 }, '2026-11-20T20:00:00Z', '2026-11-25T05:00:00.000Z'],
    [{ workingHours: 4 }, '2026-11-20T15:00:00Z', '2026-11-20T19:00:00.000Z'],
    // Friday 22:00 in New York: two hours on Friday, two on Monday.
    [{ workingHours: 4 }, '2026-11-21T03:00:00Z', '2026-11-23T07:00:00.000Z'],
    // The night in which clocks go forward is a Sunday; that in which they would be counted has 24 hours.
    [{ workingHours: 24 }, '2026-03-06T17:00:00Z', '2026-03-09T16:00:00.000Z'],
  ])('%j after %s is %s', (allowed, start, due) => {
    expect(dueAfter(newYork, new Date(start), allowed).toISOString()).toBe(due)
  })

  it('is the usual week where settings are missing or wrong', () => {
    const usual = {
      timeZone: 'Europe/Berlin',
      workingDays: new Set([1, 2, 3, 4, 5]),
      holidays: new Set(),
      cutOff: '17:00',
    }
    expect(calendarOf({}, 'Europe/Berlin')).toEqual(usual)
    expect(calendarOf({ calendar: { timeZone: 'Mars/Olympus', cutOff: '9' } }, 'Europe/Berlin')).toEqual(usual)
  })
})

const zones = [
  'America/New_York',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Asia/Kolkata',
  'UTC',
  'Africa/Cairo',
]
const zone = fc.constantFrom(...zones)
const instant = fc.date({ min: new Date('2020-01-01'), max: new Date('2037-01-01'), noInvalidDate: true })
const calendar: fc.Arbitrary<Calendar> = fc
  .record({
    timeZone: zone,
    workingDays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    holidays: fc.array(
      instant.map(date => date.toISOString().slice(0, 10)),
      { maxLength: 20 },
    ),
    cutOff: fc.constantFrom('00:00', '02:30', '12:00', '17:00', '23:59'),
  })
  .map(settings => calendarOf({ calendar: settings }, 'UTC'))

describe('in every zone and through every change of clocks', () => {
  it('a minute read off the clocks leads back to it, or to the first time they showed it', () => {
    fc.assert(
      fc.property(zone, instant, (timeZone, moment) => {
        const minute = new Date(Math.floor(moment.getTime() / 60_000) * 60_000)
        const [date, time] = localTime(timeZone, minute).split('T') as [string, string]
        const back = instantIn(timeZone, date, time.slice(0, 5))
        expect(localTime(timeZone, back)).toBe(`${date}T${time}`)
        expect(back.getTime()).toBeLessThanOrEqual(minute.getTime())
        expect(minute.getTime() - back.getTime()).toBeLessThanOrEqual(3_600_000)
      }),
    )
  })

  it('a day ends when the next begins, after 23 to 25 hours', () => {
    fc.assert(
      fc.property(calendar, instant, (one, moment) => {
        const date = businessDateIn(one.timeZone, moment)
        const end = endOfDay(one, date)
        expect(businessDateIn(one.timeZone, new Date(end.getTime() - 1))).toBe(date)
        expect(businessDateIn(one.timeZone, end)).toBe(daysAfter(date, 1))
        const length = (end.getTime() - endOfDay(one, daysAfter(date, -1)).getTime()) / 3_600_000
        expect(length >= 23 && length <= 25).toBe(true)
      }),
    )
  })

  it('working days are counted one by one, and nothing is due before it starts', () => {
    fc.assert(
      fc.property(calendar, instant, fc.nat({ max: 30 }), (one, moment, days) => {
        const from = countsFor(one, moment)
        const to = workingDaysAfter(one, from, days)
        let counted = 0
        for (let date = from; date < to; date = daysAfter(date, 1)) if (isWorkingDay(one, date)) counted += 1
        expect([isWorkingDay(one, from), isWorkingDay(one, to), counted]).toEqual([true, true, days])
        expect(dueAfter(one, moment, { workingDays: days }) > moment).toBe(true)
      }),
    )
  })

  it('working hours pass on working days only, and two allowances after each other are one', () => {
    const hours = fc.integer({ min: 1, max: 200 })
    fc.assert(
      fc.property(calendar, instant, hours, hours, (one, moment, first, second) => {
        const middle = dueAfter(one, moment, { workingHours: first })
        const end = dueAfter(one, moment, { workingHours: first + second })
        expect(dueAfter(one, middle, { workingHours: second })).toEqual(end)
        expect(isWorkingDay(one, businessDateIn(one.timeZone, new Date(end.getTime() - 1)))).toBe(true)
      }),
    )
  })
})

it('weeks begin on Monday', () => {
  expect(['2026-11-16', '2026-11-22'].map(weekdayOf)).toEqual([1, 7])
})

import Big from 'big.js'
import { describe, expect, it } from 'vitest'
import type { AgreedTerms } from '../../db/schema/index.ts'
import type { Terms } from '../../translators/documents/index.ts'
import { paymentDates, worseTerms } from './terms.ts'

const twoTen: AgreedTerms = { netDays: 30, discountDays: 10, discountPercent: '2' }
const net: AgreedTerms = { netDays: 30 }

describe('when an invoice is due', () => {
  it.each<[string, string, Terms | undefined, AgreedTerms, string, string | null]>([
    ['over the end of a short month', '2026-01-31', undefined, twoTen, '2026-03-02', '2026-02-10'],
    ['over a leap day', '2028-02-20', undefined, twoTen, '2028-03-21', '2028-03-01'],
    ['over the end of the year', '2026-12-27', undefined, twoTen, '2027-01-26', '2027-01-06'],
    ['without a discount', '2026-01-31', undefined, net, '2026-03-02', null],
    ['by days of its own', '2026-01-31', { netDays: 60 }, twoTen, '2026-04-01', '2026-02-10'],
    ['on a day of its own', '2026-01-31', { netDueDate: '2026-02-25' }, twoTen, '2026-02-25', '2026-02-10'],
    [
      'with a discount in money',
      '2026-01-31',
      { discountAmount: '5', discountDays: 7 },
      net,
      '2026-03-02',
      '2026-02-07',
    ],
    [
      'so many days after the month',
      '2026-01-05',
      { netDays: 10, countedFrom: 'end-of-month' },
      net,
      '2026-02-10',
      null,
    ],
    ['after a leap February', '2028-02-03', { netDays: 1, countedFrom: 'end-of-month' }, net, '2028-03-01', null],
    ['on a day of the next month', '2026-12-31', { dueDayOfMonth: 15 }, net, '2027-01-15', null],
    ['on a day that the next month lacks', '2026-01-31', { dueDayOfMonth: 31 }, net, '2026-02-28', null],
    [
      'with a discount that counts from the month end too',
      '2026-03-04',
      { discountPercent: '2', discountDays: 10, dueDayOfMonth: 25 },
      twoTen,
      '2026-04-25',
      '2026-04-10',
    ],
    ['by the month, days left out', '2026-01-05', { countedFrom: 'end-of-month' }, twoTen, '2026-02-04', '2026-01-15'],
    ['with none, by its own words', '2026-01-31', { discountPercent: '0' }, twoTen, '2026-03-02', null],
  ])('%s', (_, date, given, agreed, dueDate, discountDate) => {
    expect(paymentDates(date, given, agreed)).toEqual({ dueDate, discountDate })
  })
})

describe('terms that are worse than agreed', () => {
  it.each<[string, Terms | undefined, string | undefined]>([
    ['none named', undefined, undefined],
    ['the same', { netDays: 30, discountDays: 10, discountPercent: '2' }, undefined],
    ['longer', { netDays: 45 }, undefined],
    ['shorter', { netDays: 14 }, '0.00'],
    [
      'few days, but after the end of the month',
      { netDays: 10, discountDays: 5, countedFrom: 'end-of-month' },
      undefined,
    ],
    ['early in the next month', { dueDayOfMonth: 1 }, '0.00'],
    ['half the discount', { discountPercent: '1' }, '10.00'],
    ['fewer days for it', { discountDays: 5 }, '20.00'],
    ['the discount in money', { discountAmount: '20.00' }, undefined],
    ['a cent less of it by rounding', { discountAmount: '20' }, undefined],
    ['half of it in money', { discountAmount: '10.00' }, '10.00'],
  ])('%s', (_, given, atStake) => {
    const worse = worseTerms('2026-03-04', new Big('1000'), given, twoTen)
    expect(worse?.atStake.toFixed(2)).toBe(atStake)
  })
})

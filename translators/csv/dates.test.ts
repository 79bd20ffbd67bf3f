import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate, writeDate } from './dates.ts'

describe('dates', () => {
  test.each([
    ['11/22/2026', ['YYYY-MM-DD', 'M/D/YYYY'], '2026-11-22'],
    ['1/2/2026', ['M/D/YYYY'], '2026-01-02'],
    ['2026-11-22T23:30:00-05:00', ['YYYY-MM-DD'], '2026-11-22'],
    ['11/22/2026 11:59 PM', ['M/D/YYYY'], '2026-11-22'],
    ['20261122', ['YYYYMMDD'], '2026-11-22'],
    ['22.11.26', ['DD.MM.YY'], '2026-11-22'],
    ['22-nov-2026', ['DD-MMM-YYYY'], '2026-11-22'],
    ['41680', ['excel-serial'], '2014-02-10'],
  ])('%s in %j is %s', (text, formats, expected) => {
    expect(readDate(text, formats)).toBe(expected)
  })

  test.each(['02/10/201', '2026-02-30', '13/13/2026', 'soon', '2026-11-22 soon', '20261122'])('“%s” is none', text => {
    expect(readDate(text, ['YYYY-MM-DD', 'M/D/YYYY'])).toBeUndefined()
  })

  test('what is written in any format is read again', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    const format = fc.constantFrom('YYYY-MM-DD', 'M/D/YYYY', 'DD.MM.YY', 'D MMM YYYY', 'YYYYMMDD', 'excel-serial')
    fc.assert(
      fc.property(day, format, (date, chosen) => {
        const written = date.toISOString().slice(0, 10)
        expect(readDate(writeDate(written, chosen), [chosen])).toBe(written)
      }),
    )
  })
})

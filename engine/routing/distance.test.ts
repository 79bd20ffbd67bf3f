import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { milesBetween } from './distance.ts'
import { zipCentroids } from './zip-centroids.ts'

/** An independent table of the middles of single ZIP codes. */
const zipcodes = createRequire(import.meta.url)('zipcodes') as { distance(one: string, other: string): number | null }

describe('miles between postal codes', () => {
  it.each([
    ['97205', '10001'],
    ['05401', '97702'],
    ['60601', '75201'],
    ['98101', '33101'],
    ['99501', '96813'],
    ['02108', '19103'],
    ['84101', '80202'],
  ])('%s to %s is what a table of single codes says, but for the width of their areas', (one, other) => {
    const exact = zipcodes.distance(one, other)!
    const miles = milesBetween(one, other)!
    expect(Math.abs(miles - exact)).toBeLessThanOrEqual(Math.max(60, exact * 0.1))
    expect(milesBetween(other, one)).toBe(miles)
  })

  it('knows a place for every area of which it says that it has one', () => {
    for (const entry of zipCentroids.trim().split(','))
      expect(entry).toMatch(/^\s*\d{3} \d{1,2}\.\d\d -?\d{1,3}\.\d\d$/)
  })

  it('is nothing within an area, and takes ZIP+4', () => {
    expect(milesBetween('97205', '97201-1234')).toBe(0)
  })

  it.each(['09012', '34002', 'V6B 1A1', '9720', '', '00000'])('%j is nowhere known', code => {
    expect(milesBetween(code, '97205')).toBeUndefined()
    expect(milesBetween('97205', code)).toBeUndefined()
  })
})

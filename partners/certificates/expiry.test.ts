import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueWarnings, isReplaced, type WatchedCertificate, warningDays } from './expiry.ts'

const day = 86_400_000
const now = new Date('2026-06-15T12:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * day)
const ending = (days: number, over: Partial<WatchedCertificate> = {}): WatchedCertificate => ({
  id: 'a',
  partnershipId: 'p',
  owner: 'partner',
  uses: ['sign', 'encrypt'],
  validTo: inDays(days),
  useFrom: inDays(-300),
  warned: [],
  ...over,
})
const due = (...all: WatchedCertificate[]) =>
  dueWarnings(all, now).map(({ certificate, threshold, days }) => [certificate.id, threshold, days])

describe('warnings before the end', () => {
  it.each([
    [61, []],
    [60.5, [['a', 60, 60]]],
    [31, [['a', 60, 31]]],
    [30, [['a', 30, 30]]],
    [14, [['a', 14, 14]]],
    [7, [['a', 7, 7]]],
    [0.5, [['a', 7, 0]]],
    [-3, [['a', 7, -3]]],
  ])('%d days ahead', (days, expected) => expect(due(ending(days))).toEqual(expected))

  it('come once for each threshold, and what was missed comes once', () => {
    expect(due(ending(29, { warned: [60, 30] }))).toEqual([])
    expect(due(ending(10, { warned: [60, 30] }))).toEqual([['a', 14, 10]])
    expect(due(ending(5, { warned: [60] }))).toEqual([['a', 7, 5]])
  })

  it('do not come when others take over all its uses in time', () => {
    const next = ending(400, { id: 'b', useFrom: inDays(3) })
    expect(due(ending(5), next)).toEqual([])
    expect(due(ending(5), { ...next, useFrom: inDays(6) })).toEqual([['a', 7, 5]])
    expect(due(ending(5), { ...next, uses: ['sign'] })).toEqual([['a', 7, 5]])
    expect(due(ending(5), { ...next, uses: ['sign'] }, { ...next, uses: ['encrypt'] })).toEqual([])
    expect(due(ending(5), { ...next, partnershipId: 'q' })).toEqual([['a', 7, 5]])
    expect(due(ending(5), { ...next, owner: 'own' })).toEqual([['a', 7, 5]])
  })

  it('come at most once each, whenever the job runs, and the last one before the end always comes', () => {
    const runs = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 40 })
    fc.assert(
      fc.property(runs, fc.integer({ min: 8, max: 99 }), (days, end) => {
        const told: number[] = []
        for (const at of [...days, 100].sort((a, b) => a - b)) {
          const certificate = ending(end, { warned: [...told] })
          for (const { threshold } of dueWarnings([certificate], inDays(at))) told.push(threshold)
        }
        expect(new Set(told).size).toBe(told.length)
        expect(told).toEqual(warningDays.filter(threshold => told.includes(threshold)))
        expect(told.at(-1)).toBe(7)
      }),
      { numRuns: 300 },
    )
  })
})

it('nothing replaces itself, and no ring of certificates replaces all of its members', () => {
  const pool = fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: -50, max: 90 })), { minLength: 1 })
  fc.assert(
    fc.property(pool, all => {
      const certificates = all.map(([days, start], index) =>
        ending(days, { id: String(index), useFrom: inDays(start) }),
      )
      expect(certificates.some(one => !isReplaced(one, certificates))).toBe(true)
    }),
  )
})

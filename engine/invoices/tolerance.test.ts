import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowedBeyond } from './tolerance.ts'

describe('allowedBeyond', () => {
  it.each([
    ['nothing is tolerated', undefined, '100', '0'],
    ['an amount, whatever the base', { amount: '5' }, '1', '5'],
    ['a share of the base', { share: '0.02' }, '250', '5'],
    ['both: whichever is less', { amount: '5', share: '0.02' }, '1000', '5'],
    ['both: whichever is less, on a small base', { amount: '5', share: '0.02' }, '100', '2'],
    ['both: whichever is greater', { amount: '5', share: '0.02', whichever: 'greater' }, '1000', '20'],
    ['both: whichever is greater, on a small base', { amount: '5', share: '0.02', whichever: 'greater' }, '100', '5'],
    ['only one is given, so that there is no choice', { amount: '5', whichever: 'greater' }, '1000', '5'],
  ] as const)('%s', (_name, tolerance, base, expected) => {
    expect(allowedBeyond(new Big(base), tolerance).toFixed()).toBe(expected)
  })

  it('allows no less by the greater than by the lesser, and never less than nothing', () => {
    const decimal = fc.integer({ min: 0, max: 100_000 }).map(value => new Big(value).div(100).toFixed())
    fc.assert(
      fc.property(decimal, decimal, decimal, (amount, share, base) => {
        const [lesser, greater] = (['lesser', 'greater'] as const).map(whichever =>
          allowedBeyond(new Big(base), { amount, share, whichever }),
        )
        expect(greater!.gte(lesser!)).toBe(true)
        expect(lesser!.gte(0)).toBe(true)
      }),
    )
  })
})

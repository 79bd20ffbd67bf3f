import Big from 'big.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimalOf, dividedBy, isReckonable, micros, times } from './micros.ts'

/** Decimals of up to six places whose millionths are whole numbers that are exact. */
const decimals = fc
  .tuple(fc.integer({ min: 0, max: 900_000_000 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, fraction]) => new Big(whole).plus(new Big(fraction).div(1_000_000)).toFixed())

it('reads and writes every decimal as it is', () => {
  fc.assert(
    fc.property(decimals, fc.boolean(), (decimal, below) => {
      const text = below && decimal !== '0' ? `-${decimal}` : decimal
      expect(decimalOf(micros(text))).toBe(text)
    }),
  )
  expect(micros('12.500000')).toBe(12_500_000)
})

it('multiplies and divides as exact decimals do, and drops what is below a millionth', () => {
  const small = fc.integer({ min: 0, max: 90_000_000_000 }).map(n => new Big(n).div(1_000_000).toFixed())
  fc.assert(
    fc.property(small, small, fc.integer({ min: 1, max: 144 }), (left, right, by) => {
      const product = new Big(left).times(right)
      expect(decimalOf(times(micros(left), micros(right)))).toBe(product.round(6, Big.roundDown).toFixed())
      expect(decimalOf(dividedBy(micros(left), by))).toBe(new Big(left).div(by).round(6, Big.roundDown).toFixed())
    }),
    { numRuns: 500 },
  )
})

it('stays at the most where a number is too large, and says so', () => {
  const huge = '999999999999999999.999999'
  expect(isReckonable(huge)).toBe(false)
  expect(isReckonable(`-${huge}`)).toBe(false)
  expect(isReckonable('9007199254')).toBe(true)
  expect(micros(huge)).toBe(Number.MAX_SAFE_INTEGER)
  expect(times(micros(huge), micros('2.5'))).toBe(Number.MAX_SAFE_INTEGER)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDecimal, writeDecimal } from './decimals.ts'

describe('decimals', () => {
  test.each([
    ['12.50', '.', '12.50'],
    ['$1,234.5', '.', '1234.5'],
    ['1.234,5', ',', '1234.5'],
    ['12,5', ',', '12.5'],
    ["1'000,00", ',', '1000.00'],
    ['(5.00)', '.', '-5.00'],
    ['5.00-', '.', '-5.00'],
    ['-$5', '.', '-5'],
    ['USD 12.50', '.', '12.50'],
    ['.5', '.', '0.5'],
    ['5.', '.', '5'],
    ['0000098', '.', '98'],
    ['3.10000000', '.', '3.100000'],
    ['5 %', '.', '5'],
  ] as const)('%s with the mark “%s” is %s', (text, mark, expected) => {
    expect(readDecimal(text, mark)).toBe(expected)
  })

  test.each(['12,50', '1,2345', '1.23457E+11', 'N/A', '', '.', '-', '1-2', '12..5', '0x10', '1,23,456.00'])(
    '“%s” is none',
    text => {
      expect(readDecimal(text, '.')).toBeUndefined()
    },
  )

  test('what is written with either mark is read again', () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(999999), fc.constantFrom('.' as const, ',' as const), (whole, part, mark) => {
        const value = `${whole}.${String(part).padStart(6, '0')}`
        expect(readDecimal(writeDecimal(value, mark), mark)).toBe(value)
      }),
    )
  })
})

import { expect, it } from 'vitest'
import { storableText, trimDecimal } from './columns.ts'

it('spells each number one way', () => {
  expect(['5.000000', '12.500000', '0.000000', '-3.10', '100'].map(trimDecimal)).toEqual([
    '5',
    '12.5',
    '0',
    '-3.1',
    '100',
  ])
})

it('keeps every text but NUL, which it shows by its sign', () => {
  expect(storableText('a\u0000b')).toBe('a\u2400b')
  expect(JSON.parse(storableText(JSON.stringify({ a: 'x\u0000y' })))).toEqual({ a: 'x\u2400y' })
  const innocent = JSON.stringify({ a: 'C:\\u0000' })
  expect(JSON.parse(storableText(innocent))).toEqual({ a: 'C:\\u0000' })
})

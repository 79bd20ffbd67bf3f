import { describe, expect, it } from 'vitest'
import { matchesGlob } from './glob.ts'
import { nameTest, remoteName } from './names.ts'

describe('remoteName', () => {
  const of = (pattern: string, fileName = 'a.edi') => remoteName(pattern, { id: '1', fileName })

  it.each([
    ['{fileName}', 'a.edi'],
    ['{baseName}.x12', 'a.x12'],
    ['../{fileName}', undefined],
    ['{fileName}/', undefined],
    ['{unknown}', undefined],
    ['x'.repeat(300), undefined],
  ])('%s → %s', (pattern, name) => expect(of(pattern)).toBe(name))

  it('takes a name without an extension', () => expect(of('{baseName}.{extension}', 'README')).toBe('README.'))
})

describe('remoteName with a time', () => {
  it('is that of the message, so that it is the same at every attempt', () => {
    const message = { id: '019d0000-0000-7000-8000-000000000001', fileName: '850-1.edi' }
    const at = new Date(0x019d00000000).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)
    expect(remoteName('{yyyy}{MM}{dd}{HH}{mm}{ss}_{baseName}.{extension}', message)).toBe(`${at}_850-1.edi`)
  })
})

describe('nameTest', () => {
  const takes = nameTest('stock_{yyyy}{MM}{dd}-{HH}{mm}_*.csv', new Date('2026-03-01T00:10:00Z'))
  it.each([
    ['stock_20260228-2359_1.csv', true],
    ['stock_20260301-0005_1.csv', true],
    ['stock_20260302-0005_1.csv', true],
    ['stock_20260227-2359_1.csv', false],
    ['stock_20260301-0005_1.csv.tmp', false],
  ])('takes %s of the days around: %s', (name, taken) => expect(takes(name)).toBe(taken))
})

describe('matchesGlob', () => {
  it.each([
    ['*', '', true],
    ['*.edi', 'a.edi', true],
    ['*.edi', 'a.edi.tmp', false],
    ['856_*_?.x12', '856_2026_1.x12', true],
    ['856_*_?.x12', '856_2026_12.x12', false],
    ['a*b*c', 'abbc', true],
    ['?', 'é', true],
    ['a.c', 'abc', false],
    ['*a*a*a*a*a*a*a*a*b', 'a'.repeat(255), false],
  ])('%s and %s', (pattern, name, matches) => expect(matchesGlob(name, pattern)).toBe(matches))
})

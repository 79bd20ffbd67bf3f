import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, type Pattern, patternProblem } from './pattern.ts'

function pattern(source: string): Pattern {
  const compiled = compilePattern(source)
  if ('problem' in compiled) throw new Error(`${source}: ${compiled.problem}`)
  return compiled
}

describe('a pattern', () => {
  it.each([
    ['^\\d{11}-\\d{4}$', '12345678901-0042', '1234567890-0042'],
    ['^[A-Z]{6}$', 'ABCDEF', 'ABCDEF1'],
    ['^\\S+$', 'BM-1', 'BM 1'],
    ['^(?:PO|SO)-?\\d+$', 'PO17', 'XO17'],
    ['^4[68]\\d*$', '48', '47'],
    ['^[^ ~*]*$', 'plain', 'a b'],
    ['^a{2,3}$', 'aaa', 'aaaa'],
    ['b', 'abc', 'ac'],
    ['^(a|ab)(c|bcd)$', 'abcd', 'abc d'],
    ['^.é$', 'xé', 'x\né'],
    ['^[\\d.-]+$', '1.5-2', '1,5'],
    ['^$', '', 'x'],
  ])('%s takes %s and not %s', (source, good, bad) => {
    expect(pattern(source).test(good)).toBe(true)
    expect(pattern(source).test(bad)).toBe(false)
  })

  it('agrees with RegExp', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '(a|b)', '(ab|a)', '(?:b)')
    const part = fc
      .tuple(atom, fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,}'))
      .map(([one, times]) => one + times)
    const source = fc
      .tuple(fc.constantFrom('', '^'), fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '$'))
      .map(([start, parts, end]) => start + parts.join('') + end)
    const text = fc.array(fc.constantFrom('a', 'b', '1', 'c'), { maxLength: 8 }).map(letters => letters.join(''))
    fc.assert(
      fc.property(source, text, (given, value) => {
        expect(pattern(given).test(value), given).toBe(new RegExp(given, 'u').test(value))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each(['^(a+)+$', '^(a|aa)+$', '^(a|a?)+$', '^(.*a){20}$', '^([a-z]+)*\\d$', '(x+x+)+y'])(
    'that would hang RegExp is matched in time that grows with the text: %s',
    source => {
      expect(pattern(source).test(`${'a'.repeat(5_000)}!`)).toBe(false)
    },
  )
})

describe('what is no pattern', () => {
  it.each([
    ['(', 'a "(" is not closed'],
    ['a)', '")" without "(" at character 2'],
    ['*', '"*" at character 1 needs a \\ before it'],
    ['a{3,1}', 'a repetition is written {2}, {2,} or {2,5}'],
    ['(?=a)', 'of the groups (?…) only (?:…) can be used here'],
    ['(a)\\1', '\\1 cannot be used here'],
    ['[z-a]', 'a range in [ ] runs backwards'],
    ['[a', 'the pattern ends too early'],
    ['((a{50}){50}){50}', 'the pattern is too long once its repetitions are written out'],
    [`${'('.repeat(30)}a${')'.repeat(30)}`, 'groups are nested more than 20 deep'],
    ['a'.repeat(501), 'a pattern has at most 500 characters'],
  ])('%s is told', (source, problem) => {
    expect(patternProblem(source)).toBe(problem)
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ruleDifferences } from './differences.ts'

const rules = (text: string) => [...text].map(id => ({ id, does: id.toLowerCase() }))
const told = (before: string, now: string) =>
  ruleDifferences(rules(before), rules(now)).map(({ what, rule, place }) => `${what} ${rule.id} ${place}`)

it('nothing becomes of equal rules', () => {
  expect(told('abc', 'abc')).toEqual([])
})

it('one rule that goes up moves alone', () => {
  expect(told('abcd', 'dabc')).toEqual(['moved d 1'])
})

it('rules come, go and change', () => {
  expect(told('abc', 'axc')).toEqual(['added x 2', 'removed b 2'])
  const [, second] = rules('ab')
  expect(ruleDifferences(rules('ab'), [rules('a')[0]!, { ...second!, does: 'more' }])).toEqual([
    { what: 'changed', rule: { id: 'b', does: 'more' }, before: { id: 'b', does: 'b' }, place: 2 },
  ])
})

it('what is told leads from one version to the other', () => {
  const some = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 })
  fc.assert(
    fc.property(some, some, (before, now) => {
      const differences = ruleDifferences(rules(before.join('')), rules(now.join('')))
      const gone = new Set(
        differences.flatMap(({ what, rule }) => (what === 'removed' || what === 'moved' ? rule.id : [])),
      )
      const rebuilt = before.filter(id => !gone.has(id))
      for (const { what, rule, place } of differences)
        if (what === 'added' || what === 'moved') rebuilt.splice(place - 1, 0, rule.id)
      expect(rebuilt).toEqual(now)
    }),
  )
})

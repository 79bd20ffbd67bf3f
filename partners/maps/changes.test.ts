import { expect, it } from 'vitest'
import { mapChanges } from './changes.ts'

const words = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  mapChanges(before, after).map(change => `${change.kind}: ${change.words}`)

it('tells rules that were added, removed and changed', () => {
  expect(
    words(
      {
        set: '855',
        elements: { BAK03: { pattern: '^a$' }, BAK08: { usage: 'required' } },
        segments: { CTT: { max: 1 } },
      },
      {
        set: '855',
        elements: { BAK03: { pattern: '^b$', length: [1, 2] }, ACK29: { codes: ['01'] } },
        uppercase: true,
      },
    ),
  ).toEqual([
    'changed: elements BAK03: pattern changed from "^a$" to "^b$"',
    'added: elements BAK03: length added: [1,2]',
    'added: elements ACK29 added: {"codes":["01"]}',
    'removed: elements BAK08 removed: {"usage":"required"}',
    'added: uppercase added: true',
    'removed: segments CTT removed: {"max":1}',
  ])
})

it('knows named rules again, whatever their order', () => {
  const one = { name: 'one', when: { place: 'BEG02', is: 'SA' } }
  const two = { name: 'two', when: { place: 'BEG02', is: 'DS' } }
  expect(words({ rules: [one, two] }, { rules: [two, { ...one, note: 'n' }] })).toEqual([
    'added: rules (one): note added: "n"',
  ])
  expect(words({ rules: [one] }, { rules: [one, two] })).toEqual([
    'added: rules (two) added: {"name":"two","when":{"place":"BEG02","is":"DS"}}',
  ])
  expect(words({ rules: [one, two] }, { rules: [two, one] })).toEqual(['changed: rules stand in another order'])
  expect(words({ productIds: [{ qualifier: 'UP' }] }, {})).toEqual([
    'removed: productIds (UP) removed: {"qualifier":"UP"}',
  ])
})

it('says nothing of what is the same, in whatever order it is written', () => {
  expect(words({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 })).toEqual([])
})

it('tells lists that have no names by their values', () => {
  expect(words({ echo: ['shipTo'] }, { echo: ['shipTo', 'terms'] })).toEqual([
    'changed: echo changed from ["shipTo"] to ["shipTo","terms"]',
  ])
})

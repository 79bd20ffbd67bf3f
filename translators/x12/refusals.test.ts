import { expect, it } from 'vitest'
import { refusalsOf } from './refusals.ts'

it('says in words what a partner has against a set', () => {
  const issues = refusalsOf({
    codes: ['5', '23'],
    segments: [
      { segment: 'N4', position: 9, code: '8', elements: [{ element: 2, code: '5', value: 'OREGON' }] },
      { segment: 'PRF', position: 12, code: '3', elements: [] },
      { segment: 'REF', position: 14, code: 'I8', elements: [] },
    ],
  })
  expect(issues.map(({ message }) => message)).toEqual([
    'Transaction set control number not unique within the functional group (code 23).',
    'N402: Data element too long (code 5).',
    'PRF: Mandatory segment missing (code 3).',
    'REF: Segment below minimum use of the implementation guide (code I8).',
  ])
})

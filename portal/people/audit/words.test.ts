import { expect, it } from 'vitest'
import { actionWords, changeWords } from './words.ts'

it('tells what changed, field by field, down to the values', () => {
  const before = { role: 'orders', schedule: { every: 5, unit: 'minutes' }, days: ['mon', 'tue'] }
  const after = { role: 'owner', schedule: { every: 10, unit: 'minutes' }, days: ['mon'], secondFactor: true }
  expect(changeWords({ before, after })).toEqual([
    'role: orders → owner',
    'schedule, every: 5 → 10',
    'days: mon; tue → mon',
    'second factor: yes',
  ])
  expect(changeWords({ before: null, after: { contacts: [{ name: 'Ann', email: 'ann@example.com' }] } })).toEqual([
    'contacts: name Ann, email ann@example.com',
  ])
  expect(changeWords({ before: { title: 'Closed' }, after: null })).toEqual(['title: Closed'])
  expect(changeWords({ before: null, after: 'note' })).toEqual(['note'])
})

it('says what was done', () => {
  expect(actionWords('second-factor.turned-on')).toBe('Second factor turned on')
  expect(actionWords('api-key.created')).toBe('API key created')
})

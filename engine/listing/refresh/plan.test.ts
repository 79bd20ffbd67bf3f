import { expect, it } from 'vitest'
import { quantityFor } from './plan.ts'

const none = { buffer: { units: '0', share: 0 } }

it.each([
  ['10', '5', none, '15'],
  ['10', '5', { buffer: { units: '2', share: 0 } }, '13'],
  // A share is rounded up to a whole unit.
  ['10', '5', { buffer: { units: '0', share: 0.1 } }, '13'],
  ['1', '0', { buffer: { units: '2', share: 0 } }, '0'],
  ['0.9', '0', none, '0'],
  // Two sources that each claim the most that is kept of one level.
  ['999999999999999999', '999999999999999999.999999', none, '999999999999999999'],
])(
  'promises of %s own and %s of suppliers, with a buffer, what can be kept',
  (ownQuantity, supplierQuantity, channel, left) => {
    expect(quantityFor({ ownQuantity, supplierQuantity }, channel)).toBe(left)
  },
)

import { expect, it } from 'vitest'
import { listingRules } from '../listing-rules.ts'
import { priceRules } from '../price-rules.ts'
import type { ProductFacts } from './facts.ts'
import { newListing, planListing, quantityFor, readyRules } from './plan.ts'

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

it('prices a product for each channel by the rules for it, whether or not any rule names channels', () => {
  const facts: ProductFacts = {
    ...{ id: 'p', sku: 'TENT', title: 'Tent', description: undefined, brand: undefined, category: undefined },
    ...{ gtin: undefined, manufacturerPart: undefined, weight: undefined, attributes: {}, images: [] },
    ...{ retailPrice: undefined, cost: '10', msrp: undefined, map: undefined, discontinued: false },
    ...{ ownQuantity: '1', supplierQuantity: '0' },
  }
  const base = { id: 'base', basis: 'cost', adjustment: { by: 'percent', percent: '40' } }
  const amazon = { ...base, id: 'amazon', for: { channels: ['Amazon'] }, adjustment: { by: 'percent', percent: '60' } }
  const pricesBy = (rules: object[]) => {
    const ready = readyRules(priceRules.parse({ version: 1, rules }), listingRules.parse({ version: 1 }))
    return ['Web', 'Amazon'].map(name => planListing(facts, { id: name, name, ...none }, newListing, ready).price)
  }
  expect(pricesBy([base])).toEqual(['14', '14'])
  expect(pricesBy([base, amazon])).toEqual(['14', '16'])
})

import { describe, expect, it } from 'vitest'
import { type ListedProduct, nextState, pauseReasonsOf } from './pause.ts'
import { pauseRules } from './pause-rules.ts'

const rules = pauseRules.parse({
  version: 1,
  rules: [
    { id: 'hot-seller-low', when: { categories: ['hot sellers'], quantityBelow: '5' } },
    { id: 'amazon-own-stock', when: { channels: ['Amazon'], ownWarehouse: 'out', suppliers: 'in' } },
  ],
})
const product = (change: Partial<ListedProduct> = {}): ListedProduct => ({
  channel: 'web',
  sku: 'TENT',
  category: 'Camping',
  ownQuantity: '10',
  supplierQuantity: '10',
  ...change,
})

describe('pauseReasonsOf', () => {
  it.each([
    [
      'a hot seller with 4 left',
      { category: 'Hot Sellers', ownQuantity: '1', supplierQuantity: '3' },
      ['hot-seller-low'],
    ],
    ['a hot seller with 5 left', { category: 'Hot Sellers', ownQuantity: '2', supplierQuantity: '3' }, []],
    ['anything else with 4 left', { ownQuantity: '4', supplierQuantity: '0' }, []],
    ['Amazon, only a supplier has it', { channel: 'amazon', ownQuantity: '0' }, ['amazon-own-stock']],
    ['Amazon, both have it', { channel: 'amazon' }, []],
    ['Amazon, nobody has it', { channel: 'amazon', ownQuantity: '0', supplierQuantity: '0' }, []],
    ['another channel, only a supplier has it', { ownQuantity: '0' }, []],
    [
      'both at once',
      { channel: 'Amazon', category: 'hot sellers', ownQuantity: '0', supplierQuantity: '4' },
      ['hot-seller-low', 'amazon-own-stock'],
    ],
  ])('%s', (_, change, reasons) => {
    expect(pauseReasonsOf(product(change), rules)).toEqual(reasons)
  })
})

describe('nextState', () => {
  it('pauses for a set of reasons, and comes back when it is empty', () => {
    const paused = nextState('listed', ['b', 'a', 'b'])
    expect(paused).toEqual({ status: 'paused', pauseReasons: ['a', 'b'] })
    expect(nextState('paused', ['a'])).toEqual({ status: 'paused', pauseReasons: ['a'] })
    expect(nextState('paused', [])).toEqual({ status: 'listed', pauseReasons: [] })
  })

  it.each(['candidate', 'delisted'] as const)('leaves a %s listing as it is', status => {
    expect(nextState(status, ['a'])).toEqual({ status, pauseReasons: [] })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileListingRules, type ListedProduct } from './conditions.ts'
import { listingRules } from './listing-rules.ts'
import { type ListingFacts, nextState, pauseReasonsOf } from './state.ts'

const rules = compileListingRules(
  listingRules.parse({
    version: 1,
    rules: [
      {
        id: 'hot-seller-low',
        when: { categories: ['hot sellers'], quantityBelow: '5' },
        effect: { action: 'pause' },
      },
      {
        id: 'amazon-own-stock',
        when: { channels: ['Amazon'], ownWarehouse: 'out', suppliers: 'in' },
        effect: { action: 'pause' },
      },
      { id: 'switched-off', off: true, effect: { action: 'pause' } },
    ],
  }),
)
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

const facts = (change: Partial<ListingFacts> = {}): ListingFacts => ({
  discontinued: false,
  keptOff: false,
  complete: true,
  wanted: true,
  reasons: [],
  ...change,
})

describe('nextState', () => {
  it('pauses for a set of reasons, and comes back when it is empty', () => {
    expect(nextState('listed', facts({ reasons: ['b', 'a', 'b'] }))).toEqual({
      status: 'paused',
      pauseReasons: ['a', 'b'],
    })
    expect(nextState('paused', facts({ reasons: ['a'], complete: false }))).toEqual({
      status: 'paused',
      pauseReasons: ['a', 'incomplete'],
    })
    expect(nextState('paused', facts())).toEqual({ status: 'listed', pauseReasons: [] })
  })

  it.each([
    ['a candidate that is complete and wanted', 'candidate', {}, 'listed'],
    ['a candidate that lacks something', 'candidate', { complete: false }, 'candidate'],
    ['a candidate that no rule wants', 'candidate', { wanted: false }, 'candidate'],
    ['a listing that no rule wants any more', 'listed', { wanted: false }, 'listed'],
    ['a listing whose product ends', 'listed', { discontinued: true }, 'delisted'],
    ['a listing that a person took off', 'paused', { keptOff: true }, 'delisted'],
    ['one whose product is sold again', 'delisted', {}, 'listed'],
    ['one whose product is sold again, unwanted', 'delisted', { wanted: false }, 'candidate'],
  ] as const)('%s', (_, current, change, status) => {
    expect(nextState(current, facts(change)).status).toBe(status)
  })

  it('is paused exactly while there are reasons, settles at once, and forgets the way it came', () => {
    const statuses = fc.constantFrom('candidate', 'listed', 'paused', 'delisted')
    const anyFacts = fc.record({
      discontinued: fc.boolean(),
      keptOff: fc.boolean(),
      complete: fc.boolean(),
      wanted: fc.boolean(),
      reasons: fc.array(fc.constantFrom('a', 'b', 'c')),
    })
    fc.assert(
      fc.property(statuses, fc.array(anyFacts, { minLength: 1, maxLength: 5 }), (first, steps) => {
        let current: typeof statuses extends fc.Arbitrary<infer T> ? T : never = first
        for (const step of steps) {
          const was: string = current
          const next = nextState(current, step)
          expect(next.status === 'paused').toBe(next.pauseReasons.length > 0)
          expect(nextState(next.status, step)).toEqual(next)
          const wasOn = was === 'listed' || was === 'paused'
          const isOn = next.status === 'listed' || next.status === 'paused'
          if (isOn) expect(wasOn || (step.complete && step.wanted)).toBe(true)
          const reasons = new Set([...step.reasons, ...(step.complete ? [] : ['incomplete'])])
          if (isOn) expect(new Set(next.pauseReasons)).toEqual(reasons)
          current = next.status
        }
      }),
    )
  })
})

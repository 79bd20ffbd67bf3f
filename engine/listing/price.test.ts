import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { needsApproval, nextPrice, type PricedProduct, type PriceState, priceOf } from './price.ts'
import { priceRules } from './price-rules.ts'

const tent: PricedProduct = { sku: 'TENT', brand: 'Ridge', category: 'Camping', cost: '60', msrp: '120', map: '90' }
const rulesOf = (...rules: object[]) => priceRules.parse({ version: 3, rules })
const rule = (adjustment: object, change: object = {}) =>
  rulesOf({ id: 'r', basis: 'cost', adjustment, floor: { map: false }, ceiling: { msrp: false }, ...change })

describe('priceOf', () => {
  it.each([
    [{ by: 'percent', percent: '40' }, '84.00'],
    [{ by: 'amount', amount: '12.345' }, '72.35'],
    [{ by: 'margin', margin: '0.4' }, '100.00'],
    [
      { by: 'tiers', tiers: [{ upTo: '50', percent: '80' }, { upTo: '60', percent: '50' }, { percent: '20' }] },
      '90.00',
    ],
    [{ by: 'tiers', tiers: [{ upTo: '50', percent: '80' }, { percent: '20' }] }, '72.00'],
  ])('%j: %s', (adjustment, price) => {
    expect(priceOf(tent, rule(adjustment))).toMatchObject({ price, rule: 'r', ruleVersion: 3, basis: '60' })
  })

  it('takes the most specific rule, and of two the first', () => {
    const by = (id: string, whom: object, percent: string) => ({
      id,
      for: whom,
      basis: 'cost',
      adjustment: { by: 'percent', percent },
    })
    const all = [
      by('base', {}, '60'),
      by('category', { categories: ['Camping'] }, '61'),
      by('brand', { brands: ['Ridge'] }, '62'),
      by('product', { skus: ['TENT'] }, '63'),
      by('second', { skus: ['TENT'] }, '64'),
    ]
    const chosen = (product: PricedProduct) => priceOf(product, rulesOf(...all)).rule
    expect(chosen(tent)).toBe('product')
    expect(chosen({ ...tent, sku: 'OTHER' })).toBe('brand')
    expect(chosen({ sku: 'OTHER', category: 'Camping', cost: '1' })).toBe('category')
    expect(chosen({ sku: 'OTHER', cost: '1' })).toBe('base')
    expect(priceOf(tent, rulesOf(all[1]!, by('elsewhere', { skus: ['LAMP'] }, '1')))).toMatchObject({
      rule: 'category',
    })
  })

  it('matches brands and categories without regard to case, item numbers exactly, and leaves out what is off', () => {
    const at = (change: object) => priceOf(tent, rule({ by: 'percent', percent: '10' }, change)).price
    expect(at({ for: { brands: ['ridge'], categories: ['CAMPING'] } })).toBe('66.00')
    expect(at({ for: { skus: ['tent'] } })).toBeUndefined()
    expect(at({ off: true })).toBeUndefined()
  })

  it('takes, of two rules of one level, the one that names the channel', () => {
    const by = (id: string, whom: object) => ({
      id,
      for: whom,
      basis: 'msrp',
      adjustment: { by: 'amount', amount: '0' },
    })
    const rules = rulesOf(
      by('brand', { brands: ['Ridge'] }),
      by('amazon', { brands: ['Ridge'], channels: ['amazon'] }),
      by('all-amazon', { channels: ['Amazon'] }),
    )
    expect(priceOf({ ...tent, channel: 'Amazon' }, rules).rule).toBe('amazon')
    expect(priceOf({ ...tent, channel: 'web' }, rules).rule).toBe('brand')
    expect(priceOf({ sku: 'X', msrp: '1', channel: 'Amazon' }, rules).rule).toBe('all-amazon')
    expect(priceOf({ sku: 'X', msrp: '1' }, rules)).toEqual({ reason: 'no-rule' })
  })

  it('ends in the cents that the rule says, going up', () => {
    const ending = { ending: '.99' }
    expect(priceOf(tent, rule({ by: 'percent', percent: '40' }, ending))).toMatchObject({
      price: '84.99',
      rounded: true,
    })
    expect(priceOf({ ...tent, cost: '9.99' }, rule({ by: 'amount', amount: '0' }, ending))).toMatchObject({
      price: '9.99',
      rounded: false,
    })
    expect(priceOf({ ...tent, cost: '9.995' }, rule({ by: 'amount', amount: '0' }, ending))).toMatchObject({
      price: '10.99',
    })
  })

  it('stays between the floor and the ceiling, and says which bound it met', () => {
    const bounds = { floor: { margin: '0.2' }, ceiling: {} }
    const at = (percent: string, product = tent) => priceOf(product, rule({ by: 'percent', percent }, bounds))
    expect(at('110')).toMatchObject({ price: '120.00', bound: 'msrp' })
    expect(at('30')).toMatchObject({ price: '90.00', bound: 'map' })
    expect(at('10', { sku: 'T', cost: '60' })).toMatchObject({ price: '75.00', bound: 'minimum-margin' })
    expect(at('10', { sku: 'T', cost: '60', msrp: '70' })).toMatchObject({ price: '75.00', bound: 'minimum-margin' })
  })

  it('tells why there is no price', () => {
    expect(priceOf(tent, rulesOf())).toEqual({ reason: 'no-rule' })
    expect(priceOf({ sku: 'T' }, rule({ by: 'percent', percent: '1' }))).toEqual({ reason: 'no-basis', rule: 'r' })
  })

  it('is none where it comes to nothing, and takes zeros for what nobody knows', () => {
    const own = (product: Partial<typeof tent>) =>
      priceOf({ ...tent, map: '0', ...product }, rule({ by: 'percent', percent: '40' }, { ceiling: {} }))
    expect(own({ msrp: '0.00' })).toMatchObject({ price: '84.00', rounded: false })
    expect(own({ msrp: '0.00' })).not.toHaveProperty('bound')
    expect(own({ cost: '0' })).toEqual({ reason: 'no-basis', rule: 'r' })
    const cheaper = rule({ by: 'amount', amount: '-100' }, { floor: { map: false } })
    expect(priceOf({ sku: 'T', cost: '60' }, cheaper)).toEqual({ reason: 'comes-to-nothing', rule: 'r' })
  })

  it('never falls below the floor nor rises above the ceiling, whatever the numbers', () => {
    const money = fc.integer({ min: 1, max: 500_000 }).map(n => new Big(n).div(1000).toFixed())
    const percents = fc.integer({ min: -90, max: 300 }).map(String)
    fc.assert(
      fc.property(money, money, money, percents, fc.boolean(), (cost, msrp, map, percent, ending) => {
        const rules = rulesOf({
          id: 'r',
          basis: 'cost',
          adjustment: { by: 'percent', percent },
          floor: { margin: '0.1' },
          ...(ending && { ending: '.99' }),
        })
        const result = priceOf({ sku: 'T', cost, msrp, map }, rules)
        const price = new Big(result.price!)
        expect(price.gte(map)).toBe(true)
        expect(price.minus(cost).gte(price.times('0.1'))).toBe(true)
        const least = [new Big(map), new Big(cost).div('0.9').round(2, Big.roundUp)]
        const floor = least
          .map(value => value.round(2, Big.roundUp))
          .reduce((one, other) => (one.gt(other) ? one : other))
        const ceiling = new Big(msrp).round(2, Big.roundHalfUp)
        expect(price.lte(ceiling.gt(floor) ? ceiling : floor)).toBe(true)
        expect(priceOf({ sku: 'T', cost, msrp, map }, rules)).toEqual(result)
      }),
    )
  })
})

it.each([
  ['100', '120', '0.2', false],
  ['100', '120.01', '0.2', true],
  ['100', '79.99', '0.2', true],
  ['100', '100', '0', false],
])('from %s to %s with a limit of %s needs approval: %s', (standing, next, limit, needed) => {
  expect(needsApproval(standing, next, limit)).toBe(needed)
})

describe('nextPrice', () => {
  const standing = (change: Partial<PriceState> = {}): PriceState => ({
    price: '100',
    proposed: null,
    refused: null,
    last: null,
    ...change,
  })

  it('takes the first price, and every change within the limit', () => {
    expect(nextPrice(standing({ price: null }), '70', '0.1').price).toBe('70')
    expect(nextPrice(standing(), '110', '0.1')).toEqual(standing({ price: '110' }))
    expect(nextPrice(standing(), '500', undefined).price).toBe('500')
  })

  it('keeps what stands while a larger change waits, and does not ask again for what was refused', () => {
    expect(nextPrice(standing(), '111', '0.1')).toEqual(standing({ proposed: '111' }))
    expect(nextPrice(standing({ proposed: '111' }), '112', '0.1')).toEqual(standing({ proposed: '112' }))
    expect(nextPrice(standing({ refused: '111' }), '111.00', '0.1')).toEqual(standing({ refused: '111' }))
    expect(nextPrice(standing({ refused: '111' }), '112', '0.1')).toEqual(standing({ proposed: '112' }))
    expect(nextPrice(standing({ proposed: '111' }), '101', '0.1')).toEqual(standing({ price: '101' }))
    expect(nextPrice(standing({ proposed: '111' }), undefined, '0.1').price).toBeNull()
  })

  it('holds a price that was missing for a while against the one that stood before', () => {
    const none = nextPrice(standing({ refused: '50' }), undefined, '0.1')
    expect(none).toEqual(standing({ price: null, refused: '50', last: '100' }))
    expect(nextPrice(none, '100', '0.1')).toEqual(standing())
    expect(nextPrice(none, '20', '0.1')).toEqual(standing({ proposed: '20' }))
    expect(nextPrice(none, '50', '0.1')).toEqual(standing({ refused: '50' }))
    expect(nextPrice(none, '20', undefined)).toEqual(standing({ price: '20' }))
  })

  it('does not drift: computed again and again from the same values, nothing moves', () => {
    const money = fc.integer({ min: 1, max: 90_000 }).map(cents => new Big(cents).div(100).toFixed())
    const maybe = fc.option(money, { nil: null })
    fc.assert(
      fc.property(maybe, maybe, maybe, fc.option(money, { nil: undefined }), (price, proposed, refused, computed) => {
        const once = nextPrice({ price, proposed, refused, last: null }, computed, '0.15')
        expect(nextPrice(once, computed, '0.15')).toEqual(once)
        if (once.price !== null && price !== null && once.price !== price)
          expect(needsApproval(price, once.price, '0.15')).toBe(false)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { candidate, line, order } from '../testing/routing.ts'
import { decide } from './decide.ts'
import type { Candidate, OpenLine } from './decision.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

const rules = (change: object): RoutingRules => routingRules.parse({ version: 7, ...change })
const route = (lines: OpenLine[], with_: RoutingRules = defaultRules) => decide({ order, lines }, with_)
/** Who got how much, in short: `{ A: { '1': '5' } }`. */
const placed = (lines: OpenLine[], with_?: RoutingRules) =>
  Object.fromEntries(
    route(lines, with_).placements.map(placement => [
      placement.sourceId.replace('source-', ''),
      Object.fromEntries(placement.lines.map(one => [one.orderLineId, one.quantity])),
    ]),
  )

describe('by default', () => {
  it('the own warehouse goes first, whatever it costs', () => {
    const own = candidate('own', { kind: 'warehouse', cost: '99', priority: 900 })
    expect(placed([line('1', '2', [candidate('A'), own])])).toEqual({ own: { '1': '2' } })
  })

  it('then the lowest priority number, then the lowest landed cost, the order fee included', () => {
    const cheapButFee = candidate('A', { cost: '9', orderFee: '3' })
    expect(
      placed([line('1', '2', [candidate('C', { priority: 101, cost: '1' }), cheapButFee, candidate('B')])]),
    ).toEqual({ B: { '1': '2' } })
    expect(placed([line('1', '4', [cheapButFee, candidate('B')])])).toEqual({ A: { '1': '4' } })
  })

  it('the fee counts once for each source', () => {
    const a = candidate('A', { cost: '10', orderFee: '5' })
    const b = candidate('B', { cost: '12', orderFee: '0' })
    const lines = [
      line('1', '1', [a]),
      line('2', '1', [
        { ...a, offerId: 'offer-A2' },
        { ...b, offerId: 'offer-B2' },
      ]),
    ]
    expect(placed(lines)).toEqual({ A: { '1': '1', '2': '1' } })
  })

  it('what costs the same goes to the faster, then to the first by name', () => {
    const fast = candidate('Z', { leadDays: 0 })
    expect(placed([line('1', '1', [candidate('A'), fast])])).toEqual({ Z: { '1': '1' } })
    expect(placed([line('1', '1', [candidate('B'), candidate('A')])])).toEqual({ A: { '1': '1' } })
  })

  it('a source that can fill the line goes before a better one that cannot', () => {
    const short = candidate('A', { cost: '1', available: '3' })
    expect(placed([line('1', '5', [short, candidate('B')])])).toEqual({ B: { '1': '5' } })
  })

  it('a line that nobody can fill alone is split over the best, and the rest told', () => {
    const lines = [line('1', '9', [candidate('A', { cost: '1', available: '3' }), candidate('B', { available: '5' })])]
    expect(placed(lines)).toEqual({ A: { '1': '3' }, B: { '1': '5' } })
    expect(route(lines).unplaced).toEqual([{ orderLineId: '1', quantity: '1', reason: 'not-enough-stock' }])
  })

  it('two lines of one item share its stock', () => {
    const only = candidate('A', { available: '3' })
    expect(placed([line('1', '2', [only]), line('2', '2', [only])])).toEqual({ A: { '1': '2', '2': '1' } })
  })

  it('packs are sold whole', () => {
    const dozen = candidate('A', { packSize: 12, available: '2.5', cost: '60' })
    const single = candidate('B', { cost: '9' })
    expect(placed([line('1', '24', [dozen, single])])).toEqual({ A: { '1': '2' } })
    expect(placed([line('1', '6', [dozen])])).toEqual({})
    expect(route([line('1', '6', [dozen])]).explanation[0]?.candidates[0]?.excluded).toEqual({
      reason: 'pack-too-large',
    })
  })
})

describe('what is left out is told', () => {
  const reasons: [string, Partial<Candidate>, string, string][] = [
    ['source out of use', { usable: false }, 'source-not-in-use', 'all-excluded'],
    ['discontinued item', { discontinued: true }, 'discontinued', 'all-excluded'],
    ['another currency', { currency: 'EUR' }, 'other-currency', 'all-excluded'],
    ['source tried before', { tried: true }, 'tried-before', 'all-tried'],
    ['no stock', { available: '0' }, 'no-stock', 'out-of-stock'],
  ]
  it.each(reasons)('%s', (_, change, exclusion, reason) => {
    const decision = route([line('1', '1', [candidate('A', change)])])
    expect(decision.unplaced).toEqual([{ orderLineId: '1', quantity: '1', reason }])
    expect(decision.explanation[0]?.candidates[0]?.excluded).toEqual({ reason: exclusion })
  })

  it('nobody sells it', () => {
    expect(route([line('1', '1', [])]).unplaced[0]?.reason).toBe('nobody-sells-it')
  })
})

describe('rules', () => {
  const two = [candidate('A', { cost: '1' }), candidate('B')]
  const withRule = (when: object, effect: object, settings = {}) =>
    rules({ rules: [{ id: 'r1', when, effect }], settings })

  it('exclude, and the explanation names the rule and the version', () => {
    const decision = route([line('1', '1', two)], withRule({ sources: ['A'] }, { action: 'exclude' }))
    expect(decision.ruleVersion).toBe(7)
    expect(decision.placements[0]?.sourceId).toBe('source-B')
    expect(decision.explanation[0]?.candidates[1]).toMatchObject({
      sourceName: 'A',
      excluded: { reason: 'excluded-by-rule', rule: 'r1' },
    })
  })

  it('require', () => {
    expect(placed([line('1', '1', two)], withRule({ sources: ['B'] }, { action: 'require' }))).toEqual({
      B: { '1': '1' },
    })
  })

  it('prefer goes before cost, and names itself', () => {
    const decision = route([line('1', '1', two)], withRule({ sources: ['B'] }, { action: 'prefer', by: 1 }))
    expect(decision.explanation[0]?.candidates[0]).toMatchObject({ sourceName: 'B', rank: 1, rules: ['r1'] })
  })

  it('add to the cost', () => {
    const rule = withRule({ sources: ['A'] }, { action: 'add-cost', amount: '9.5' })
    expect(placed([line('1', '1', two)], rule)).toEqual({ B: { '1': '1' } })
  })

  it('hold', () => {
    const decision = route([line('1', '1', two)], withRule({}, { action: 'hold', reason: 'Ask Ann first' }))
    expect(decision.placements).toEqual([])
    expect(decision.explanation[0]?.unplaced).toEqual({
      quantity: '1',
      reason: 'held-by-rule',
      rule: 'r1',
      note: 'Ask Ann first',
    })
  })

  it.each([
    [{ channels: ['web'] }, true],
    [{ channels: ['store'] }, false],
    [{ states: ['OR', 'WA'] }, true],
    [{ states: ['NY'] }, false],
    [{ postalPrefixes: ['977'] }, true],
    [{ postalPrefixes: ['978'] }, false],
    [{ categories: ['Garden'] }, true],
    [{ categories: ['Kitchen'] }, false],
    [{ quantityFrom: '2' }, true],
    [{ quantityFrom: '2.5' }, false],
    [{ valueFrom: '100' }, true],
    [{ valueFrom: '100.01' }, false],
    [{ sourceKinds: ['supplier'] }, true],
    [{ sourceKinds: ['warehouse'] }, false],
  ])('apply when %o: %s', (when, applies) => {
    const asked = [line('1', '2', [candidate('A')], { category: 'Garden' })]
    expect(route(asked, withRule(when, { action: 'exclude' })).placements).toHaveLength(applies ? 0 : 1)
  })

  it('one source preferred: the dearer that has everything goes before two cheaper', () => {
    const lines = [line('1', '1', [two[0]!, two[1]!]), line('2', '1', [{ ...two[1]!, offerId: 'offer-B2' }])]
    expect(placed(lines)).toEqual({ A: { '1': '1' }, B: { '2': '1' } })
    expect(placed(lines, rules({ settings: { oneSource: 'preferred' } }))).toEqual({ B: { '1': '1', '2': '1' } })
  })

  it('one source required: without one, nothing goes', () => {
    const lines = [line('1', '1', [two[0]!]), line('2', '1', [{ ...two[1]!, offerId: 'offer-B2' }])]
    const decision = route(lines, rules({ settings: { oneSource: 'required' } }))
    expect(decision.placements).toEqual([])
    expect(decision.unplaced.map(one => one.reason)).toEqual(['no-single-source', 'no-single-source'])
  })

  it('no split of a quantity, and no part of it', () => {
    const lines = [line('1', '9', [candidate('A', { cost: '1', available: '3' }), candidate('B', { available: '5' })])]
    expect(placed(lines, rules({ settings: { splitQuantity: false } }))).toEqual({ B: { '1': '5' } })
    expect(placed(lines, rules({ settings: { partial: false } }))).toEqual({})
  })
})

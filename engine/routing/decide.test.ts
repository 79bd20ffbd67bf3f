import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import type { Candidate, OpenLine, RoutingRequest } from './decision.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

const order = { currency: 'USD', channel: 'web', country: 'US', state: 'OR', postalCode: '97702', value: '100' }

const candidate = (name: string, change: Partial<Candidate> = {}): Candidate => ({
  offerId: `offer-${name}`,
  sourceId: `source-${name}`,
  sourceName: name,
  kind: 'supplier',
  usable: true,
  priority: 100,
  orderFee: '0',
  cost: '10',
  currency: 'USD',
  packSize: 1,
  leadDays: 1,
  discontinued: false,
  available: '100',
  tried: false,
  ...change,
})

const line = (id: string, quantity: string, candidates: Candidate[], change: Partial<OpenLine> = {}): OpenLine => ({
  orderLineId: id,
  sku: `SKU-${id}`,
  quantity,
  candidates,
  ...change,
})

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

const quantities = fc.integer({ min: 1, max: 400 }).map(n => new Big(n).div(4).toFixed())
const candidates = fc.uniqueArray(fc.constantFrom('A', 'B', 'C', 'D', 'E'), { maxLength: 5 }).chain(names =>
  fc.tuple(
    ...names.map(name =>
      fc
        .record({
          kind: fc.constantFrom('supplier' as const, 'warehouse' as const),
          usable: fc.constantFrom(true, true, true, false),
          tried: fc.constantFrom(false, false, false, true),
          priority: fc.integer({ min: 1, max: 3 }),
          orderFee: fc.constantFrom('0', '2.5'),
          cost: quantities,
          packSize: fc.constantFrom(1, 1, 6),
          available: fc.oneof(fc.constant('0'), quantities),
          shared: fc.boolean(),
        })
        .map(({ shared, ...change }) => ({ shared, candidate: candidate(name, change) })),
    ),
  ),
)
const requests: fc.Arbitrary<RoutingRequest> = fc
  .array(fc.tuple(quantities, candidates), { minLength: 1, maxLength: 4 })
  .map(lines => ({
    order,
    lines: lines.map(([quantity, some], index) =>
      line(
        String(index + 1),
        quantity,
        // An offer that is shared stands on several lines: with one stock, as the database would tell it.
        some.map(({ shared, candidate: one }) =>
          shared ? sharedOffer(one, lines) : { ...one, offerId: `${one.offerId}-${index}` },
        ),
      ),
    ),
  }))

function sharedOffer(one: Candidate, lines: [string, { shared: boolean; candidate: Candidate }[]][]): Candidate {
  const all = lines.flatMap(([, some]) => some).filter(({ shared }) => shared)
  return all.find(other => other.candidate.offerId === one.offerId)?.candidate ?? one
}

const settings = fc.record({
  oneSource: fc.constantFrom('no', 'preferred', 'required'),
  splitQuantity: fc.boolean(),
  partial: fc.boolean(),
})

describe('whatever is asked', () => {
  it('never more than there is, never more than asked, and the rest has its reason', () => {
    fc.assert(
      fc.property(requests, settings, (request, some) => {
        const decision = decide(request, rules({ settings: some }))
        const taken = decision.placements.flatMap(placement => placement.lines)
        for (const asked of request.lines) {
          const covers = total(taken.filter(one => one.orderLineId === asked.orderLineId).map(one => one.covers))
          const left = decision.unplaced.find(one => one.orderLineId === asked.orderLineId)
          expect(covers.plus(left?.quantity ?? 0).eq(asked.quantity)).toBe(true)
          expect(left === undefined || new Big(left.quantity).gt(0)).toBe(true)
        }
        for (const one of request.lines.flatMap(asked => asked.candidates)) {
          const asked = total(taken.filter(part => part.offerId === one.offerId).map(part => part.quantity))
          expect(asked.lte(one.available)).toBe(true)
          if (!one.usable || one.tried) expect(asked.eq(0)).toBe(true)
        }
        if (some.oneSource === 'required') expect(decision.placements.length).toBeLessThanOrEqual(1)
        const sources = decision.placements.map(placement => placement.sourceId)
        expect(new Set(sources).size).toBe(sources.length)
      }),
      { numRuns: 300 },
    )
  })

  it('the same again gives the same, whatever the order of the candidates', () => {
    fc.assert(
      fc.property(requests, request => {
        const turned = {
          ...request,
          lines: request.lines.map(one => ({ ...one, candidates: one.candidates.toReversed() })),
        }
        const decision = decide(request, defaultRules)
        expect(decide(request, defaultRules)).toEqual(decision)
        expect(decide(turned, defaultRules).placements).toEqual(decision.placements)
      }),
      { numRuns: 200 },
    )
  })

  it('every candidate is accounted for: ranked or excluded', () => {
    fc.assert(
      fc.property(requests, request => {
        const { explanation } = decide(request, defaultRules)
        for (const [index, { candidates }] of explanation.entries()) {
          expect(candidates).toHaveLength(request.lines[index]!.candidates.length)
          for (const one of candidates) expect((one.rank === undefined) !== (one.excluded === undefined)).toBe(true)
        }
      }),
      { numRuns: 100 },
    )
  })
})

function total(values: string[]): Big {
  return values.reduce((sum, value) => sum.plus(value), new Big(0))
}

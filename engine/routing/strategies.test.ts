import { describe, expect, it } from 'vitest'
import { candidate, line, order } from '../testing/routing.ts'
import { decide } from './decide.ts'
import type { OpenLine } from './decision.ts'
import { type RoutingRules, routingRules } from './rules.ts'

const rules = (settings: object, those: object[] = []): RoutingRules =>
  routingRules.parse({ version: 3, rules: those.map((rule, index) => ({ id: `r${index + 1}`, ...rule })), settings })
const route = (lines: OpenLine[], by: RoutingRules, options = {}) => decide({ order, lines }, by, options)
/** Which sources got which lines: `A:1 B:2`. */
const placed = (lines: OpenLine[], by: RoutingRules) =>
  route(lines, by)
    .placements.flatMap(({ sourceId, lines: its }) =>
      its.map(one => `${sourceId.replace('source-', '')}:${one.orderLineId}`),
    )
    .sort()
    .join(' ')

/** Rates by zone 2 to 8, up to 1 and up to 10 pounds. */
const shippingRates = [
  {
    rows: [
      { upTo: '1', amounts: ['5', '6', '7', '8', '9', '10', '11'] },
      { upTo: '10', amounts: ['8', '10', '12', '14', '16', '18', '20'] },
    ],
  },
]

describe('the lowest landed cost', () => {
  const settings = { rankBy: ['landed-cost'], shippingRates, learnSurcharges: true }

  it('adds item, fee, shipping by zone and weight, and what invoices were seen to add', () => {
    const near = candidate('near', { cost: '20', miles: 150, orderFee: '2.5', surcharge: '0.35' })
    const far = candidate('far', { cost: '16', miles: 2400 })
    const decision = route([line('1', '2', [far, near], { weight: '3' })], rules(settings))
    const [first, second] = decision.explanation[0]!.candidates
    expect(first).toMatchObject({
      sourceName: 'near',
      score: { landedCost: '50.85', miles: 150, costs: { items: '40', fee: '2.5', shipping: '8', surcharge: '0.35' } },
    })
    expect(second).toMatchObject({ score: { landedCost: '52', costs: { items: '32', shipping: '20' } } })
  })

  it('counts fee and surcharge once, and a second line by how much dearer the heavier parcel is', () => {
    const one = candidate('A', { miles: 100, orderFee: '4', surcharge: '1' })
    const lines = [
      line('1', '1', [one], { weight: '1' }),
      line('2', '1', [{ ...one, offerId: 'offer-A2' }], { weight: '2' }),
    ]
    const [first, second] = route(lines, rules(settings)).explanation.map(told => told.candidates[0]!.score)
    expect(first).toMatchObject({ landedCost: '20', costs: { items: '10', fee: '4', shipping: '5', surcharge: '1' } })
    expect(second).toMatchObject({ landedCost: '13', costs: { items: '10', shipping: '3' } })
  })

  it('sends what is heavier than the table as several packages, and takes an unknown place for the farthest', () => {
    const one = candidate('A')
    const [told] = route([line('1', '5', [one], { weight: '5' })], rules(settings)).explanation[0]!.candidates
    expect(told!.score!.costs).toEqual({ items: '50', shipping: '60' })
  })

  it('uses the table that names the source', () => {
    const own = [
      { sources: ['A'], rows: [{ upTo: '50', amounts: ['1', '1', '1', '1', '1', '1', '1'] }] },
      ...shippingRates,
    ]
    const lines = [line('1', '1', [candidate('B'), candidate('A')])]
    expect(placed(lines, rules({ ...settings, shippingRates: own }))).toBe('A:1')
  })
})

describe('other ways to rank', () => {
  it('the nearest first, the unknown last', () => {
    const lines = [line('1', '1', [candidate('A'), candidate('B', { miles: 900 }), candidate('C', { miles: 80 })])]
    const told = route(lines, rules({ rankBy: ['nearest'] })).explanation[0]!.candidates
    expect(told.map(one => one.sourceName)).toEqual(['C', 'B', 'A'])
  })

  it('the best scorecard first, the unknown last', () => {
    const lines = [
      line('1', '1', [candidate('A'), candidate('B', { scorecard: '0.91' }), candidate('C', { scorecard: '0.97' })]),
    ]
    const told = route(lines, rules({ rankBy: ['best-scorecard'] })).explanation[0]!.candidates
    expect(told.map(one => one.sourceName)).toEqual(['C', 'B', 'A'])
  })

  it('what ships soonest by the calendar, whatever the lead time says', () => {
    const late = candidate('A', { leadDays: 1, shipDays: 4, shipsOn: '2026-03-06' })
    const lines = [line('1', '1', [late, candidate('B', { leadDays: 3, shipDays: 3 })])]
    expect(placed(lines, rules({ rankBy: ['ships-soonest'] }))).toBe('B:1')
  })
})

describe('the fewest shipments', () => {
  const at = (source: string, number: string, cost: string) =>
    candidate(source, { offerId: `${source}${number}`, cost })
  const lines = [
    line('1', '1', [at('A', '1', '1'), at('B', '1', '5'), at('C', '1', '9')]),
    line('2', '1', [at('D', '2', '1'), at('B', '2', '5')]),
    line('3', '1', [at('C', '3', '9'), at('A', '3', '10')]),
  ]

  it('two sources go before three cheaper ones, the cheaper of two pairs', () => {
    expect(placed(lines, rules({ rankBy: ['landed-cost'] }))).toBe('A:1 C:3 D:2')
    expect(placed(lines, rules({ rankBy: ['landed-cost'], fewestShipments: true }))).toBe('A:1 A:3 D:2')
  })

  it('one source goes before all others', () => {
    const all = lines.map((one, index) => ({ ...one, candidates: [...one.candidates, at('Z', String(index), '99')] }))
    expect(placed(all, rules({ rankBy: ['landed-cost'], fewestShipments: true }))).toBe('Z:1 Z:2 Z:3')
  })

  it('three where two are not enough', () => {
    const each = ['A', 'B', 'C'].map((name, index) => line(String(index + 1), '1', [at(name, String(index), '1')]))
    const more = [...each, line('4', '1', [at('D', '4', '1'), at('C', '4', '8')])]
    expect(placed(more, rules({ rankBy: ['landed-cost'], fewestShipments: true }))).toBe('A:1 B:2 C:3 C:4')
  })
})

describe('a source’s minimum', () => {
  const small = candidate('A', { cost: '10', minimum: '50' })
  const dear = candidate('B', { cost: '30' })

  it('is kept by going elsewhere, and the reason told', () => {
    const decision = route([line('1', '1', [small, dear])], rules({}))
    expect(decision.placements.map(one => one.sourceId)).toEqual(['source-B'])
    expect(decision.explanation[0]!.candidates[1]).toMatchObject({
      sourceName: 'A',
      excluded: { reason: 'below-minimum' },
    })
  })

  it('is passed over where nobody else can, and that is told', () => {
    const decision = route([line('1', '1', [small])], rules({}))
    expect(decision.explanation[0]!.candidates[0]).toMatchObject({
      placed: '1',
      belowMinimum: { value: '10', minimum: '50' },
    })
  })

  it('holds the line where it may never be passed over', () => {
    const decision = route([line('1', '1', [small])], rules({ belowMinimum: 'refuse' }))
    expect(decision.placements).toEqual([])
    expect(decision.unplaced).toMatchObject([{ reason: 'none-can-take-it' }])
  })

  it('counts all lines together', () => {
    const lines = ['1', '2', '3'].map(id =>
      line(id, '2', [
        { ...small, offerId: `A${id}` },
        { ...dear, offerId: `B${id}` },
      ]),
    )
    expect(placed(lines, rules({}))).toBe('A:1 A:2 A:3')
    expect(placed(lines.slice(1), rules({}))).toBe('B:2 B:3')
  })
})

describe('capacity', () => {
  const busy = (change: object) => candidate('A', { cost: '1', today: { orders: 4, units: '18' }, ...change })
  const other = candidate('B')

  it('no further order than the source takes a day', () => {
    const decision = route([line('1', '1', [busy({ capacity: { orders: 4 } }), other])], rules({}))
    expect(decision.placements[0]!.sourceId).toBe('source-B')
    expect(decision.explanation[0]!.candidates[1]!.excluded).toEqual({ reason: 'at-capacity' })
    expect(placed([line('1', '1', [busy({ capacity: { orders: 5 } }), other])], rules({}))).toBe('A:1')
  })

  it('no further unit than it takes a day, over all lines of the order', () => {
    const cap = { effect: { action: 'cap', of: 'units', aDay: 20 }, when: { sources: ['A'] } }
    const lines = [
      line('1', '2', [busy({}), other]),
      line('2', '1', [busy({ offerId: 'A2' }), { ...other, offerId: 'B2' }]),
    ]
    expect(placed(lines, rules({}, [cap]))).toBe('A:1 B:2')
    const told = route(lines, rules({}, [cap])).explanation[1]!.candidates
    expect(told[1]!.excluded).toEqual({ reason: 'at-capacity', rule: 'r1' })
  })

  it('part of a line up to the cap, the rest elsewhere, when nobody can take it whole', () => {
    const cap = { effect: { action: 'cap', of: 'units', aDay: 20 }, when: { sources: ['A'] } }
    const few = candidate('B', { available: '4' })
    const decision = route([line('1', '6', [busy({}), few])], rules({ rankBy: ['landed-cost'] }, [cap]))
    expect(decision.placements.flatMap(one => one.lines.map(part => part.covers))).toEqual(['2', '4'])
  })
})

describe('conditions', () => {
  const customer = { name: 'Maren Oakes', email: 'Maren@Example.com' }
  const asked = line('1', '3', [candidate('A', { miles: 900, scorecard: '0.9', shipDays: 5, tags: ['slow'] })], {
    tags: ['fragile'],
    weight: '4',
    unitPrice: '12',
  })
  it.each([
    [{ customers: ['maren oakes'] }, true],
    [{ customers: ['example.com'] }, true],
    [{ customers: ['oakes.com'] }, false],
    [{ postalRanges: [{ from: '970', to: '979' }] }, true],
    [{ postalRanges: [{ from: '97703', to: '999' }] }, false],
    [{ tags: ['fragile', 'hot'] }, true],
    [{ tags: ['hot'] }, false],
    [{ quantityBelow: '3' }, false],
    [{ valueBelow: '100.01' }, true],
    [{ weightFrom: '12' }, true],
    [{ weightFrom: '12.1' }, false],
    [{ weightBelow: '12.1' }, true],
    [{ sourceTags: ['slow'] }, true],
    [{ sourceTags: ['fast'] }, false],
    [{ marginBelow: '0.17' }, true],
    [{ marginBelow: '0.16' }, false],
    [{ marginFrom: '0.16' }, true],
    [{ shipDaysFrom: 5 }, true],
    [{ shipDaysFrom: 6 }, false],
    [{ milesFrom: 900 }, true],
    [{ milesFrom: 901 }, false],
    [{ scoreBelow: '0.95' }, true],
    [{ scoreBelow: '0.9' }, false],
  ])('apply when %o: %s', (when, applies) => {
    const by = rules({}, [{ when, effect: { action: 'exclude' } }])
    const decision = decide({ order: { ...order, customer }, lines: [asked] }, by)
    expect(decision.placements).toHaveLength(applies ? 0 : 1)
  })

  it('do nothing in a rule that is switched off', () => {
    const by = rules({}, [{ off: true, when: {}, effect: { action: 'exclude' } }])
    expect(placed([asked], by)).toBe('A:1')
  })
})

describe('effects', () => {
  const two = [candidate('A', { cost: '1', orderFee: '3' }), candidate('B', { cost: '9' })]

  it('set the landed cost of a unit, whatever it would be', () => {
    const by = rules({ rankBy: ['landed-cost'] }, [
      { when: { sources: ['A'] }, effect: { action: 'set-cost', amount: '9.5' } },
    ])
    const told = route([line('1', '2', two)], by).explanation[0]!.candidates
    expect(told.map(one => [one.sourceName, one.score!.landedCost])).toEqual([
      ['B', '18'],
      ['A', '19'],
    ])
  })

  it('hold until a person lets it go', () => {
    const by = rules({}, [{ effect: { action: 'hold', reason: 'Ask Ann' } }])
    expect(route([line('1', '1', two)], by).unplaced).toMatchObject([{ reason: 'held-by-rule' }])
    expect(route([line('1', '1', two)], by, { released: true }).unplaced).toEqual([])
  })
})

it('a quantity too large to reckon with is held, not misplaced', () => {
  const quantity = '999999999999999999.999999'
  const decision = route([line('1', quantity, [candidate('A', { available: quantity })])], rules({}))
  expect(decision.placements).toEqual([])
  expect(decision.unplaced).toEqual([{ orderLineId: '1', quantity, reason: 'too-large' }])
})

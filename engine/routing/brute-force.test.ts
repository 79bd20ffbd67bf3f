import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidate, line, order } from '../testing/routing.ts'
import { decide } from './decide.ts'
import type { Decision, RoutingRequest } from './decision.ts'
import { type RoutingRules, routingRules } from './rules.ts'

const rules = (settings: object): RoutingRules => routingRules.parse({ version: 7, settings })

/** What each of a few sources has of each line, what it asks for it, and its fee for the order. */
interface World {
  wanted: number[]
  sources: { name: string; fee: number; offers: ({ available: number; cost: number } | null)[] }[]
}

const worlds: fc.Arbitrary<World> = fc.integer({ min: 1, max: 4 }).chain(lines =>
  fc.record({
    wanted: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: lines, maxLength: lines }),
    sources: fc.integer({ min: 1, max: 5 }).chain(count =>
      fc.tuple(
        ...Array.from({ length: count }, (_, at) =>
          fc.record({
            name: fc.constant('ABCDE'[at]!),
            fee: fc.constantFrom(0, 0, 5, 25),
            offers: fc.array(
              fc.option(
                fc.record({ available: fc.integer({ min: 0, max: 8 }), cost: fc.integer({ min: 1, max: 30 }) }),
              ),
              { minLength: lines, maxLength: lines },
            ),
          }),
        ),
      ),
    ),
  }),
)

const requestOf = ({ wanted, sources }: World): RoutingRequest => ({
  order,
  lines: wanted.map((quantity, at) =>
    line(
      String(at + 1),
      String(quantity),
      sources.flatMap(({ name, fee, offers }) => {
        const offer = offers[at]
        if (!offer) return []
        const { available, cost } = offer
        const offerId = `${name}-${at}`
        return [candidate(name, { offerId, orderFee: String(fee), available: String(available), cost: String(cost) })]
      }),
    ),
  ),
})

/** Every group of sources, the small ones first. */
function groupsOf(count: number): number[][] {
  const groups = Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (__, at) => at).filter(at => bits & (1 << at)),
  )
  return groups.filter(group => group.length > 0).sort((one, other) => one.length - other.length)
}

const has = ({ sources }: World, source: number, at: number) => sources[source]!.offers[at]?.available ?? 0

/** Whether a group fills every line; `split`: a line may come from several of it. */
const fills = (world: World, group: readonly number[], split: boolean) =>
  world.wanted.every((quantity, at) => {
    const parts = group.map(source => has(world, source, at))
    return split ? parts.reduce((sum, part) => sum + part, 0) >= quantity : Math.max(...parts) >= quantity
  })

const sourcesIn = ({ placements }: Decision) => placements.length

/** What the placements cost: items, and each source's fee once. */
function costOf({ placements }: Decision, world: World): Big {
  let sum = new Big(0)
  for (const { lines } of placements) {
    const [name] = lines[0]!.offerId.split('-')
    const source = world.sources.find(one => one.name === name)!
    sum = sum.plus(source.fee)
    for (const { orderLineId, offerId, quantity } of lines) {
      const at = Number(offerId.split('-')[1])
      expect(orderLineId).toContain(String(at + 1))
      sum = sum.plus(new Big(source.offers[at]!.cost).times(quantity))
    }
  }
  return sum
}

describe('against every way of filling an order', () => {
  it('the fewest shipments are as few as can be', () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), (world, splitQuantity) => {
        const decision = decide(requestOf(world), rules({ fewestShipments: true, splitQuantity }))
        const least = groupsOf(world.sources.length).find(group => fills(world, group, splitQuantity))
        if (!least) return
        expect(decision.unplaced).toEqual([])
        expect(sourcesIn(decision)).toBe(least.length)
      }),
      { numRuns: 400 },
    )
  })

  it('one source for all is the cheapest that can, and nobody where it must be one and none can', () => {
    fc.assert(
      fc.property(worlds, fc.constantFrom('required', 'preferred'), (world, oneSource) => {
        const decision = decide(requestOf(world), rules({ oneSource, rankBy: ['landed-cost'] }))
        const able = world.sources.map((_, at) => at).filter(at => fills(world, [at], false))
        if (able.length === 0) {
          if (oneSource === 'required') expect(decision.placements).toEqual([])
          return
        }
        const prices = able.map(at => {
          const { fee, offers } = world.sources[at]!
          return world.wanted.reduce((sum, quantity, of) => sum + quantity * offers[of]!.cost, fee)
        })
        expect(sourcesIn(decision)).toBe(1)
        expect(costOf(decision, world).toFixed()).toBe(String(Math.min(...prices)))
      }),
      { numRuns: 400 },
    )
  })

  it('a single line goes where it is cheapest, wholly where anybody has all of it', () => {
    fc.assert(
      fc.property(worlds, world => {
        const one = { wanted: world.wanted.slice(0, 1), sources: world.sources }
        const [quantity] = one.wanted as [number]
        const decision = decide(requestOf(one), rules({ rankBy: ['landed-cost'] }))
        const all = one.sources.reduce((sum, _, at) => sum + has(one, at, 0), 0)
        const placed = decision.placements.flatMap(({ lines }) => lines).map(({ quantity: some }) => Number(some))
        expect(placed.reduce((sum, some) => sum + some, 0)).toBe(Math.min(all, quantity))
        const able = one.sources.flatMap(({ fee, offers: [offer] }) =>
          offer && offer.available >= quantity ? [fee + quantity * offer.cost] : [],
        )
        if (able.length > 0) expect(costOf(decision, one).toFixed()).toBe(String(Math.min(...able)))
      }),
      { numRuns: 400 },
    )
  })

  it('what a source may take a day counts as if it had no more', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: 0, max: 8 }), fc.boolean(), (world, aDay, splitQuantity) => {
        const one = { wanted: world.wanted.slice(0, 1), sources: world.sources }
        const less = one.sources.map(source => ({
          ...source,
          offers: source.offers.map(offer => offer && { ...offer, available: Math.min(offer.available, aDay) }),
        }))
        const settings = { rankBy: ['landed-cost'], splitQuantity }
        const capped = routingRules.parse({
          version: 7,
          rules: [{ id: 'cap', effect: { action: 'cap', of: 'units', aDay } }],
          settings,
        })
        const placed = (decision: Decision) => decision.placements.map(({ lines }) => lines)
        expect(placed(decide(requestOf(one), capped))).toEqual(
          placed(decide(requestOf({ ...one, sources: less }), rules(settings))),
        )
      }),
      { numRuns: 400 },
    )
  })
})

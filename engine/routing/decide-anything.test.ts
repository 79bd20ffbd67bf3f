import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { candidate, line, order } from '../testing/routing.ts'
import { decide } from './decide.ts'
import type { Candidate, RoutingRequest } from './decision.ts'
import { defaultRules, type RoutingRules, routingRules } from './rules.ts'

const rules = (change: object): RoutingRules => routingRules.parse({ version: 7, ...change })

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

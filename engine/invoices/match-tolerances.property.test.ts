import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Tolerance } from '../../db/schema/index.ts'
import type { FindingKind } from './facts.ts'
import { matchInvoice } from './match.ts'
import { agreement, bill, billed, charge, order, orderLine } from './testing/facts.ts'

/** A tolerance in whole cents and whole percent, so that a test can reckon by itself without fractions. */
interface Allowed {
  cents?: number
  percent?: number
  whichever: 'lesser' | 'greater'
}

const allowed: fc.Arbitrary<Allowed | undefined> = fc.option(
  fc.record(
    {
      cents: fc.integer({ min: 0, max: 1000 }),
      percent: fc.integer({ min: 0, max: 30 }),
      whichever: fc.constantFrom('lesser' as const, 'greater' as const),
    },
    { requiredKeys: ['whichever'] },
  ),
  { nil: undefined },
)

/** Hundredths of a cent that may be beyond a base of so many cents. */
function room(baseCents: number, one: Allowed | undefined): number {
  const amount = one?.cents === undefined ? undefined : one.cents * 100
  const share = one?.percent === undefined ? undefined : baseCents * one.percent
  if (amount !== undefined && share !== undefined)
    return one!.whichever === 'greater' ? Math.max(amount, share) : Math.min(amount, share)
  return amount ?? share ?? 0
}

const decimals = (hundredths: number) => (hundredths / 100).toFixed(2)

function toleranceOf(one: Allowed): Tolerance {
  const { cents, percent, whichever } = one
  return {
    ...(cents !== undefined && { amount: decimals(cents) }),
    ...(percent !== undefined && { share: decimals(percent) }),
    whichever,
  }
}

const subjects = ['price', 'quantity', 'freight', 'tax', 'total'] as const

/** By how many cents (for the quantity: hundredths of a piece) each goes beyond what was agreed. */
const beyond = fc.record(
  Object.fromEntries(
    subjects.map(subject => [subject, fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }))]),
  ) as Record<(typeof subjects)[number], fc.Arbitrary<number>>,
)
const given = fc.record(
  Object.fromEntries(subjects.map(subject => [subject, allowed])) as Record<
    (typeof subjects)[number],
    fc.Arbitrary<Allowed | undefined>
  >,
)

const kinds: Record<(typeof subjects)[number], FindingKind> = {
  price: 'price',
  quantity: 'quantity-over-shipped',
  freight: 'freight-or-fee',
  tax: 'tax',
  total: 'does-not-foot',
}

it('sets each tolerance against its own difference and no other', () => {
  fc.assert(
    fc.property(beyond, given, (by, tolerances) => {
      const lines = [billed({ quantity: decimals(1000 + by.quantity), unitPrice: decimals(1250 + by.price) })]
      const charges = [
        charge('charge', 'freight', decimals(500 + by.freight)),
        charge('tax', 'sales', decimals(by.tax)),
      ]
      const foots = bill(lines, { charges })
      const goods = Math.round(Number(lines[0]!.amount) * 100)
      const computed = goods + 500 + by.freight + by.tax
      const invoice = { ...foots, total: decimals(computed + by.total) }
      const agreed = agreement({
        tolerances: Object.fromEntries(
          Object.entries(tolerances).flatMap(([subject, one]) => (one ? [[subject, toleranceOf(one)]] : [])),
        ),
      })
      const result = matchInvoice({ invoice, orders: [order([orderLine()])], agreement: agreed, mayWait: false })
      const bases = { price: 1250, quantity: 1000, freight: 500, tax: goods, total: computed }
      const differing = subjects.filter(subject => by[subject] > 0)
      const stopped = differing.filter(subject => by[subject] * 100 > room(bases[subject], tolerances[subject]))
      expect(new Set(result.findings.map(found => found.kind))).toEqual(new Set(stopped.map(subject => kinds[subject])))
      const passed = differing.filter(subject => !stopped.includes(subject)).map(subject => kinds[subject])
      expect(new Set(result.tolerated.map(found => found.kind))).toEqual(new Set(passed))
      const status = stopped.length > 0 ? 'exception' : differing.length > 0 ? 'within-tolerance' : 'matched'
      expect(result.status).toBe(status)
    }),
    { numRuns: 300 },
  )
})

it('comes to the same by the piece and by the case', () => {
  const story = fc.record({
    pack: fc.constantFrom(2, 6, 12, 24),
    ordered: fc.integer({ min: 1, max: 20 }),
    shipped: fc.integer({ min: 0, max: 24 }),
    billed: fc.integer({ min: 1, max: 24 }),
    pieceCents: fc.integer({ min: 1, max: 2000 }),
  })
  fc.assert(
    fc.property(story, ({ pack, ordered, shipped, billed: cases, pieceCents }) => {
      const gone = Math.min(shipped, ordered)
      const line = orderLine({
        ...{ unit: 'CA', packSize: pack, unitCost: decimals(pieceCents * pack), ordered: String(ordered) },
        ...{ shipped: String(gone), overShipped: String(shipped - gone) },
      })
      const match = (quantity: number, unit: string, cents: number) =>
        matchInvoice({
          invoice: bill([billed({ quantity: String(quantity), unit, unitPrice: decimals(cents) })]),
          orders: [order([line])],
          agreement: agreement(),
          mayWait: true,
        })
      const [byCase, byPiece] = [match(cases, 'CA', pieceCents * pack), match(cases * pack, 'EA', pieceCents)]
      const told = ({ status, payable, lines, findings }: typeof byCase) => [
        status,
        payable,
        lines[0]!.countedInOrderUnits,
        findings.map(({ kind, atStake }) => [kind, atStake]),
      ]
      expect(told(byPiece)).toEqual(told(byCase))
    }),
  )
})

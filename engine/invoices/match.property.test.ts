import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Match, matchInvoice } from './match.ts'
import { agreement, bill, billed, order, orderLine } from './testing/facts.ts'

/** So many of one item: shipped together, billed together, or credited together. */
type Fact = { does: 'ship' | 'bill' | 'credit'; quantity: number; id: string }
interface World {
  ordered: number
  shipped: number
  /** Documents that came, in their order, with what they count now. */
  documents: { fact: Fact; match: Match; final: boolean }[]
}

const quantities = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })
const named = (does: Fact['does'], amounts: number[]): Fact[] =>
  amounts.map((quantity, index) => ({ does, quantity, id: `${does}-${index}` }))
const counted = (world: World, does: Fact['does']) =>
  world.documents
    .filter(document => document.fact.does === does)
    .reduce((total, document) => total + Number(document.match.lines[0]!.countedInOrderUnits), 0)

/** Applies a fact as the commands do: then every document that is not approved yet is matched again, in the order in which they came. */
function apply(world: World, fact: Fact, mayWait: boolean, quantityTolerance = '0'): World {
  const next = { ...world, documents: [...world.documents] }
  if (fact.does === 'ship') next.shipped += fact.quantity
  else next.documents.push({ fact, match: nothing, final: false })
  // Twice, since what an invoice counts makes room for credit memos and the other way round.
  for (const _round of [1, 2]) {
    for (const document of next.documents) if (!document.final) rematch(next, document, mayWait, quantityTolerance)
  }
  return next
}

const nothing: Match = {
  status: 'waiting',
  lines: [
    {
      lineId: '',
      orderLineId: null,
      counted: '0',
      countedInOrderUnits: '0',
      payable: '0',
      waiting: true,
      findings: [],
      tolerated: [],
    },
  ],
  charges: [],
  payable: '0',
  findings: [],
  tolerated: [],
}

function rematch(world: World, document: World['documents'][number], mayWait: boolean, amount: string): void {
  document.match = nothing
  const beyond = Math.max(0, world.shipped - world.ordered)
  const line = orderLine({
    ordered: String(world.ordered),
    shipped: String(world.shipped - beyond),
    overShipped: String(beyond),
    invoiced: String(counted(world, 'bill')),
    credited: String(counted(world, 'credit')),
  })
  const type = document.fact.does === 'credit' ? ('credit-memo' as const) : ('invoice' as const)
  document.match = matchInvoice({
    invoice: bill([billed({ quantity: String(document.fact.quantity) })], { type }),
    orders: [order([line])],
    agreement: agreement({ tolerances: { quantity: { amount } } }),
    mayWait,
  })
  document.final = document.match.status === 'matched' || document.match.status === 'within-tolerance'
}

const run = (ordered: number, facts: Fact[], mayWait = true, tolerance = '0') =>
  facts.reduce<World>((world, fact) => apply(world, fact, mayWait, tolerance), { ordered, shipped: 0, documents: [] })

const outcome = (world: World) =>
  world.documents
    .map(({ fact, match }) => [fact.id, match.status, match.lines[0]!.counted, match.payable])
    .sort(([one], [other]) => (one! < other! ? -1 : 1))

const total = (amounts: number[]) => amounts.reduce((sum, amount) => sum + amount, 0)
const shuffled = (facts: Fact[]) => fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length })

describe('matchInvoice, over several shipments and invoices', () => {
  it('comes to the same in whatever order they arrive, when what is billed has shipped in the end', () => {
    const story = quantities.chain(amounts => {
      const facts = [...named('ship', amounts), ...named('bill', [...amounts].reverse())]
      return fc.record({ ordered: fc.constant(total(amounts)), facts: fc.constant(facts), arrival: shuffled(facts) })
    })
    fc.assert(
      fc.property(story, ({ ordered, facts, arrival }) => {
        const world = run(ordered, arrival)
        expect(outcome(world)).toEqual(outcome(run(ordered, facts)))
        expect(world.documents.map(document => document.match.status)).toEqual(
          facts.slice(facts.length / 2).map(() => 'matched'),
        )
        expect(counted(world, 'bill')).toBe(ordered)
      }),
    )
  })

  it('comes to the same with credit memos among them, in whatever order they arrive', () => {
    const story = quantities.chain(amounts => {
      const facts = [...named('ship', amounts), ...named('bill', amounts)]
      // What is credited is billed by some invoice: the last ones, in reverse.
      const credits = named('credit', amounts.slice(Math.ceil(amounts.length / 2)).reverse())
      const all = [...facts, ...credits]
      return fc.record({ amounts: fc.constant(amounts), credits: fc.constant(credits), arrival: shuffled(all) })
    })
    fc.assert(
      fc.property(story, ({ amounts, credits, arrival }) => {
        const world = run(total(amounts), arrival)
        expect(world.documents.map(({ match }) => match.status)).toEqual(world.documents.map(() => 'matched'))
        expect(counted(world, 'bill')).toBe(total(amounts))
        expect(counted(world, 'credit')).toBe(total(credits.map(({ quantity }) => quantity)))
      }),
    )
  })

  it('counts the lesser of what was shipped and billed in the end, in whatever order they arrive', () => {
    const story = fc.tuple(quantities, quantities).chain(([ships, bills]) => {
      const facts = [...named('ship', ships), ...named('bill', bills)]
      return fc.record({ ships: fc.constant(ships), bills: fc.constant(bills), arrival: shuffled(facts) })
    })
    fc.assert(
      fc.property(story, ({ ships, bills, arrival }) => {
        const world = run(total(ships), arrival)
        expect(counted(world, 'bill')).toBe(Math.min(total(ships), total(bills)))
      }),
    )
  })

  it('never counts more than was shipped and is tolerated, nor credits more than was billed, at any moment', () => {
    const facts = fc.array(
      fc.record({
        does: fc.constantFrom<Fact['does'][]>('ship', 'bill', 'bill', 'credit'),
        quantity: fc.integer({ min: 1, max: 9 }),
        id: fc.uuid(),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        facts,
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 2 }),
        (all, ordered, mayWait, tolerated) => {
          for (let come = 1; come <= all.length; come++) {
            const world = run(ordered, all.slice(0, come), mayWait, String(tolerated))
            const [invoiced, credited] = [counted(world, 'bill'), counted(world, 'credit')]
            expect(credited).toBeLessThanOrEqual(invoiced)
            expect(invoiced - credited).toBeLessThanOrEqual(world.shipped + (world.shipped > 0 ? tolerated : 0))
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('pays no more than is billed, nor than what counts is worth at the agreed price', () => {
    const price = fc.integer({ min: 0, max: 4000 }).map(value => new Big(value).div(100).toFixed())
    const amount = fc.integer({ min: 0, max: 20 }).map(String)
    fc.assert(
      fc.property(amount, amount, price, price, (quantity, shipped, unitPrice, unitCost) => {
        const line = orderLine({ ordered: '20', shipped, unitCost })
        const invoice = bill([billed({ quantity, unitPrice })])
        const result = matchInvoice({ invoice, orders: [order([line])], agreement: agreement(), mayWait: false })
        expect(new Big(result.payable).lte(invoice.total)).toBe(true)
        expect(new Big(result.payable).lte(new Big(result.lines[0]!.counted).times(unitCost))).toBe(true)
        const stake = result.findings.reduce((sum, found) => sum.plus(found.atStake), new Big(0))
        expect(new Big(result.payable).plus(stake).toFixed(2)).toBe(new Big(invoice.total).toFixed(2))
      }),
    )
  })
})

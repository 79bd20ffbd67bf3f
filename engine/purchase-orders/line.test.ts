import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerStatuses } from '../../translators/documents/index.ts'
import {
  type Answer,
  answerLine,
  cancelLine,
  dropBackorder,
  giveUpLine,
  type LineCounters,
  liveOf,
  openOf,
  shipLine,
  shippableOf,
} from './line.ts'
import { type BilledLine, purchaseOrderAnswer, purchaseOrderStatus } from './status.ts'

const fresh = (ordered: string, change: Partial<LineCounters> = {}): LineCounters => ({
  ordered,
  accepted: '0',
  backordered: '0',
  rejected: '0',
  cancelled: '0',
  shipped: '0',
  overShipped: '0',
  ...change,
})
const say = (status: Answer['status'], quantity: string): Answer => ({ status, quantity })

describe('answers', () => {
  it('split a line', () => {
    const { line, applied } = answerLine(fresh('10'), [
      say('accepted', '6'),
      say('backordered', '3'),
      say('rejected', '1'),
    ])
    expect(line).toEqual(fresh('10', { accepted: '6', backordered: '3', rejected: '1' }))
    expect(applied).toEqual(['6', '3', '1'])
  })

  it('a later answer turns a backorder into an acceptance or a refusal', () => {
    const before = fresh('10', { accepted: '6', backordered: '4' })
    expect(answerLine(before, [say('accepted', '3')]).line).toMatchObject({ accepted: '9', backordered: '1' })
    expect(answerLine(before, [say('rejected', '4')]).line).toMatchObject({ rejected: '4', backordered: '0' })
  })

  it('that add up to the whole line restate it', () => {
    const before = fresh('10', { accepted: '6', backordered: '4' })
    const again = answerLine(before, [say('accepted', '10')])
    expect(again).toEqual({ line: fresh('10', { accepted: '10' }), applied: ['10'], short: '0' })
    const same = answerLine(before, [say('accepted', '6'), say('backordered', '4')])
    expect(same).toEqual({ line: before, applied: ['6', '4'], short: '0' })
  })

  it('never take back what was accepted: that much contradicts', () => {
    const { line, applied } = answerLine(fresh('10', { accepted: '10' }), [say('rejected', '10')])
    expect(line).toEqual(fresh('10', { accepted: '10' }))
    expect(applied).toEqual(['0'])
  })

  it('beyond the line hold as far as the line goes', () => {
    expect(answerLine(fresh('10'), [say('accepted', '12')])).toEqual({
      line: fresh('10', { accepted: '10' }),
      applied: ['10'],
      short: '0',
    })
  })

  it('on hold leave it open', () => {
    expect(answerLine(fresh('10'), [say('on-hold', '10')])).toEqual({
      line: fresh('10'),
      applied: ['10'],
      short: '0',
    })
  })

  it.each([
    ['first', fresh('10'), '8', { accepted: '8' }, '2'],
    ['the same again', fresh('10', { accepted: '8' }), '8', { accepted: '8' }, '2'],
    ['less than was accepted', fresh('10', { accepted: '10' }), '6', { accepted: '10' }, '4'],
    [
      'less than has shipped',
      fresh('10', { accepted: '10', shipped: '8' }),
      '6',
      { accepted: '10', shipped: '8' },
      '2',
    ],
    ['what was open', fresh('10', { accepted: '6' }), '4', { accepted: '10' }, '0'],
    ['more than was ordered', fresh('10'), '12', { accepted: '10' }, '0'],
    ['beside a backorder', fresh('10', { backordered: '4' }), '6', { accepted: '6', backordered: '4' }, '0'],
  ])('of another quantity tell what is missing: %s', (_case, line, quantity, after, short) => {
    const result = answerLine(line, [say('accepted-with-changes', quantity)])
    expect(result).toMatchObject({ line: fresh('10', after), short })
    const { line: given, givenUp } = giveUpLine(result.line, new Big(short))
    expect([givenUp.toFixed(), given.rejected]).toEqual([short, short])
  })
})

describe('shipping', () => {
  it('implies acceptance of what was open or promised', () => {
    const { line, over } = shipLine(fresh('10', { accepted: '2', backordered: '3' }), new Big('9'))
    expect(line).toEqual(fresh('10', { accepted: '9', backordered: '1', shipped: '9' }))
    expect(over.toFixed()).toBe('0')
  })

  it('beyond the line is over, and so is what was refused or cancelled', () => {
    const { line } = shipLine(fresh('10', { rejected: '3', cancelled: '1' }), new Big('8'))
    expect(line).toMatchObject({ accepted: '6', shipped: '6', overShipped: '2' })
  })
})

describe('cancelling', () => {
  it('takes what is open, then what was promised, then what was accepted, and never what has shipped', () => {
    const before = fresh('10', { accepted: '5', backordered: '3', shipped: '2' })
    expect(cancelLine(before, new Big(4)).line).toMatchObject({ accepted: '5', backordered: '1', cancelled: '4' })
    const { line, cancelled } = cancelLine(before, new Big(99))
    expect(cancelled.toFixed()).toBe('8')
    expect(line).toMatchObject({ accepted: '2', backordered: '0', cancelled: '8' })
  })
})

describe('status', () => {
  const billed = (line: LineCounters, invoiced = '0', credited = '0'): BilledLine => ({ ...line, invoiced, credited })
  const of = (line: BilledLine, facts = {}) =>
    purchaseOrderStatus({ lines: [line], released: true, sent: true, acknowledged: true, settled: false, ...facts })
  const all = fresh('2', { accepted: '2', shipped: '2' })

  it.each([
    ['created', billed(fresh('2')), { released: false, sent: false, acknowledged: false }],
    ['released', billed(fresh('2')), { sent: false, acknowledged: false }],
    ['sent', billed(fresh('2')), { acknowledged: false }],
    ['acknowledged', billed(fresh('2', { accepted: '2' })), {}],
    ['partly-shipped', billed(fresh('2', { accepted: '2', shipped: '1' })), {}],
    ['shipped', billed(all), {}],
    ['shipped', billed(fresh('2', { accepted: '1', rejected: '1', shipped: '1' })), {}],
    ['partly-invoiced', billed(all, '1'), {}],
    ['invoiced', billed(all, '2', '1'), {}],
    ['invoiced', billed(all, '2'), {}],
    ['closed', billed(all, '2'), { settled: true }],
    ['cancelled', billed(fresh('2', { rejected: '1', cancelled: '1' })), {}],
    ['shipped', billed(fresh('2', { rejected: '2', overShipped: '1' })), {}],
  ])('%s', (status, line, facts) => {
    expect(of(line, facts)).toBe(status)
  })

  it.each([
    ['none', [fresh('2')], false],
    ['accepted', [fresh('2', { accepted: '2' })], false],
    ['changed', [fresh('2', { accepted: '2' })], true],
    ['partial', [fresh('2', { accepted: '1' })], false],
    ['partial', [fresh('2', { accepted: '2' }), fresh('2', { rejected: '2' })], false],
    ['backordered', [fresh('2', { accepted: '1', backordered: '1' })], false],
    ['rejected', [fresh('2', { rejected: '2' })], false],
  ] as const)('answer %s', (answer, lines, changed) => {
    expect(purchaseOrderAnswer(lines, changed)).toBe(answer)
  })
})

type Fact = { fact: 'answer'; answers: Answer[] } | { fact: 'ship' | 'cancel' | 'drop' | 'give-up'; quantity: string }

const quantity = fc.integer({ min: 0, max: 60 }).map(n => new Big(n).div(4).toFixed())
const facts: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .array(fc.record({ status: fc.constantFrom(...answerStatuses), quantity }), { minLength: 1, maxLength: 3 })
    .map(answers => ({ fact: 'answer' as const, answers })),
  fc.record({
    fact: fc.constantFrom('ship' as const, 'cancel' as const, 'drop' as const, 'give-up' as const),
    quantity,
  }),
)

/** Applies a fact, checking what each kind of fact must and must not do. */
function apply(line: LineCounters, fact: Fact): LineCounters {
  if (fact.fact === 'answer') {
    const { line: after, applied, short } = answerLine(line, fact.answers)
    for (const [index, holds] of applied.entries()) {
      expect(new Big(holds).gte(0) && new Big(holds).lte(fact.answers[index]!.quantity)).toBe(true)
    }
    expect([after.shipped, after.overShipped, after.cancelled]).toEqual([
      line.shipped,
      line.overShipped,
      line.cancelled,
    ])
    expect(new Big(after.accepted).gte(line.accepted) && new Big(after.rejected).gte(line.rejected)).toBe(true)
    expect(giveUpLine(after, new Big(short)).givenUp.toFixed()).toBe(short)
    return after
  }
  if (fact.fact === 'ship') {
    const { line: after, shipped, over } = shipLine(line, new Big(fact.quantity))
    expect(shipped.plus(over).eq(fact.quantity)).toBe(true)
    expect(over.eq(0) || shippableOf(after).eq(0)).toBe(true)
    expect(new Big(after.shipped).minus(line.shipped).eq(shipped)).toBe(true)
    return after
  }
  if (fact.fact === 'give-up') {
    const { line: after, givenUp } = giveUpLine(line, new Big(fact.quantity))
    expect(new Big(after.rejected).minus(line.rejected).eq(givenUp) && givenUp.lte(fact.quantity)).toBe(true)
    return after
  }
  const after =
    fact.fact === 'cancel'
      ? cancelLine(line, new Big(fact.quantity)).line
      : dropBackorder(line, new Big(fact.quantity)).line
  expect([after.shipped, after.rejected]).toEqual([line.shipped, line.rejected])
  return after
}

describe('whatever is said in whatever order', () => {
  it('quantities add up, nothing is negative, and no more is shipped than accepted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }).map(n => new Big(n).div(4).toFixed()),
        fc.array(facts, { maxLength: 12 }),
        (ordered, said) => {
          let line = fresh(ordered)
          let gone = new Big(0)
          for (const fact of said) {
            line = apply(line, fact)
            if (fact.fact === 'ship') gone = gone.plus(fact.quantity)
            for (const value of Object.values(line)) expect(new Big(value).gte(0)).toBe(true)
            expect(openOf(line).gte(0)).toBe(true)
            expect(new Big(line.shipped).lte(line.accepted)).toBe(true)
            expect(liveOf(line).gte(line.accepted)).toBe(true)
            expect(gone.eq(new Big(line.shipped).plus(line.overShipped))).toBe(true)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('the same answers again change nothing more, when they restate the line', () => {
    const split = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(split, ([accepted, backordered, rejected]) => {
        const answers = [
          say('accepted', String(accepted)),
          say('backordered', String(backordered)),
          say('rejected', String(rejected)),
        ]
        const once = answerLine(fresh(String(accepted + backordered + rejected)), answers)
        expect(answerLine(once.line, answers)).toEqual(once)
      }),
    )
  })
})

import Big from 'big.js'
import fc from 'fast-check'
import { getTracking } from 'ts-tracking-number'
import { describe, expect, it } from 'vitest'
import { isSscc } from '../../translators/check-digits.ts'
import {
  invoice,
  type PurchaseOrder,
  purchaseOrderAcknowledgment,
  type ShipNotice,
  shipNotice,
} from '../../translators/documents/index.ts'
import { answerOrder, type TwinAnswer } from './answer-order.ts'
import { purchaseOrders, twinBehaviours } from './arbitraries.ts'
import { type ItemBehaviour, type TwinBehaviour, twinBehaviour } from './behaviour.ts'

const clock = { date: '2026-03-02' }
const sum = (values: string[]) => values.reduce((total, value) => total.plus(value), new Big(0))

/** Quantities of one line by what the acknowledgment says to it. */
function acknowledged(answer: TwinAnswer, lineNumber: string, ...statuses: string[]): Big {
  const line = answer.acknowledgment.lines.find(one => one.lineNumber === lineNumber)
  return sum(line!.answers.filter(one => statuses.includes(one.status)).map(one => one.quantity!))
}

function shipped(notices: ShipNotice[], lineNumber: string): Big {
  const lines = notices.flatMap(notice => notice.packages.flatMap(one => one.lines))
  return sum(lines.filter(line => line.lineNumber === lineNumber).map(line => line.quantity))
}

const forAnyAnswer = (check: (answer: TwinAnswer, order: PurchaseOrder, behaviour: TwinBehaviour) => void) =>
  fc.assert(
    fc.property(purchaseOrders, twinBehaviours, (order, behaviour) => {
      check(answerOrder(order, behaviour, clock), order, behaviour)
    }),
    { numRuns: 300 },
  )

describe('whatever the order and however the supplier acts', () => {
  it('every document fits its schema', () => {
    forAnyAnswer(answer => {
      expect(purchaseOrderAcknowledgment.parse(answer.acknowledgment)).toEqual(answer.acknowledgment)
      for (const documents of [answer, answer.later]) {
        for (const notice of documents.shipNotices) expect(shipNotice.parse(notice)).toEqual(notice)
        for (const sent of documents.invoices) expect(invoice.parse(sent.invoice)).toEqual(sent.invoice)
      }
    })
  })

  it('each line is accepted, backordered or rejected in full, and what is not rejected ships', () => {
    forAnyAnswer((answer, order) => {
      for (const { lineNumber, quantity } of order.lines) {
        const accepted = acknowledged(answer, lineNumber, 'accepted', 'accepted-with-changes')
        const backordered = acknowledged(answer, lineNumber, 'backordered')
        const rejected = acknowledged(answer, lineNumber, 'rejected')
        expect(accepted.plus(backordered).plus(rejected).eq(quantity)).toBe(true)
        expect(shipped(answer.shipNotices, lineNumber).eq(accepted)).toBe(true)
        expect(shipped(answer.later.shipNotices, lineNumber).eq(backordered)).toBe(true)
      }
    })
  })

  it('a cancelled order ships nothing and bills nothing', () => {
    forAnyAnswer((answer, order) => {
      if (order.purpose !== 'cancellation') return
      expect([answer.shipNotices, answer.invoices, answer.later.shipNotices, answer.later.invoices].flat()).toEqual([])
    })
  })

  it('every invoice foots, and bills what its own ship notice shipped unless told otherwise', () => {
    forAnyAnswer((answer, order, behaviour) => {
      const notices = [...answer.shipNotices, ...answer.later.shipNotices]
      const invoices = [...answer.invoices, ...answer.later.invoices]
      expect(invoices).toHaveLength(notices.length)
      for (const [index, { invoice: bill }] of invoices.entries()) {
        const lines = sum(bill.lines.map(line => new Big(line.quantity).times(line.unitPrice).toFixed(2)))
        expect(lines.plus(sum((bill.allowancesAndCharges ?? []).map(one => one.amount))).toFixed(2)).toBe(bill.total)
        for (const line of bill.lines) {
          const ordered = order.lines.find(one => one.lineNumber === line.lineNumber)!
          const does = behaviour.items[ordered.ids.supplier!] ?? []
          const errs = (what: ItemBehaviour['does']) => does.some(one => one.does === what)
          if (!errs('bill-too-much')) {
            expect(shipped([notices[index]!], line.lineNumber!).eq(line.quantity)).toBe(true)
          }
          if (!errs('bill-wrong-price') && !errs('change-price')) {
            expect(new Big(line.unitPrice).eq(ordered.unitPrice)).toBe(true)
          }
        }
      }
    })
  })

  it('package numbers are valid and no number is used twice', () => {
    forAnyAnswer(answer => {
      const notices = [...answer.shipNotices, ...answer.later.shipNotices]
      const packages = notices.flatMap(notice => notice.packages)
      for (const one of packages) {
        expect(isSscc(one.sscc!)).toBe(true)
        expect(getTracking(one.trackingNumber!), one.trackingNumber).toBeDefined()
      }
      const invoices = [...answer.invoices, ...answer.later.invoices].map(sent => sent.invoice.number)
      const numbers = [
        ...packages.map(one => one.sscc),
        ...packages.map(one => one.trackingNumber),
        ...notices.map(one => one.number),
        ...invoices,
      ]
      expect(new Set(numbers).size).toBe(numbers.length)
      for (const number of [...invoices, ...notices.map(one => one.number)])
        expect(number.length).toBeLessThanOrEqual(22)
    })
  })

  it('the same order gets the same answer, and on another day the same numbers', () => {
    forAnyAnswer((answer, order, behaviour) => {
      const numbersOf = (one: TwinAnswer) => [
        ...one.later.invoices.map(sent => sent.invoice.number),
        ...one.later.shipNotices.flatMap(notice => notice.packages.map(parcel => parcel.trackingNumber)),
      ]
      const copy = structuredClone(order)
      expect(answerOrder(copy, structuredClone(behaviour), { ...clock })).toEqual(answer)
      expect(copy).toEqual(order)
      expect(numbersOf(answerOrder(order, behaviour, { date: '2026-03-09' }))).toEqual(numbersOf(answer))
    })
  })
})

describe('each behaviour, alone', () => {
  const supplier = { code: 'TWN', name: 'Twin Supply', shipFrom: {}, companyPrefix: '9520001', carrier: 'ups' as const }
  const order: PurchaseOrder = {
    kind: 'purchase-order',
    purpose: 'original',
    type: 'drop-ship',
    number: 'PO1001',
    date: '2026-03-01',
    currency: 'USD',
    shipTo: { name: 'Ada Quill' },
    lines: [
      { lineNumber: '1', ids: { supplier: 'A-1' }, quantity: '5', unit: 'EA', unitPrice: '10.10' },
      { lineNumber: '2', ids: { supplier: 'B-1' }, quantity: '1', unit: 'EA', unitPrice: '4.00' },
    ],
  }
  const answered = (...items: ItemBehaviour[]) =>
    answerOrder(order, twinBehaviour.parse({ supplier, items: { 'A-1': items } }), clock)
  const totals = (answer: TwinAnswer) => answer.invoices.map(sent => sent.invoice.total)

  it('accepts everything when nothing is said', () => {
    const answer = answered()
    expect(answer.acknowledgment.type).toBe('detail')
    expect(answer.shipNotices.map(notice => notice.packages.length)).toEqual([1])
    expect(totals(answer)).toEqual(['54.50'])
    expect(answer.later).toEqual({ shipNotices: [], invoices: [] })
  })

  it('backorders a part, promises a day, and ships and bills it later', () => {
    const answer = answered({ does: 'backorder', quantity: '2', days: 7 })
    expect(answer.acknowledgment.type).toBe('detail-with-changes')
    expect(answer.acknowledgment.lines[0]!.answers).toEqual([
      { status: 'accepted', quantity: '3', unit: 'EA', shipDate: '2026-03-02' },
      { status: 'backordered', quantity: '2', unit: 'EA', shipDate: '2026-03-09' },
    ])
    expect(totals(answer)).toEqual(['34.30'])
    expect(answer.later.shipNotices[0]!.packages[0]!.lines.map(line => line.quantity)).toEqual(['2'])
    expect(answer.later.invoices[0]!.invoice.total).toBe('20.20')
  })

  it('rejects a line with its reason and ships the other', () => {
    const answer = answered({ does: 'reject', reason: 'out-of-stock' })
    expect(answer.acknowledgment.type).toBe('detail-with-changes')
    expect(answer.acknowledgment.lines[0]!.answers).toEqual([
      { status: 'rejected', quantity: '5', unit: 'EA', reason: 'out-of-stock' },
    ])
    expect(totals(answer)).toEqual(['4.00'])
  })

  it('says so in one word when it rejects all', () => {
    const items = { 'A-1': [{ does: 'reject', reason: 'discontinued' }], 'B-1': [{ does: 'reject', reason: 'other' }] }
    const answer = answerOrder(order, twinBehaviour.parse({ supplier, items }), clock)
    expect(answer.acknowledgment.type).toBe('rejected-with-detail')
    expect(answer.shipNotices).toEqual([])
  })

  it('ships in parcels with one notice, and in parts with several', () => {
    const parcels = answered({ does: 'ship-in-parcels', parcels: 2 })
    expect(parcels.shipNotices).toHaveLength(1)
    expect(parcels.shipNotices[0]!.packages.map(one => one.lines.map(line => line.quantity))).toEqual([
      ['3', '1'],
      ['2'],
    ])
    const parts = answered({ does: 'ship-in-parts', parts: 2 })
    expect(parts.shipNotices.map(one => one.packages.map(parcel => parcel.lines.map(line => line.quantity)))).toEqual([
      [['3', '1']],
      [['2']],
    ])
    expect(totals(parts)).toEqual(['34.30', '20.20'])
  })

  it('bills a wrong price, or more than it shipped, while the acknowledgment and the notice stay right', () => {
    const price = answered({ does: 'bill-wrong-price', difference: '1.25' })
    expect(price.acknowledgment.lines[0]!.unitPrice).toBe('10.10')
    expect(totals(price)).toEqual(['60.75'])
    const more = answered({ does: 'bill-too-much', quantity: '1' })
    expect(shipped(more.shipNotices, '1').toFixed()).toBe('5')
    expect(more.invoices[0]!.invoice.lines[0]!.quantity).toBe('6')
  })

  it('names another price in its acknowledgment, and bills that one', () => {
    const answer = answered({ does: 'change-price', difference: '-0.10' })
    expect(answer.acknowledgment.type).toBe('detail-with-changes')
    expect(answer.acknowledgment.lines[0]!.unitPrice).toBe('10.00')
    expect(answer.acknowledgment.lines[0]!.answers[0]!.status).toBe('accepted-with-changes')
    expect(totals(answer)).toEqual(['54.00'])
  })

  it('sends an invoice again, unchanged', () => {
    expect(answered({ does: 'send-invoice-again', times: 2 }).invoices.map(sent => sent.times)).toEqual([2])
  })

  it('bills the order’s own charges and the supplier’s once, on the first invoice', () => {
    const freight = { kind: 'charge' as const, reason: 'freight', amount: '6.00' }
    const items = { 'A-1': [{ does: 'ship-in-parts', parts: 2 }] }
    const charged = twinBehaviour.parse({
      supplier,
      items,
      charges: [{ ...freight, reason: 'dropship-fee', amount: '2.50' }],
    })
    const answer = answerOrder({ ...order, allowancesAndCharges: [freight] }, charged, clock)
    expect(totals(answer)).toEqual(['42.80', '20.20'])
  })
})

import Big from 'big.js'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { invoices } from '../../db/schema/index.ts'
import type { LineAnswer } from '../../translators/documents/index.ts'
import { receiveInvoice } from '../invoices/receive.ts'
import { reconcileInvoice } from '../invoices/reconcile.ts'
import { invoiceFor } from '../invoices/testing/scene.ts'
import { acknowledge } from '../purchase-orders/acknowledge.ts'
import { answerChange } from '../purchase-orders/answer-change.ts'
import { cancelPurchaseOrder } from '../purchase-orders/cancel.ts'
import { markSent } from '../purchase-orders/mark-sent.ts'
import { withdrawPurchaseOrder } from '../purchase-orders/withdraw.ts'
import { ship } from '../shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../testing/documents.ts'
import { placeOrder, readOrder } from '../testing/orders.ts'
import { seedRetailer } from '../testing/seed.ts'
import { scorecardFigures } from './figures.ts'
import { type FigureDocument, listFigureDocuments, loadScorecards } from './scorecards.ts'

/** A retailer in New York and its supplier Northwind, who sells MUG by the piece and CUP in pairs. */
async function scene(open: OpenHub) {
  let clock = new Date('2026-03-02T15:00:00Z')
  const hub = await open({ now: () => clock })
  const seeded = await seedRetailer(hub, {
    timeZone: 'America/New_York',
    suppliers: [
      {
        name: 'Northwind',
        offers: [
          { sku: 'MUG', cost: '12.5', stock: '500' },
          { sku: 'CUP', cost: '4', stock: '500', unit: 'PR', packSize: 2 },
        ],
      },
      { name: 'Unmeasured', offers: [] },
    ],
  })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  let orders = 0
  const march = { from: '2026-03-01', to: '2026-04-01' }
  return {
    hub,
    partnershipId,
    retailerId,
    march,
    at: (time: string) => {
      clock = new Date(time)
    },
    async order(sku: string, quantity: string) {
      const { orderId } = await placeOrder(hub, seeded, `W-${++orders}`, [[sku, quantity]])
      const order = (await readOrder(hub, orderId)).purchaseOrders[0]!
      await hub.work('system', work => markSent(work, { retailerId, purchaseOrderId: order.id }))
      return { purchaseOrderId: order.id, number: order.number }
    },
    answer: (number: string, answers: [LineAnswer['status'], string, Partial<LineAnswer>?][]) =>
      hub.work('partner', work =>
        acknowledge(work, { retailerId, partnershipId, acknowledgment: acknowledgmentOf(number, { '1': answers }) }),
      ),
    async ship(number: string, shipment: string, quantity: string, change: Parameters<typeof shipNoticeOf>[2] = {}) {
      const notice = shipNoticeOf(shipment, [[[number, '1', quantity]]], change)
      await hub.work('partner', work => ship(work, { retailerId, partnershipId, notice }))
    },
    async cancelled(purchaseOrderId: string) {
      const whole = { retailerId, purchaseOrderId, afterwards: 'cancel' as const, reason: 'not wanted' }
      await hub.work('ann', work => cancelPurchaseOrder(work, whole))
      const answer = { outcome: 'accepted' as const }
      await hub.work('partner', work =>
        answerChange(work, { retailerId, purchaseOrderId, sequence: 1, answeredBy: 'supplier', answer }),
      )
    },
    withdrawn: (purchaseOrderId: string) =>
      hub.work('system', work =>
        withdrawPurchaseOrder(work, { retailerId, purchaseOrderId, afterwards: 'cancel', reason: 'no answer' }),
      ),
    async bill(number: string, invoice: string, quantity: string, unitPrice = '12.5') {
      const billed = invoiceFor(number, invoice, quantity, { allowancesAndCharges: [], line: { unitPrice } })
      const { id } = await hub.work('partner', work =>
        receiveInvoice(work, { retailerId, partnershipId, invoice: billed }),
      )
      await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id! }))
    },
    cards: (period = march) => loadScorecards(hub.orm, { retailerId, period, now: clock }),
    behind: (
      query: Omit<Parameters<typeof listFigureDocuments>[1], 'retailerId' | 'partnershipId' | 'period' | 'now'>,
    ) => listFigureDocuments(hub.orm, { retailerId, partnershipId, period: march, now: clock, ...query }),
  }
}

/** What a supplier can do well and badly, once each. */
async function aMonth(s: Awaited<ReturnType<typeof scene>>) {
  const good = await s.order('MUG', '10')
  const short = await s.order('CUP', '20')
  const ignored = await s.order('MUG', '4')
  const unwanted = await s.order('MUG', '6')
  const open = await s.order('MUG', '100')
  await s.answer(good.number, [['accepted', '10']])
  await s.answer(short.number, [
    ['accepted', '6'],
    ['rejected', '3', { reason: 'out-of-stock' }],
    ['rejected', '1', { reason: 'other' }],
  ])
  await s.cancelled(unwanted.purchaseOrderId)
  await s.ship(good.number, 'S-1', '10', {
    carrier: { scac: 'UPSN' },
    package: { trackingNumber: '1Z5R89390357567127' },
  })
  // The day after the last, in New York; and one pair too many, in a package with numbers that cannot be.
  s.at('2026-03-04T15:00:00Z')
  await s.ship(short.number, 'S-2', '7', {
    shippedOn: '2026-03-04',
    carrier: { scac: 'UPSN' },
    package: { sscc: '195201010000000010', trackingNumber: '1Z5R89390357567128' },
  })
  await s.withdrawn(ignored.purchaseOrderId)
  await s.bill(good.number, 'I-1', '10')
  await s.bill(short.number, 'I-2', '6', '5')
  return { good, short, ignored, unwanted, open }
}

describeOnBothDatabases('scorecards', open => {
  it('measure what a supplier did', async () => {
    const s = await scene(open)
    await aMonth(s)
    const cards = await s.cards()
    expect(cards.map(card => card.partnershipId)).toEqual([s.partnershipId])
    const shares = Object.entries(cards[0]!.figures).map(([figure, { part, whole, rate }]) => [
      figure,
      part,
      whole,
      rate,
    ])
    expect(shares).toEqual([
      // Good and short were answered in time; the open one is overdue. What was taken back is no order to measure.
      ['acknowledged-on-time', '2', '3', '0.6667'],
      ['shipped-on-time', '1', '3', '0.3333'],
      // 10 mugs and 12 cups, of 10 + 20 + 4 + 100: the 6 that the retailer took back do not count.
      ['fill-rate', '22', '134', '0.1642'],
      ['stock-outs', '6', '134', '0.0448'],
      ['supplier-cancellations', '6', '134', '0.0448'],
      ['retailer-cancellations', '6', '140', '0.0429'],
      ['ship-notice-accuracy', '1', '2', '0.5000'],
      ['invoice-accuracy', '1', '2', '0.5000'],
      ['tracking-validity', '1', '2', '0.5000'],
    ])
    expect(await s.cards({ from: '2026-02-01', to: '2026-03-01' })).toEqual([])
  })

  it('lead to the documents behind each figure, page by page, and add up to it', async () => {
    const s = await scene(open)
    const { good, short } = await aMonth(s)
    const [card] = await s.cards()
    for (const figure of scorecardFigures) {
      const seen: FigureDocument[] = []
      let after: string | undefined
      do {
        const page = await s.behind({ figure, limit: 1, ...(after && { after }) })
        expect(page.rows).toHaveLength(1)
        seen.push(...page.rows)
        after = page.after
      } while (after)
      const sum = (key: 'part' | 'whole') => seen.reduce((all, row) => all.plus(row[key]), new Big(0)).toFixed()
      expect([figure, sum('part'), sum('whole')]).toEqual([
        figure,
        card!.figures[figure].part,
        card!.figures[figure].whole,
      ])
      expect(new Set(seen.map(row => row.id)).size).toBe(seen.length)
    }
    const { rows } = await s.behind({ figure: 'stock-outs', only: 'some' })
    expect(rows).toEqual([
      { type: 'purchase-order', id: short.purchaseOrderId, number: short.number, part: '6', whole: '20' },
    ])
    const inTime = await s.behind({ figure: 'shipped-on-time', only: 'full' })
    expect(inTime.rows.map(row => row.number)).toEqual([good.number])
    const [bill] = await s.hub.orm.select().from(invoices).where(eq(invoices.number, 'I-2'))
    const wrong = await s.behind({ figure: 'invoice-accuracy', only: 'short' })
    expect(wrong.rows).toMatchObject([{ type: 'invoice', id: bill!.id, part: '0' }])
  })
})

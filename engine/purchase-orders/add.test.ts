import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { documents, exceptions, orderLines, products, reservations } from '../../db/schema/index.ts'
import type { AnsweredLine } from '../../translators/documents/index.ts'
import { purchaseOrderChange } from '../../translators/documents/index.ts'
import { cancelOrder } from '../orders/cancel.ts'
import { importOrder } from '../orders/import.ts'
import { ship } from '../shipments/ship.ts'
import { shipNoticeOf } from '../testing/documents.ts'
import { orderOf, placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, seedRetailer } from '../testing/seed.ts'
import { receiveChangeAcknowledgment } from './receive-change-acknowledgment.ts'
import { type RequestChange, requestChange } from './request-change.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '20', stock: '12' },
        { sku: 'PEGS', cost: '3', stock: '5', unit: 'CA', packSize: 4 },
      ],
    },
  ],
}

describeOnBothDatabases('more of a purchase order', open => {
  const start = async () => {
    const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
    const seeded = await seedRetailer(hub, seed)
    const { retailerId } = seeded
    const { partnershipId } = seeded.suppliers.Northwind!
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '10']])
    const [order] = (await readOrder(hub, orderId)).purchaseOrders
    const purchaseOrderId = order!.id
    const number = order!.number
    const ask = (wishes: RequestChange['wishes'], askedBy: RequestChange['askedBy'] = 'retailer') =>
      hub.work('user:ann', work =>
        requestChange(work, { retailerId, purchaseOrderId, askedBy, wishes, afterwards: 'cancel', reason: 'More' }),
      )
    const answer = (lines: AnsweredLine[], type: 'accepted' | 'rejected' | 'detail' = 'detail', sequence = 1) =>
      hub.work('partner', work => {
        const kind = 'purchase-order-change-acknowledgment' as const
        const said = { kind, purpose: 'answer' as const, type, purchaseOrderNumber: number, sequence, lines }
        return receiveChangeAcknowledgment(work, { retailerId, partnershipId, acknowledgment: said })
      })
    const sent = async () => {
      const rows = await hub.orm.select().from(documents).where(eq(documents.kind, 'purchase-order-change'))
      return rows.map(({ content }) => purchaseOrderChange.parse(content))
    }
    const shipped = (name: string, lines: [string, string, string][]) =>
      hub.work('partner', work => ship(work, { retailerId, partnershipId, notice: shipNoticeOf(name, [lines]) }))
    return { hub, seeded, orderId, number, ask, answer, sent, shipped }
  }

  it('is asked for as the line would stand, held and placed when the supplier agrees, and shipped as any other', async () => {
    const { hub, seeded, orderId, number, ask, answer, sent, shipped } = await start()
    await ask([{ lineNumber: '1', add: '3' }])
    expect(await sent()).toMatchObject([
      { purpose: 'change', lines: [{ action: 'change', line: { lineNumber: '1', quantity: '13', unitPrice: '20' } }] },
    ])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '10'])
    expect((await answer([], 'accepted')).result).toBe('applied')
    expect((await answer([], 'accepted')).result).toBe('duplicate')
    expect(await readOrder(hub, orderId)).toMatchObject({
      lines: [{ quantity: '13', added: '3', placed: '13' }],
      purchaseOrders: [{ answer: 'partial', lines: [{ ordered: '13', accepted: '3' }] }],
    })
    // Two were free; the third is the supplier's word.
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '13'])
    expect(await sent()).toHaveLength(1)
    await shipped('S-1', [[number, '1', '13']])
    const after = await readOrder(hub, orderId)
    expect(after).toMatchObject({
      status: 'shipped',
      purchaseOrders: [{ lines: [{ shipped: '13', overShipped: '0' }] }],
    })
    expect(await hub.orm.select().from(reservations)).toEqual([])
    expect(await hub.orm.select().from(exceptions)).toEqual([])
    await expect(ask([{ lineNumber: '1', add: '1' }])).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('is a new line at the supplier’s price and the customer’s, in the units that it offers', async () => {
    const { hub, seeded, orderId, ask, answer, sent } = await start()
    const pegs = { lineNumber: '2', sku: 'PEGS', add: '2' }
    await expect(ask([{ ...pegs, sku: 'NONE' }])).rejects.toMatchObject({ code: 'invalid-input' })
    await hub.orm.update(products).set({ retailPrice: null })
    await expect(ask([pegs])).rejects.toMatchObject({ fields: { 'wishes[0].retailPrice': expect.any(String) } })
    await ask([{ ...pegs, retailPrice: '1.5' }])
    expect((await sent())[0]!.lines).toMatchObject([
      {
        action: 'add',
        line: { lineNumber: '2', ids: { buyer: 'PEGS' }, quantity: '2', unit: 'CA', unitPrice: '3', retailPrice: '6' },
      },
    ])
    // Half of it, as an 865 says it: the line as the supplier would have it.
    const line = { action: 'add' as const, lineNumber: '2', quantity: '2', unit: 'CA' }
    await answer([{ ...line, answers: [{ status: 'accepted-with-changes', quantity: '1', unit: 'CA' }] }])
    expect(await readOrder(hub, orderId)).toMatchObject({
      lines: [
        { quantity: '10' },
        { lineNumber: '2', sku: 'PEGS', unitPrice: '1.5', quantity: '4', added: '4', placed: '4' },
      ],
      purchaseOrders: [{ lines: [{}, { ordered: '1', accepted: '1', unitCost: '3', packSize: 4 }] }],
    })
    expect(await stockOf(hub, seeded, 'Northwind/PEGS')).toEqual(['5', '1'])
    // The shop says its order again: it is still the same one, which a change has grown.
    const again = await hub.work('test', work => importOrder(work, seeded.retailerId, orderOf('W-1', [['TENT', '10']])))
    expect(again).toMatchObject({ orderId, created: false })
  })

  it('that is refused, in whole or by its quantity, changes nothing', async () => {
    const { hub, orderId, ask, answer } = await start()
    const standing = { lines: [{ quantity: '10', added: '0' }], purchaseOrders: [{ lines: [{ ordered: '10' }] }] }
    await ask([{ lineNumber: '1', add: '3' }])
    await answer([], 'rejected')
    expect(await readOrder(hub, orderId)).toMatchObject(standing)
    await ask([{ lineNumber: '1', add: '3' }])
    const line = { action: 'change' as const, lineNumber: '1', quantity: '13' }
    await answer([{ ...line, answers: [{ status: 'accepted', quantity: '10' }] }], 'detail', 2)
    expect(await readOrder(hub, orderId)).toMatchObject(standing)
    await expect(ask([{ lineNumber: '1', add: '3' }], 'supplier')).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('takes first what the customer still waits for', async () => {
    const { hub, seeded, orderId, ask, answer } = await start()
    await hub.orm.update(orderLines).set({ quantity: '12' }).where(eq(orderLines.orderId, orderId))
    await ask([{ lineNumber: '1', add: '3' }])
    await answer([], 'accepted')
    const after = await readOrder(hub, orderId)
    expect(after).toMatchObject({ lines: [{ quantity: '13', added: '1', placed: '13' }] })
    await reroute(hub, seeded, orderId, 'again')
    expect((await readOrder(hub, orderId)).purchaseOrders).toHaveLength(1)
  })

  it('agreed after all had shipped is still to come', async () => {
    const { hub, orderId, number, ask, answer, shipped } = await start()
    await ask([{ lineNumber: '1', add: '2' }])
    await shipped('S-1', [[number, '1', '10']])
    expect((await readOrder(hub, orderId)).purchaseOrders).toMatchObject([{ status: 'shipped' }])
    await answer([], 'accepted')
    const after = await readOrder(hub, orderId)
    expect(after.purchaseOrders).toMatchObject([
      { status: 'partly-shipped', lines: [{ ordered: '12', shipped: '10' }] },
    ])
  })

  it('while the customer cancels is cancelled with the rest, once the supplier has answered', async () => {
    const { hub, seeded, orderId, ask, answer, sent } = await start()
    await ask([{ lineNumber: '1', add: '2' }])
    await hub.work('user:ann', work => cancelOrder(work, { retailerId: seeded.retailerId, orderId, reason: 'Gone' }))
    expect(await sent()).toHaveLength(1)
    await answer([], 'accepted')
    expect((await sent())[1]).toMatchObject({ purpose: 'cancellation', notes: ['Gone'], lines: [{ quantity: '12' }] })
    await answer([], 'accepted', 2)
    expect(await readOrder(hub, orderId)).toMatchObject({
      status: 'cancelled',
      lines: [{ quantity: '12', cancelled: '12', placed: '0' }],
      purchaseOrders: [{ status: 'cancelled' }],
    })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '0'])
  })
})

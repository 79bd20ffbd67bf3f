import { and, asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { channels, documents, messages, purchaseOrders } from '../../db/schema/index.ts'
import { placeOrder } from '../../engine/testing/orders.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import { chooseDelivery, leavesAt } from '../../partners/channels/delivery.ts'
import { secretBox } from '../../partners/secrets.ts'
import { showInPlace } from '../transports/in-place/send.ts'
import { deliverMessage } from './deliver-message.ts'
import { renderDocument } from './render-document.ts'

/** A supplier that is reached by files in a folder of its own, and orders that are to go to it. */
async function scene(open: OpenHub) {
  const clock = { now: new Date('2026-03-02T15:00:00Z') }
  const hub = await open({ now: () => clock.now })
  const offers = [{ sku: 'MUG', cost: '12.5', stock: '100' }]
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
  const settings = { transport: { mode: 'host' } }
  await hub.orm.update(channels).set({ transport: 'sftp', format: 'csv', settings }).where(mine)
  const went: Channel[] = []
  const context = {
    hub,
    box: secretBox('a secret for these tests only'),
    deliver: async (message: Parameters<typeof showInPlace>[0], channel: Channel) => {
      went.push(channel)
      return await showInPlace(message)
    },
    deliverReceipt: async () => undefined,
  }
  const choose = (choice: Parameters<typeof chooseDelivery>[1]['choice'], by: 'retailer' | 'supplier' = 'retailer') =>
    hub.work('user:ann', work => chooseDelivery(work, { retailerId, partnershipId, by, choice }))
  const order = async (number: string) => {
    await placeOrder(hub, seeded, number, [['MUG', '1']])
    return await pass()
  }
  /** Does what the jobs would do at this moment. Returns the transports of the messages that there are. */
  const pass = async () => {
    const waiting = await hub.orm.select().from(documents).where(eq(documents.status, 'queued'))
    for (const { id } of waiting) await renderDocument(context, { retailerId, documentId: id })
    const made = await hub.orm.select().from(messages).orderBy(asc(messages.id))
    for (const { id, status } of made)
      if (status === 'queued') await deliverMessage(context, { retailerId, messageId: id })
    return made.map(message => message.transport)
  }
  const at = (time: string) => {
    clock.now = new Date(time)
  }
  return { hub, choose, order, pass, at, went, retailerId, partnershipId }
}

describeOnBothDatabases('how a supplier wants to be reached', open => {
  it('a kind of document is for the portal alone, and counts as sent there', async () => {
    const { hub, choose, order, went } = await scene(open)
    expect(await order('W-1')).toEqual(['sftp'])
    await choose({ inPortal: ['purchase-order'] })
    expect(await order('W-2')).toEqual(['sftp', 'portal'])
    expect(went.map(channel => channel.transport)).toEqual(['sftp', 'portal'])
    const orders = await hub.orm.select().from(purchaseOrders)
    expect(orders.map(one => one.sentAt !== null)).toEqual([true, true])
    await choose({ inPortal: ['remittance-advice'] })
    expect(await order('W-3')).toEqual(['sftp', 'portal', 'sftp'])
  })

  it('documents leave at times of the day', async () => {
    const { choose, order, pass, at } = await scene(open)
    await choose({ times: { at: ['06:30', '14:00'], zone: 'America/Chicago' } })
    // 9:00 in Chicago: the next time is two in the afternoon.
    expect(await order('W-1')).toEqual([])
    at('2026-03-02T19:59:59Z')
    expect(await pass()).toEqual([])
    at('2026-03-02T20:00:00Z')
    expect(await pass()).toEqual(['sftp'])
  })

  it('many orders that wait for their time go together where the channel collects', async () => {
    const { hub, choose, order, pass, at, retailerId } = await scene(open)
    const settings = { transport: { mode: 'host' }, batch: { minutes: 5 } }
    await hub.orm.update(channels).set({ settings }).where(eq(channels.retailerId, retailerId))
    await choose({ times: { at: ['14:00'], zone: 'America/Chicago' } })
    await order('W-1')
    expect(await order('W-2')).toEqual([])
    at('2026-03-02T15:30:00Z')
    expect(await pass()).toEqual([])
    at('2026-03-02T20:00:00Z')
    expect(await pass()).toEqual(['sftp'])
  })

  it('a supplier chooses where it may, and never whether', async () => {
    const { hub, choose, retailerId } = await scene(open)
    await expect(choose({ inPortal: ['purchase-order'] }, 'supplier')).rejects.toMatchObject({ code: 'not-allowed' })
    await choose({ supplierMayChoose: true })
    await choose({ supplierMayChoose: false, inPortal: ['purchase-order'] }, 'supplier')
    const [row] = await hub.orm.select().from(channels).where(eq(channels.retailerId, retailerId))
    expect(row!.settings).toMatchObject({ delivery: { supplierMayChoose: true, inPortal: ['purchase-order'] } })
    await hub.orm.update(channels).set({ transport: 'portal' })
    await expect(choose({})).rejects.toMatchObject({ code: 'wrong-state' })
  })
})

it('answers wait for no time of the day', () => {
  const delivery = { supplierMayChoose: false, inPortal: [], times: { at: ['14:00'], zone: 'UTC', days: [1] } }
  const made = new Date('2026-03-02T15:00:00Z')
  expect(leavesAt(delivery, 'functional-acknowledgment', made)).toBe(made)
  expect(leavesAt(delivery, 'purchase-order', made).toISOString()).toBe('2026-03-09T14:00:00.000Z')
})

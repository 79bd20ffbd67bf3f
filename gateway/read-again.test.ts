import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import {
  acknowledgments,
  documents,
  exceptions,
  identities,
  messageEvents,
  messages,
  purchaseOrders,
  shipments,
} from '../db/schema/index.ts'
import { reprocessMessage } from '../engine/messages/reprocess.ts'
import { receiveMessage } from './journal/receive.ts'
import { answer } from './testing/cascade.ts'
import { TradingHub } from './testing/trading-hub.ts'

describeOnBothDatabases('A message read again', open => {
  it('applies what was rejected, and nothing twice', async () => {
    const trading = await TradingHub.start(await open())
    const { hub, retailerId } = trading
    await trading.order([{ sku: 'LAMP', quantity: '1' }])
    const order = await trading.purchaseOrder()
    const { acknowledgment, shipNotices } = answer(order)
    const elsewhere = `${order.number}-B`
    const text = JSON.stringify(shipNotices[0]).replaceAll(order.number, elsewhere)
    const { messageId } = await trading.upload(trading.x12(acknowledgment, JSON.parse(text)))
    const found = async () =>
      await hub.orm
        .select({ kind: documents.kind, status: documents.status })
        .from(documents)
        .where(and(eq(documents.messageId, messageId), eq(documents.direction, 'in')))
        .orderBy(documents.position)
    const readAgain = () => hub.work('user:ann', work => reprocessMessage(work, { retailerId, messageId }))
    expect(await found()).toEqual([
      { kind: 'purchase-order-acknowledgment', status: 'applied' },
      { kind: 'ship-notice', status: 'rejected' },
    ])
    const answers = async () => (await trading.sent()).filter(({ kind }) => kind === 'functional-acknowledgment').length
    const answered = await answers()
    expect(answered).toBe(2)

    await readAgain()
    await trading.settled()
    expect((await found())[1]).toMatchObject({ status: 'rejected' })
    expect(await openKinds(trading)).toEqual(['not-applied'])

    await hub.orm.update(purchaseOrders).set({ number: elsewhere }).where(eq(purchaseOrders.number, order.number))
    await readAgain()
    await trading.settled()
    expect((await found()).map(({ status }) => status)).toEqual(['applied', 'applied'])
    expect(await openKinds(trading)).toEqual([])
    expect(await hub.orm.select().from(acknowledgments)).toHaveLength(1)
    expect(await hub.orm.select().from(shipments)).toHaveLength(1)
    const told = await hub.orm.select().from(messageEvents).where(eq(messageEvents.kind, 'read-again'))
    expect(told).toMatchObject([{ detail: { by: 'user:ann', before: [{ kind: 'ship-notice' }] } }, {}])
    // The group was answered when it came: reading it again answers nothing.
    expect(await answers()).toBe(answered)
    await expect(readAgain()).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('finds the partner of a mail whose sender has been entered since, and says before whose nobody knows it is', async () => {
    const trading = await TradingHub.start(await open())
    const { hub, retailerId, partnershipId } = trading
    const { messageId } = await receiveMessage(hub, {
      ...{ retailerId, transport: 'email', wireId: 'mail-1/1', fileName: 'stock.csv' },
      bytes: Buffer.from('Vendor SKU,Quantity Available\nL-1,5\n'),
      evidence: { from: 'desk@pine.example' },
    })
    await trading.settled()
    const [unknown] = await hub.orm.select().from(exceptions)
    expect(unknown).toMatchObject({
      kind: 'not-readable',
      summary: expect.stringContaining('stock.csv: No partner is known to write from desk@pine.example.'),
    })
    const sender = { kind: 'sender', own: retailerId, partner: 'desk@pine.example' } as const
    await hub.orm
      .insert(identities)
      .values({ ...sender, id: hub.newId(), retailerId, partnershipId, createdAt: hub.now() })
    await hub.work('user:ann', work => reprocessMessage(work, { retailerId, messageId }))
    await trading.settled()
    expect(await hub.orm.select().from(messages).where(eq(messages.id, messageId))).toMatchObject([{ partnershipId }])
    expect(await openKinds(trading)).not.toContain('not-readable')
  })
})

async function openKinds({ hub }: TradingHub): Promise<string[]> {
  const rows = await hub.orm.select().from(exceptions)
  return rows.filter(row => row.resolvedAt === null).map(row => row.kind)
}

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, messageEvents, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import type { Arrival } from './arrival.ts'
import { receiveMessage } from './receive.ts'
import { storeIfNew } from './receive-new.ts'

const arrival = (retailerId: string, wireId: string, content = `content of ${wireId}`): Arrival => ({
  message: {
    retailerId,
    transport: 'as2',
    wireId,
    fileName: 'a\u0000.edi',
    contentType: 'application/edi-x12',
    bytes: Buffer.from(content),
    evidence: { sender: 'NORTHWIND', subject: 'a "quoted" \\u0000 one' },
  },
  receipt: { body: Buffer.from(`receipt for ${wireId}`), detail: { headers: { 'Message-ID': `<${wireId}>` } } },
  origin: { bytes: Buffer.from(`frame of ${wireId}`), documentAt: 5 },
})

const all = async (hub: HubDatabase) => ({
  messages: await hub.orm.$count(messages),
  events: await hub.orm.$count(messageEvents),
  blobs: await hub.orm.$count(blobs),
  jobs: await hub.pendingJobs(),
})

describeOnBothDatabases('storeIfNew', open => {
  it('stores messages with their proofs, histories and jobs, the same bytes once', async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const given = [arrival(retailerId, 'a'), arrival(retailerId, 'b', 'content of a'), arrival(retailerId, 'empty', '')]
    const receptions = await storeIfNew(hub, given)
    expect(receptions?.map(({ repeated }) => repeated)).toEqual([false, false, false])
    expect(await all(hub)).toEqual({ messages: 3, events: 3, blobs: 8, jobs: 3 })
    for (const [at, { messageId }] of receptions!.entries()) {
      const { message, receipt, origin } = given[at]!
      const [row] = await hub.orm.select().from(messages).where(eq(messages.id, messageId))
      expect(row).toMatchObject({
        wireId: message.wireId,
        fileName: 'a\u2400.edi',
        origin: 'NORTHWIND',
        status: 'received',
      })
      const detail = row!.receiptDetail as { headers: unknown; origin: { blobId: string; documentAt: number } }
      expect(detail).toMatchObject({ ...receipt?.detail, origin: { documentAt: 5 } })
      const stored = [row!.blobId, row!.receiptBlobId!, detail.origin.blobId]
      const bytes = await Promise.all(stored.map(id => readBlob(hub.orm, retailerId, id)))
      expect(bytes.map(one => Buffer.from(one))).toEqual([message.bytes, receipt?.body, origin?.bytes])
      const [event] = await hub.orm.select().from(messageEvents).where(eq(messageEvents.messageId, messageId))
      expect(event).toMatchObject({ kind: 'received', detail: message.evidence })
    }
  })

  it('leaves all as it is where one of them is not new, by name or by bytes, or is large', async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    await storeIfNew(hub, [arrival(retailerId, 'known')])
    const before = await all(hub)
    expect(await storeIfNew(hub, [arrival(retailerId, 'new'), arrival(retailerId, 'known', 'other')])).toBeUndefined()
    expect(await storeIfNew(hub, [arrival(retailerId, 'new', 'content of known')])).toBeUndefined()
    expect(await storeIfNew(hub, [arrival(retailerId, 'new'), arrival(retailerId, 'new', 'twice')])).toBeUndefined()
    expect(await storeIfNew(hub, [arrival(retailerId, 'large', 'x'.repeat(1024 * 1024 + 1))])).toBeUndefined()
    expect(await all(hub)).toEqual(before)
  })

  it('is followed by a look at what is there: the same again counts as a repeat, the same bytes under another name are stored once', async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const message = (wireId: string) => ({
      ...arrival(retailerId, wireId, 'the same').message,
      bytes: Buffer.from('the same'),
    })
    const first = await receiveMessage(hub, message('a'))
    expect(await receiveMessage(hub, message('a'))).toEqual({ messageId: first.messageId, repeated: true })
    expect(await receiveMessage(hub, message('b'))).toMatchObject({ repeated: false })
    expect(await all(hub)).toMatchObject({ messages: 2, blobs: 1, jobs: 2 })
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { exceptions, messageEvents, messages } from '../../db/schema/index.ts'
import { raiseException } from '../exceptions/raise.ts'
import { seedRetailer } from '../testing/seed.ts'
import { resendMessage } from './resend.ts'

describeOnBothDatabases('resendMessage', open => {
  it('queues a failed message again, once, and settles its exception', async () => {
    const hub = await open()
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [] }] })
    const messageId = hub.newId()
    await hub.work('system', async work => {
      const { blobId } = await storeBlob(work, retailerId, Buffer.from('ISA'))
      await work.tx.insert(messages).values({
        retailerId,
        id: messageId,
        direction: 'out',
        partnershipId: suppliers.Cascade!.partnershipId,
        transport: 'as2',
        wireId: messageId,
        blobId,
        size: 3,
        status: 'failed',
        failureCode: 'partner-refused',
        attempts: 3,
        createdAt: work.now,
      })
      const key = `not-delivered:${messageId}`
      await raiseException(work, {
        retailerId,
        kind: 'not-delivered',
        key,
        messageId,
        summary: 'It could not be delivered.',
      })
    })
    const resend = () => hub.work('user:ann@example.com', work => resendMessage(work, { retailerId, messageId }))
    await resend()
    await expect(resend()).rejects.toThrow('not one that failed')
    const [message] = await hub.orm.select().from(messages).where(eq(messages.id, messageId))
    expect(message).toMatchObject({ status: 'queued', attempts: 0, failureCode: null })
    expect(await hub.pendingJobs()).toBe(1)
    expect(await hub.orm.select().from(messageEvents)).toMatchObject([
      { kind: 'resent', detail: { by: 'user:ann@example.com' } },
    ])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([
      { resolution: 'sent-again', resolvedBy: 'user:ann@example.com' },
    ])
  })
})

import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { documents, exceptions, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { processMessage } from './process-message.ts'

const mebibyte = 1024 * 1024

/** A message in the journal that has this size, as its row says; what is in it is no interchange, which reading it would find out. */
async function receive(hub: HubDatabase, size: number) {
  const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
  const messageId = hub.newId()
  await hub.work('system', async work => {
    const { blobId } = await storeBlob(work, retailerId, Buffer.from('ISA*nonsense'))
    const about = {
      direction: 'in',
      transport: 'as2',
      wireId: messageId,
      fileName: 'all.edi',
      status: 'received',
    } as const
    const { partnershipId } = suppliers.Northwind!
    await work.tx
      .insert(messages)
      .values({ ...about, retailerId, id: messageId, partnershipId, blobId, size, createdAt: work.now })
  })
  const deliver = () => Promise.reject(new Error('Nothing was to be delivered.'))
  const context = { hub, box: secretBox('a secret for tests'), deliver, deliverReceipt: async () => undefined }
  await processMessage({ ...context, largestDocument: 100 }, { retailerId, messageId })
  const [message] = await hub.orm.select().from(messages).where(eq(messages.id, messageId))
  const [exception] = await hub.orm.select().from(exceptions).where(eq(exceptions.messageId, messageId))
  return {
    message,
    exception,
    documents: await hub.orm.select().from(documents).where(eq(documents.messageId, messageId)),
  }
}

describeOnBothDatabases('A message larger than is read in one piece', open => {
  it('is not read, and a person is told what to do', async () => {
    const found = await receive(await open(), 1024 * mebibyte)
    expect(found.message).toMatchObject({ status: 'rejected' })
    expect(found.documents).toEqual([])
    expect(found.exception).toMatchObject({
      kind: 'not-readable',
      expected: 'at most 100 MiB',
      actual: '1024 MiB',
      summary: expect.stringMatching(
        /^all\.edi: The message has 1024 MiB.*it is kept whole.*several smaller ones.*LARGEST_DOCUMENT_MIB/,
      ),
    })
  })

  it('is read when it has just the limit', async () => {
    const { exception } = await receive(await open(), 100 * mebibyte)
    expect(exception?.summary).toMatch(/^all\.edi: /)
    expect(exception?.summary).not.toContain('MiB')
  })
})

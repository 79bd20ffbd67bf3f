import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { documents, feedRuns, messages } from '../../db/schema/index.ts'
import { stockOf } from '../../engine/testing/orders.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { applyDocument } from './apply-document.ts'
import type { JobContext } from './context.ts'
import { processMessage } from './process-message.ts'

/** A feed has nothing delivered. */
const nothing = () => Promise.reject(new Error('Nothing was to be delivered.'))

describeOnBothDatabases('A large stock file in the journal', open => {
  it('is read piece by piece, applied once, and stands for its document', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, {
      suppliers: [{ name: 'Northwind', offers: [{ sku: 'TENT', cost: '20', stock: '5' }] }],
    })
    const { retailerId } = seeded
    const { partnershipId } = seeded.suppliers.Northwind!
    const rows = Array.from({ length: 6_000 }, (_, at) => `UNKNOWN-${at},1`)
    const csv = Buffer.from(['SKU,Quantity', 'NO-TENT,12', ...rows, ''].join('\n'))
    const messageId = hub.newId()
    await hub.work('system', async work => {
      const { blobId } = await storeBlob(work, retailerId, csv)
      await work.tx.insert(messages).values({
        retailerId,
        id: messageId,
        direction: 'in',
        transport: 'sftp',
        wireId: messageId,
        partnershipId,
        blobId,
        size: csv.length,
        fileName: 'stock.csv',
        contentType: 'text/csv',
        status: 'received',
        createdAt: work.now,
      })
    })
    const context: JobContext = {
      hub,
      box: secretBox('a secret for tests'),
      deliver: nothing,
      deliverReceipt: async () => undefined,
    }
    await processMessage(context, { retailerId, messageId })
    const [document] = await hub.orm.select().from(documents)
    expect(document).toMatchObject({ kind: 'inventory-advice', status: 'received', content: null })
    expect(await hub.orm.select().from(feedRuns)).toMatchObject([{ status: 'received', fileSize: csv.length }])
    await applyDocument(context, { retailerId, documentId: document!.id })
    await applyDocument(context, { retailerId, documentId: document!.id })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '0'])
    expect(await hub.orm.select().from(feedRuns)).toMatchObject([
      { status: 'applied', rowsRead: 6_001, rowsChanged: 1, rowsRejected: 6_000, fileRead: csv.length },
    ])
    expect((await hub.orm.select().from(documents))[0]?.status).toBe('applied')
    expect((await hub.orm.select().from(messages))[0]?.status).toBe('processed')
  })
})

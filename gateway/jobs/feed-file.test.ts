import { asc, eq } from 'drizzle-orm'
import { strToU8, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import writeSheet from 'write-excel-file/universal'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { documents, feedRows, feedRuns, messages, partnerships } from '../../db/schema/index.ts'
import { stockOf } from '../../engine/testing/orders.ts'
import { type Seeded, seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { unpacking } from '../feeds/unpack.ts'
import { receiveMessage } from '../journal/receive.ts'
import { applyDocument } from './apply-document.ts'
import type { JobContext } from './context.ts'
import { processMessage } from './process-message.ts'

/** A feed has nothing delivered. */
const nothing = () => Promise.reject(new Error('Nothing was to be delivered.'))

const columns = ['SKU', 'Quantity']

/** A message with a stock file from the first supplier, read and applied as the jobs do it. */
async function receive(hub: HubDatabase, seeded: Seeded, file: { name: string; bytes: Uint8Array }) {
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  const messageId = hub.newId()
  await hub.work('system', async work => {
    const { blobId } = await storeBlob(work, retailerId, file.bytes)
    await work.tx.insert(messages).values({
      ...{ retailerId, id: messageId, direction: 'in', transport: 'sftp', wireId: messageId, partnershipId, blobId },
      ...{ size: file.bytes.length, fileName: file.name, status: 'received', createdAt: work.now },
    })
  })
  await processMessage(context(hub), { retailerId, messageId })
  const of = hub.orm.select().from(documents).where(eq(documents.messageId, messageId))
  const [document] = await of.orderBy(documents.id)
  await applyDocument(context(hub), { retailerId, documentId: document!.id })
}

const context = (hub: HubDatabase): JobContext => ({
  hub,
  box: secretBox('a secret for tests'),
  deliver: nothing,
  deliverReceipt: async () => undefined,
})

describeOnBothDatabases('A feed that is read as a document', open => {
  const start = async () => {
    const hub = await open()
    const offers = [{ sku: 'TENT', cost: '20', stock: '5' }]
    return { hub, seeded: await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] }) }
  }

  it('is taken out of an archive that came by a way that opens none', async () => {
    const { hub, seeded } = await start()
    const bytes = zipSync({ 'stock.csv': strToU8('SKU,Quantity\nNO-TENT,7\n') })
    await receive(hub, seeded, { name: 'stock.zip', bytes })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['7', '0'])
  })

  it('empties nothing that another file of its archive tells', async () => {
    const { hub, seeded } = await start()
    const files = { 'east.csv': 'SKU,Quantity\nNO-TENT,7\n', 'west.csv': 'SKU,Quantity\nNO-LAMP,3\n' }
    const bytes = zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
    await receive(hub, seeded, { name: 'stock.zip', bytes })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['7', '0'])
    // The same by a way that opens archives.
    const { retailerId } = seeded
    const { partnershipId } = seeded.suppliers.Northwind!
    const message = { retailerId, partnershipId, transport: 'sftp' as const, wireId: 'w', fileName: 'stock.zip', bytes }
    await unpacking(received => receiveMessage(hub, received))(message)
    const waiting = await hub.orm.select().from(messages).where(eq(messages.status, 'received'))
    for (const { id } of waiting) await processMessage(context(hub), { retailerId, messageId: id })
    const feeds = await hub.orm.select().from(documents).where(eq(documents.status, 'received'))
    // One of the archive before waits still.
    expect(feeds.map(({ issues }) => issues)).toMatchObject(Array(3).fill([{ code: 'one-of-several' }]))
    for (const { id } of feeds) await applyDocument(context(hub), { retailerId, documentId: id })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['7', '0'])
  })

  it('takes words for quantities though each row names its feed', async () => {
    const { hub, seeded } = await start()
    await hub.orm.update(partnerships).set({ settings: { feeds: { statusWords: { plenty: '50' } } } })
    const bytes = Buffer.from('Feed Number,SKU,Quantity\nF-7,NO-TENT,plenty\n')
    await receive(hub, seeded, { name: 'stock.csv', bytes })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['50', '0'])
  })

  it('keeps the rows of a product feed that could not be read with its run, with all that is wrong with each', async () => {
    const { hub, seeded } = await start()
    const rows = ['Vendor SKU,Title,Cost,Weight', 'NO-TENT,Tent,21,2', 'A,One,abc,x', 'B,,1,1,1', 'C,Three,,1']
    await receive(hub, seeded, { name: 'products.csv', bytes: Buffer.from(`${rows.join('\n')}\n`) })
    const [run] = await hub.orm.select().from(feedRuns)
    const reasons = { 'wrong-value': 1, 'too-many-cells': 1, 'no-cost': 1 }
    expect(run).toMatchObject({ status: 'applied', rowsRead: 4, rowsChanged: 1, rowsRejected: 3, reasons })
    const kept = await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))
    expect(kept).toMatchObject([
      { position: 2, supplierSku: 'C', reason: 'no-cost' },
      {
        position: 3,
        reason: 'wrong-value',
        detail: expect.stringMatching(/^Row 3, column Cost: “abc”.*Row 3, column Weight/),
      },
      {
        position: 4,
        reason: 'too-many-cells',
        detail: expect.stringMatching(/^Row 4 .*Row 4 leaves the column Title blank/),
      },
    ])
  })
})

describeOnBothDatabases('A small stock file in the journal', open => {
  it('means the same as CSV and as a workbook: words for quantities, and rows left out kept with their reasons', async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, {
      suppliers: [
        {
          name: 'Northwind',
          offers: [
            { sku: 'TENT', cost: '20', stock: '5' },
            { sku: 'LAMP', cost: '8', stock: '9' },
          ],
        },
      ],
    })
    const settings = { feeds: { statusWords: { plenty: '50' } } }
    await hub.orm.update(partnerships).set({ settings })
    const csv = Buffer.from(
      [columns.join(), 'NO-TENT,plenty', 'NO-LAMP,sold out', 'NO-TENT,lots', '1.2E+11,3', ''].join('\n'),
    )
    await receive(hub, seeded, { name: 'stock.csv', bytes: csv })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['50', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['0', '0'])
    const reasons = [
      { position: 4, supplierSku: 'NO-TENT', reason: 'wrong-value' },
      { position: 5, supplierSku: '1.2E+11', reason: 'number-damaged' },
    ]
    expect(await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))).toMatchObject(reasons)
    const sheet = [columns, ['NO-TENT', 'plenty'], ['NO-LAMP', 7], ['NO-TENT', 'lots'], [123456789012345680, 3]]
    const workbook = await writeSheet(
      sheet.map((row, at) =>
        row.map(value => ({ value, type: typeof value === 'number' && at > 0 ? Number : String })),
      ) as never,
      {},
    ).toBlob()
    await hub.orm.delete(feedRows)
    await receive(hub, seeded, { name: 'stock.xlsx', bytes: new Uint8Array(await workbook.arrayBuffer()) })
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['7', '0'])
    expect(await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))).toMatchObject(
      reasons.map(({ position, reason }) => ({ position, reason })),
    )
    expect(await hub.orm.select().from(feedRuns).orderBy(asc(feedRuns.id))).toMatchObject([
      { status: 'applied', rowsRead: 4, rowsRejected: 2, fileName: 'stock.csv' },
      { status: 'applied', rowsRead: 4, rowsRejected: 2, fileName: 'stock.xlsx' },
    ])
  })
})

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
    await processMessage(context(hub), { retailerId, messageId })
    const [document] = await hub.orm.select().from(documents)
    expect(document).toMatchObject({ kind: 'inventory-advice', status: 'received', content: null })
    expect(await hub.orm.select().from(feedRuns)).toMatchObject([{ status: 'received', fileSize: csv.length }])
    await applyDocument(context(hub), { retailerId, documentId: document!.id })
    await applyDocument(context(hub), { retailerId, documentId: document!.id })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '0'])
    expect(await hub.orm.select().from(feedRuns)).toMatchObject([
      { status: 'applied', rowsRead: 6_001, rowsChanged: 1, rowsRejected: 6_000, fileRead: csv.length },
    ])
    expect((await hub.orm.select().from(documents))[0]?.status).toBe('applied')
    expect((await hub.orm.select().from(messages))[0]?.status).toBe('processed')
  })
})

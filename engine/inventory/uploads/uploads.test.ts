import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import writeSheet, { type Row } from 'write-excel-file/universal'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { documents, feedRows, feedRuns, feedUploads, partnerMaps } from '../../../db/schema/index.ts'
import { type CsvLayout, guessColumns, layoutOfColumns } from '../../../translators/csv/index.ts'
import { stockOf } from '../../testing/orders.ts'
import { seedRetailer } from '../../testing/seed.ts'
import { mendRows } from '../mend-rows.ts'
import { applyUpload } from './apply-upload.ts'
import { keepUpload } from './keep-upload.ts'
import { type OpenUpload, openUpload } from './open-upload.ts'
import { previewUpload } from './preview-upload.ts'
import { applyQueued, queueUpload } from './queue-upload.ts'

const seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '20', stock: '5' },
        { sku: 'LAMP', cost: '8', stock: '9' },
      ],
    },
  ],
}

async function workbook(rows: (string | number | Date)[][]): Promise<Uint8Array> {
  const cells = rows.map(
    (row): Row =>
      row.map(value =>
        value instanceof Date
          ? { value, type: Date, format: 'yyyy-mm-dd' }
          : typeof value === 'number'
            ? { value, type: Number }
            : { value, type: String },
      ),
  )
  const blob = await writeSheet(cells, {}).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}

/** The layout as it is guessed. */
function guessed({ table, kind, kept }: OpenUpload): CsvLayout {
  const paths = guessColumns(table!, kind, kept)
  const made = layoutOfColumns(table!, { kind, paths, decimalMark: table!.decimalMark, scope: 'delta' })
  if ('faults' in made) throw new Error(JSON.stringify(made.faults))
  return made.layout
}

describeOnBothDatabases('An uploaded feed', open => {
  const start = async () => {
    const hub = await open()
    const seeded = await seedRetailer(hub, seed)
    const { retailerId } = seeded
    const { partnershipId } = seeded.suppliers.Northwind!
    const keep = async (bytes: Uint8Array, fileName: string) => {
      const file = { retailerId, partnershipId, kind: 'inventory', fileName, bytes } as const
      const uploadId = await hub.work('user:ann', work => keepUpload(work, file))
      return { retailerId, uploadId, opened: await openUpload(hub.orm, { retailerId, uploadId }) }
    }
    return { hub, seeded, retailerId, partnershipId, keep }
  }
  const maps = (hub: HubDatabase) => hub.orm.select().from(partnerMaps).orderBy(asc(partnerMaps.version))

  it('is applied in the background once, with how far it has got; refused, it can be queued again', async () => {
    const { hub, seeded, keep } = await start()
    const lines = Array.from({ length: 60_000 }, (_, at) => `NOPE-${at};1;some words to make the file longer`)
    const file = Buffer.from(['Code;Bestand;Rest', 'NO-TENT;7;', ...lines, ''].join('\n'))
    const { retailerId, uploadId, opened } = await keep(file, 'large.csv')
    const ref = { retailerId, uploadId }
    const layout = guessed(opened)
    const queue = (by: CsvLayout) =>
      hub.work('user:ann', work => queueUpload(work, { ...ref, layout: by, scope: 'delta', keep: true }))
    const row = async () => (await hub.orm.select().from(feedUploads).where(eq(feedUploads.id, uploadId)))[0]!
    await queue({
      ...layout,
      columns: layout.columns.map(one => ({ ...one, names: one.names.map(name => `${name} of another`) })),
    })
    await expect(queue(layout)).rejects.toMatchObject({ code: 'wrong-state' })
    await applyQueued(hub, ref)
    expect(await row()).toMatchObject({ queued: null, documentId: null, refusal: expect.stringMatching(/./) })
    await queue(layout)
    await Promise.all([applyQueued(hub, ref), applyQueued(hub, ref)])
    const applied = await row()
    expect(applied).toMatchObject({ queued: null, refusal: null, feedRunId: expect.any(String) })
    if (hub.database.kind === 'server') expect(applied).toMatchObject({ octetsRead: file.length, rowsRead: 60_001 })
    const done = (await hub.orm.select().from(feedRuns)).filter(({ status }) => status === 'applied')
    expect(done).toMatchObject([{ id: applied.feedRunId, rowsRead: 60_001, rowsChanged: 1, rowsRejected: 60_000 }])
    expect((await stockOf(hub, seeded, 'Northwind/TENT'))[0]).toBe('7')
    await expect(queue(layout)).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('is tried without a trace, applied once, and its layout kept in versions', async () => {
    const { hub, seeded, keep } = await start()
    const { retailerId, uploadId, opened } = await keep(Buffer.from('Code;Bestand\nNO-TENT;7\nNOPE;1\n'), 'a.csv')
    const command = { retailerId, uploadId, layout: guessed(opened), scope: 'delta' } as const
    const preview = await previewUpload(hub, 'user:ann', command)
    expect(preview.run).toMatchObject({ status: 'applied', rowsRead: 2, rowsChanged: 1, rowsRejected: 1 })
    expect(preview.rejected).toMatchObject([{ position: 3, supplierSku: 'NOPE', reason: 'unknown-item' }])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '0'])
    expect(await hub.orm.select().from(feedRuns)).toEqual([])
    expect(await hub.orm.select().from(documents)).toEqual([])
    await hub.work('user:ann', work => applyUpload(work, { ...command, keep: true }))
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['7', '0'])
    const again = hub.work('user:ann', work => applyUpload(work, { ...command, keep: true }))
    await expect(again).rejects.toMatchObject({ code: 'wrong-state' })
    const next = await keep(Buffer.from('Code;Bestand\nNO-TENT;8\n'), 'b.csv')
    const layout = guessed(next.opened)
    await hub.work('user:ann', work => applyUpload(work, { ...command, uploadId: next.uploadId, layout, keep: true }))
    expect(await maps(hub)).toMatchObject([{ status: 'published', version: 1, reason: 'Columns matched on a.csv' }])
    const other = await keep(Buffer.from('Code,Bestand,Preis\nNO-TENT,9,21.5\n'), 'c.csv')
    const changed = { ...command, uploadId: other.uploadId, layout: guessed(other.opened) }
    await hub.work('user:ann', work => applyUpload(work, { ...changed, keep: true }))
    expect((await maps(hub)).map(map => map.status)).toEqual(['retired', 'published'])
  })

  it('is read from a workbook, whose damage keeps its rows out', async () => {
    const { hub, seeded, keep } = await start()
    const day = new Date(Date.UTC(2026, 2, 1))
    const bytes = await workbook([
      ['Stock of today', ''],
      ['SKU', 'Qty'],
      ['NO-TENT', 3],
      [day, 4],
      ['0042', 1],
      [43, 1],
      ['NO-LAMP', 6],
    ])
    const { retailerId, uploadId, opened } = await keep(bytes, 'a.xlsx')
    expect(opened).toMatchObject({ isWorkbook: true, table: { header: { row: 2 } } })
    const command = { retailerId, uploadId, layout: guessed(opened), scope: 'delta', keep: true } as const
    const outcome = await hub.work('user:ann', work => applyUpload(work, command))
    expect(outcome.issues.map(issue => issue.code)).toContain('leading-zeros-lost')
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['6', '0'])
    expect(await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))).toMatchObject([
      { position: 4, reason: 'number-damaged', detail: expect.stringContaining('made a date (2026-03-01)') },
      { position: 5, reason: 'unknown-item' },
      { position: 6, reason: 'unknown-item' },
    ])
  })

  it('has rows mended that it left out, each once, and only by whose run it is', async () => {
    const { hub, seeded, keep, partnershipId } = await start()
    const { retailerId, uploadId, opened } = await keep(
      Buffer.from('Code,Qty\nNO-TENT,x\nNOPE,4\n,5\nNO-LAMP,9\n'),
      'a.csv',
    )
    const layout = guessed(opened)
    const { id } = await hub.work('user:ann', work =>
      applyUpload(work, { retailerId, uploadId, layout, scope: 'delta', keep: false }),
    )
    const command = { retailerId, feedRunId: id!, partnershipId }
    const mend = (rows: { position: number; supplierSku: string; quantity: string }[], as = partnershipId) =>
      hub.work('user:ann', work => mendRows(work, { ...command, partnershipId: as, rows }))
    await expect(mend([{ position: 2, supplierSku: 'NO-TENT', quantity: 'y' }])).rejects.toMatchObject({
      fields: { 'rows[2][quantity]': expect.any(String) },
    })
    await expect(mend([{ position: 2, supplierSku: 'NO-TENT', quantity: '1' }], hub.newId())).rejects.toMatchObject({
      code: 'not-found',
    })
    const mended = await mend([
      { position: 2, supplierSku: 'NO-TENT', quantity: '12' },
      { position: 3, supplierSku: 'STILL-NOT', quantity: '4' },
    ])
    expect(mended).toMatchObject({ result: 'applied', issues: [{ code: 'unknown-item' }] })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['12', '0'])
    const left = await hub.orm.select().from(feedRows).where(eq(feedRows.feedRunId, id!))
    expect(left.map(row => row.position)).toEqual([4])
    await expect(mend([{ position: 2, supplierSku: 'NO-TENT', quantity: '1' }])).rejects.toMatchObject({
      code: 'wrong-state',
    })
  })
})

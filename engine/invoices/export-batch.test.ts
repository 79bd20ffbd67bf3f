import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { exportBatches, exportItems, invoices } from '../../db/schema/index.ts'
import { batchFile } from './batch-file.ts'
import { changeBookSettings } from './change-book-settings.ts'
import { exportBatch } from './export-batch.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'
import { voidBatch } from './void-batch.ts'

const exportNow = (scene: Scene, format: 'quickbooks-online' | 'journal' = 'quickbooks-online') =>
  scene.hub.work('user:ann@example.com', work => exportBatch(work, { retailerId: scene.retailerId, format }))

const voidNow = (scene: Scene, batchId: string, reason = 'wrong period') =>
  scene.hub.work('user:ann@example.com', work => voidBatch(work, { retailerId: scene.retailerId, batchId, reason }))

const rowsOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd().split('\r\n').slice(1)

describeOnBothDatabases('exportBatch', open => {
  /** INV-1 matched and INV-2 short-paid; both of ten. */
  const approved = async () => {
    const scene = await openScene(await open({ now: () => new Date('2026-03-04T12:00:00Z') }))
    for (const [number, unitPrice] of [
      ['INV-1', '12.5'],
      ['INV-2', '13'],
    ] as const) {
      const po = await scene.order('10')
      await scene.ship(po, `S-${number}`, '10')
      await scene.receive(invoiceFor(po, number, '10', { line: { unitPrice } }))
    }
    await scene.pump()
    const { retailerId, hub } = scene
    const { id: invoiceId } = await scene.invoice('INV-2')
    await hub.work('user:ann@example.com', work =>
      resolveInvoice(work, { retailerId, invoiceId, resolution: 'short-pay', reason: 'agreed price' }),
    )
    return scene
  }

  it('writes what is to be paid of each line and charge', async () => {
    const scene = await approved()
    const batch = await exportNow(scene)
    expect(batch).toMatchObject({ number: 1, invoices: 2 })
    expect(batch!.fileName).toMatch(/-bills-000001-quickbooks-online\.csv$/)
    const rows = rowsOf(batch!.bytes)
    expect(rows.map(row => row.split(',')[0])).toEqual(['INV-1', 'INV-1', 'INV-2', 'INV-2'])
    expect(rows[0]).toContain('Northwind,03/04/2026,04/03/2026')
    expect(rows[0]).toContain('PO-000001')
    expect(rows.map(row => row.match(/,(-?\d+\.\d\d),USD/)?.[1])).toEqual(['125.00', '5.00', '125.00', '5.00'])
    expect(rows[2]).toContain('short-paid by 5.00 of 135.00')
    expect(await scene.hub.orm.select().from(invoices)).toMatchObject([{ status: 'exported' }, { status: 'exported' }])
    const [stored] = await scene.hub.orm.select().from(exportBatches)
    expect(stored).toMatchObject({ total: '260', currency: 'USD', actor: 'user:ann@example.com' })
  })

  it('exports an invoice once, and gives the same bytes again on demand', async () => {
    const scene = await approved()
    const batch = (await exportNow(scene))!
    expect(await exportNow(scene)).toBeUndefined()
    const again = await batchFile(scene.hub.orm, { retailerId: scene.retailerId, batchId: batch.batchId })
    expect([again.fileName, new Uint8Array(again.bytes)]).toEqual([batch.fileName, batch.bytes])
    const other = batchFile(scene.hub.orm, { retailerId: scene.hub.newId(), batchId: batch.batchId })
    await expect(other).rejects.toMatchObject({ code: 'not-found' })
  })

  it('shares invoices out among those who export at the same time, and leaves no gap in the numbers', async () => {
    const scene = await approved()
    const batches = (await Promise.all([exportNow(scene), exportNow(scene), exportNow(scene)])).filter(one => one)
    expect(batches.reduce((total, batch) => total + batch!.invoices, 0)).toBe(2)
    expect(batches.map(batch => batch!.number).toSorted()).toEqual(batches.map((_, index) => index + 1))
    expect(await scene.hub.orm.select().from(exportItems)).toHaveLength(2)
  })

  it('takes a batch back with a reason; its invoices are exported again under the next number', async () => {
    const scene = await approved()
    const first = (await exportNow(scene))!
    await expect(voidNow(scene, first.batchId, ' ')).rejects.toMatchObject({ code: 'invalid-input' })
    await voidNow(scene, first.batchId)
    await voidNow(scene, first.batchId, 'again')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '130' })
    const second = (await exportNow(scene))!
    expect(second).toMatchObject({ number: 2, invoices: 2 })
    expect(rowsOf(second.bytes)).toEqual(rowsOf(first.bytes))
    const [kept] = await scene.hub.orm.select().from(exportBatches).where(eq(exportBatches.number, 1))
    expect(kept).toMatchObject({ voidReason: 'wrong period' })
    const { retailerId } = scene
    const again = await batchFile(scene.hub.orm, { retailerId, batchId: first.batchId })
    expect(new Uint8Array(again.bytes)).toEqual(first.bytes)
  })

  it('does not take back what is paid', async () => {
    const scene = await approved()
    const batch = (await exportNow(scene))!
    await scene.hub.orm.update(invoices).set({ status: 'paid' }).where(eq(invoices.number, 'INV-1'))
    await expect(voidNow(scene, batch.batchId)).rejects.toMatchObject({ code: 'wrong-state' })
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'exported' })
  })

  it('exports one currency at a time, and credit memos as what they take away', async () => {
    const scene = await approved()
    await scene.hub.orm.update(invoices).set({ currency: 'EUR' }).where(eq(invoices.number, 'INV-2'))
    await scene.receive(invoiceFor('PO-000001', 'CM-1', '2', { type: 'credit-memo', allowancesAndCharges: [] }))
    await scene.pump()
    const dollars = (await exportNow(scene, 'journal'))!
    expect(dollars.invoices).toBe(2)
    const [stored] = await scene.hub.orm.select().from(exportBatches)
    expect(stored).toMatchObject({ total: '105', currency: 'USD' })
    expect(rowsOf(dollars.bytes).filter(row => row.includes('CM-1'))[0]).toContain('Cost of Goods Sold,,25.00')
    expect(await exportNow(scene)).toMatchObject({ number: 2, invoices: 1 })
    await voidNow(scene, dollars.batchId)
    const { retailerId } = scene
    const batch = (await exportNow(scene))!
    expect(rowsOf(batch.bytes).map(row => row.split(',')[0])).toEqual(['INV-1', 'INV-1'])
    const credits = await batchFile(scene.hub.orm, { retailerId, batchId: batch.batchId, part: 'credits' })
    expect(credits.fileName).toMatch(/-bills-000003-quickbooks-online-journal-entries\.csv$/)
    expect(rowsOf(credits.bytes)[0]).toContain('000003-1,03/04/2026,Accounts Payable,25.00,')
    const none = batchFile(scene.hub.orm, { retailerId, batchId: dollars.batchId, part: 'credits' })
    await expect(none).rejects.toMatchObject({ code: 'not-found' })
  })

  it('makes a further batch of what one file cannot hold: the same number of two suppliers, of which an import would make one bill', async () => {
    const scene = await approved()
    await scene.hub.orm.update(invoices).set({ number: 'inv-1' }).where(eq(invoices.number, 'INV-2'))
    const first = (await exportNow(scene))!
    const second = (await exportNow(scene))!
    expect([first, second]).toMatchObject([
      { number: 1, invoices: 1 },
      { number: 2, invoices: 1 },
    ])
    expect(rowsOf(first.bytes).every(row => row.startsWith('INV-1,'))).toBe(true)
    expect(rowsOf(second.bytes).every(row => row.startsWith('inv-1,'))).toBe(true)
    expect(await exportNow(scene)).toBeUndefined()
  })

  it('exports what is dated up to the end of a period, with days as the books have them', async () => {
    const scene = await approved()
    const { retailerId, hub } = scene
    await hub.orm.update(invoices).set({ invoiceDate: '2026-03-31' }).where(eq(invoices.number, 'INV-2'))
    const value = { dateFormat: 'DD/MM/YYYY', taxType: 'No VAT' }
    await hub.work('user:ann@example.com', work => changeBookSettings(work, { retailerId, section: 'exports', value }))
    const exportUntil = (datedUntil: string) =>
      hub.work('user:ann@example.com', work => exportBatch(work, { retailerId, format: 'xero', datedUntil }))
    expect(await exportUntil('2026-03-03')).toBeUndefined()
    const march = (await exportUntil('2026-03-30'))!
    expect(rowsOf(march.bytes)[0]).toMatch(/,INV-1,04\/03\/2026,.*,No VAT,0\.00,/)
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'approved' })
    expect(await exportUntil('2026-03-31')).toMatchObject({ number: 2, invoices: 1 })
  })
})

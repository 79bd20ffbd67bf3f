import Big from 'big.js'
import { desc, eq, isNull } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { exportBatches, exportItems, exportLines, invoiceLines, invoices } from '../../db/schema/index.ts'
import { type BillFormatName, billFormatNames } from '../../translators/accounting/index.ts'
import { splitRows } from '../../translators/csv/rows.ts'
import { batchFile } from './batch-file.ts'
import { exportBatch } from './export-batch.ts'
import { type InvoiceResolution, invoiceResolutions } from './resolutions.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'
import { voidBatch } from './void-batch.ts'

type Step =
  | { does: 'ship' | 'invoice' | 'credit-memo'; quantity: number; unitPrice: string }
  | { does: 'resolve'; which: number; resolution: InvoiceResolution }
  | { does: 'export'; format: BillFormatName }
  | { does: 'take-back'; which: number }

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        does: fc.constantFrom('ship' as const, 'invoice' as const),
        quantity: fc.integer({ min: 1, max: 7 }),
        unitPrice: fc.constantFrom('12.5', '12.5', '12', '13'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('credit-memo' as const),
        quantity: fc.integer({ min: 1, max: 4 }),
        unitPrice: fc.constantFrom('12.5', '1'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('resolve' as const),
        which: fc.nat(5),
        resolution: fc.constantFrom(...invoiceResolutions),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ does: fc.constant('export' as const), format: fc.constantFrom(...billFormatNames) }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('take-back' as const), which: fc.nat(2) }) },
  ),
  { minLength: 3, maxLength: 12 },
)

/** Carries a step out. What the commands refuse is refused with an application error, and anything else fails the test. */
async function take(scene: Scene, po: string, step: Step, number: string): Promise<void> {
  const { hub, retailerId } = scene
  if (step.does === 'ship') await scene.ship(po, number, String(step.quantity))
  else if (step.does === 'export')
    await hub.work('test', work => exportBatch(work, { retailerId, format: step.format }))
  else if (step.does === 'take-back') await takeBack(scene, step.which)
  else if (step.does === 'resolve') await resolveOne(scene, step.which, step.resolution)
  else {
    const line = { unitPrice: step.unitPrice }
    await scene.receive(
      invoiceFor(po, number, String(step.quantity), { type: step.does, allowancesAndCharges: [], line }),
    )
  }
  await scene.pump()
}

async function resolveOne(scene: Scene, which: number, resolution: InvoiceResolution): Promise<void> {
  const { hub, retailerId } = scene
  const all = await hub.orm.select().from(invoices).orderBy(invoices.id)
  const chosen = all[all.length - 1 - which]
  if (!chosen) return
  const command = { retailerId, invoiceId: chosen.id, resolution, reason: 'so decided' }
  await hub
    .work('test', work => resolveInvoice(work, command))
    .catch((error: unknown) => {
      if (!(error instanceof ApplicationError)) throw error
    })
}

async function takeBack({ hub, retailerId }: Scene, which: number): Promise<void> {
  const batches = await hub.orm.select().from(exportBatches).orderBy(desc(exportBatches.number))
  const batchId = batches[which]?.id
  if (batchId) await hub.work('test', work => voidBatch(work, { retailerId, batchId, reason: 'wrong period' }))
}

const signed = ({ type, payable }: { type: string; payable: string | null }) =>
  new Big(payable!).times(type === 'invoice' ? 1 : -1)
const sumOf = (amounts: Iterable<Big | string>) =>
  [...amounts].reduce((sum: Big, one) => sum.plus(one), new Big(0)).toFixed(2)

/** What batches that stand hold is what was exported, each invoice once, and the lines of each come to what it says. */
async function expectTrueBooks({ hub: { orm } }: Scene): Promise<void> {
  const exported = await orm.select().from(invoices).where(eq(invoices.status, 'exported'))
  const items = await orm.select().from(exportItems).where(isNull(exportItems.voidedAt))
  expect(items.map(item => item.invoiceId).sort()).toEqual(exported.map(invoice => invoice.id).sort())
  expect(sumOf(items.map(item => item.amount))).toBe(sumOf(exported.map(signed)))
  const lines = await orm.select().from(exportLines)
  const all = await orm.select().from(exportItems)
  for (const batch of await orm.select().from(exportBatches)) {
    const its = (rows: { batchId: string; amount: string }[]) =>
      sumOf(rows.filter(row => row.batchId === batch.id).map(row => row.amount))
    expect([its(all), its(lines)]).toEqual([sumOf([batch.total]), sumOf([batch.total])])
    expect(await totalOfFiles(orm, batch)).toBe(sumOf([batch.total]))
  }
}

type Cells = (column: string) => string

/** What one row of a file adds to what is owed, read as its program would. */
const owedBy: Readonly<Record<BillFormatName, (cells: Cells) => Big>> = {
  'quickbooks-online': cells => new Big(cells('*LineAmount')),
  xero: cells => new Big(cells('*Quantity')).times(cells('*UnitAmount')).round(2, Big.roundHalfUp),
  netsuite: cells => new Big(cells('Expense Amount')),
  journal: cells => (cells('Account') === 'Accounts Payable' ? less(cells('Credit'), cells('Debit')) : new Big(0)),
}
const givenBy = (format: string) => (cells: Cells) => {
  if (format === 'netsuite') return new Big(cells('Expense Amount'))
  return cells('*AccountName') === 'Accounts Payable' ? less(cells('*Debits'), cells('*Credits')) : new Big(0)
}
const less = (one: string, other: string) => new Big(one || '0').minus(other || '0')

async function totalOfFiles(orm: Orm, batch: typeof exportBatches.$inferSelect): Promise<string> {
  const { retailerId, id: batchId, format, creditsBlobId } = batch
  const read = async (part: 'bills' | 'credits') => {
    const { bytes } = await batchFile(orm, { retailerId, batchId, part })
    const { rows } = splitRows(new TextDecoder().decode(bytes), { delimiter: ',', quote: '"' })
    const [header = [], ...body] = rows.filter(row => row.length > 1)
    return body.map(
      (row): Cells =>
        column =>
          row[header.indexOf(column)]!,
    )
  }
  const owed = (await read('bills')).map(owedBy[format as BillFormatName])
  const given = creditsBlobId === null ? [] : (await read('credits')).map(givenBy(format))
  return new Big(sumOf(owed)).minus(sumOf(given)).toFixed(2)
}

/** What lines have counted, by the purchase order line and the kind of document. */
async function countedOn(scene: Scene, orderLineId: string, type: 'invoice' | 'credit-memo'): Promise<number> {
  const rows = await scene.hub.orm.select().from(invoiceLines)
  const heads = new Map((await scene.hub.orm.select().from(invoices)).map(row => [row.id, row]))
  return rows
    .filter(row => row.purchaseOrderLineId === orderLineId && heads.get(row.invoiceId)!.type === type)
    .reduce((total, row) => total + Number(row.countedInOrderUnits), 0)
}

describeOnBothDatabases('invoices of one purchase order', open => {
  it('keep its counters and the books true, whatever comes and whatever is decided', async () => {
    const scene = await openScene(await open(), { tolerances: { quantity: { amount: '1' } } })
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async story => {
        run += 1
        const po = await scene.order('12')
        for (const [index, step] of story.entries()) {
          await take(scene, po, step, `${run}-${index}`)
          const { line } = await scene.purchaseOrder(po)
          expect(Number(line.invoiced)).toBe(await countedOn(scene, line.id, 'invoice'))
          expect(Number(line.credited)).toBe(await countedOn(scene, line.id, 'credit-memo'))
        }
        for (const row of await scene.hub.orm.select().from(invoices)) {
          expect(row.payable === null).toBe(!['approved', 'exported'].includes(row.status))
          expect(Number(row.payable ?? 0)).toBeLessThanOrEqual(Number(row.total))
        }
        await expectTrueBooks(scene)
      }),
      { numRuns: 8, seed: 20260302 },
    )
  })
})

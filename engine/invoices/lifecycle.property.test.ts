import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { ApplicationError } from '../../db/application-error.ts'
import { invoiceLines, invoices } from '../../db/schema/index.ts'
import { exportBatch } from './export-batch.ts'
import { type InvoiceResolution, invoiceResolutions } from './resolutions.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'

type Step =
  | { does: 'ship' | 'invoice' | 'credit-memo'; quantity: number; unitPrice: string }
  | { does: 'resolve'; which: number; resolution: InvoiceResolution }
  | { does: 'export' }

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
    { weight: 1, arbitrary: fc.record({ does: fc.constant('export' as const) }) },
  ),
  { minLength: 3, maxLength: 9 },
)

/** Carries a step out. What the commands refuse is refused with an application error, and anything else fails the test. */
async function take(scene: Scene, po: string, step: Step, number: string): Promise<void> {
  const { hub, retailerId } = scene
  if (step.does === 'ship') await scene.ship(po, number, String(step.quantity))
  else if (step.does === 'export') await hub.work('test', work => exportBatch(work, { retailerId, format: 'journal' }))
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

/** What lines have counted, by the purchase order line and the kind of document. */
async function countedOn(scene: Scene, orderLineId: string, type: 'invoice' | 'credit-memo'): Promise<number> {
  const rows = await scene.hub.orm.select().from(invoiceLines)
  const heads = new Map((await scene.hub.orm.select().from(invoices)).map(row => [row.id, row]))
  return rows
    .filter(row => row.purchaseOrderLineId === orderLineId && heads.get(row.invoiceId)!.type === type)
    .reduce((total, row) => total + Number(row.countedInOrderUnits), 0)
}

describeOnBothDatabases('invoices of one purchase order', open => {
  it('keep its counters true, whatever comes and whatever is decided', async () => {
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
      }),
      { numRuns: 8, seed: 20260302 },
    )
  })
})

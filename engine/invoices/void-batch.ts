import { and, eq, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { exportBatches, exportItems, invoices } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'

/**
 * Takes an export batch back: its invoices wait for export again, and the batch keeps its number, its bytes and the reason. Voided again it
 * stays as it is. Throws `not-found`, `invalid-input` without a reason, and `wrong-state` when one of its invoices is paid.
 */
export async function voidBatch(
  work: Work,
  command: { retailerId: string; batchId: string; reason: string },
): Promise<void> {
  const { retailerId, batchId } = command
  const voidReason = command.reason.trim()
  if (!voidReason)
    throw new ApplicationError('invalid-input', 'Please give a reason.', { reason: 'Please give a reason.' })
  const thisBatch = and(eq(exportBatches.retailerId, retailerId), eq(exportBatches.id, batchId))
  const [batch] = await work.tx.select().from(exportBatches).where(thisBatch).for('update')
  if (!batch) throw new ApplicationError('not-found', 'There is no such export batch.')
  if (batch.voidedAt) return
  const items = await work.tx
    .update(exportItems)
    .set({ voidedAt: work.now })
    .where(and(eq(exportItems.retailerId, retailerId), eq(exportItems.batchId, batchId), isNull(exportItems.voidedAt)))
    .returning({ invoiceId: exportItems.invoiceId })
  await work.tx.update(exportBatches).set({ voidedAt: work.now, voidReason }).where(thisBatch)
  const data = { batchId, batch: batch.number, reason: voidReason }
  for (const { invoiceId } of items) await takeBack(work, retailerId, invoiceId, data)
}

async function takeBack(
  work: Work,
  retailerId: string,
  invoiceId: string,
  data: Record<string, unknown>,
): Promise<void> {
  const [invoice] = await work.tx
    .update(invoices)
    .set({ status: 'approved', updatedAt: work.now })
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.id, invoiceId), eq(invoices.status, 'exported')))
    .returning()
  if (!invoice) throw new ApplicationError('wrong-state', 'An invoice of this batch is paid already.')
  const { partnershipId, purchaseOrderId, documentId } = invoice
  const subject = { invoiceId, partnershipId, purchaseOrderId, documentId }
  await recordEvent(work, retailerId, 'invoice.export-voided', subject, data)
}

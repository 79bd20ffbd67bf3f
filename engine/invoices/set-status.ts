import { and, eq } from 'drizzle-orm'
import { type InvoiceStatus, invoices } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import type { LockedInvoice } from './lock.ts'

/** Once here, an invoice is matched no more. */
const settledStatuses: readonly InvoiceStatus[] = ['approved', 'exported', 'paid', 'void']

/** Whether an invoice has been decided on for good. */
export function isSettled(status: InvoiceStatus): boolean {
  return settledStatuses.includes(status)
}

/** Statuses of invoices that a match can still change. */
export const openStatuses: readonly InvoiceStatus[] = [
  'received',
  'waiting',
  'matched',
  'within-tolerance',
  'exception',
]

/** Stores a new status with what goes with it, and its event. The invoice is locked. */
export async function setStatus(
  work: Work,
  held: LockedInvoice,
  change: Partial<typeof invoices.$inferInsert> & { status: InvoiceStatus },
  event: { type: string; data?: Record<string, unknown> },
): Promise<void> {
  const { retailerId, id } = held.invoice
  await work.tx
    .update(invoices)
    .set({ ...change, updatedAt: work.now })
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.id, id)))
  await recordEvent(work, retailerId, event.type, subjectOf(held), { number: held.invoice.number, ...event.data })
}

/** What the events of an invoice are about. */
function subjectOf({ invoice, orders }: Pick<LockedInvoice, 'invoice' | 'orders'>) {
  const { id: invoiceId, partnershipId, documentId } = invoice
  return { invoiceId, partnershipId, documentId, purchaseOrderId: orders[0]?.id, orderId: orders[0]?.orderId }
}

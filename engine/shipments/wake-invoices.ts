import { and, eq, inArray, or } from 'drizzle-orm'
import { invoiceLines, invoices, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Has the invoices matched again that wait for a shipment of these purchase orders. */
export async function wakeInvoices(work: Work, retailerId: string, purchaseOrderIds: string[]): Promise<void> {
  const waiting = await work.tx
    .selectDistinct({ id: invoices.id })
    .from(invoices)
    .leftJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, invoices.retailerId), eq(invoiceLines.invoiceId, invoices.id)),
    )
    .leftJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, invoiceLines.retailerId),
        eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
      ),
    )
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        eq(invoices.status, 'waiting'),
        or(
          inArray(invoices.purchaseOrderId, purchaseOrderIds),
          inArray(purchaseOrderLines.purchaseOrderId, purchaseOrderIds),
        ),
      ),
    )
    .orderBy(invoices.id)
  for (const { id } of waiting) await work.enqueue('match-invoice', { retailerId, invoiceId: id })
}

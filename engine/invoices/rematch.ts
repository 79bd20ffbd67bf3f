import { and, eq, inArray, ne, or } from 'drizzle-orm'
import { invoiceLines, invoices, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { openStatuses } from './set-status.ts'

/**
 * Has every invoice of these purchase orders that is not settled yet matched again, in the order in which they came: to be called when more
 * was shipped, or less is billed.
 */
export async function rematchInvoices(
  work: Work,
  command: {
    retailerId: string
    purchaseOrderIds: readonly string[]
    type?: 'invoice' | 'credit-memo'
    except?: string
  },
): Promise<void> {
  const { retailerId, purchaseOrderIds, type, except } = command
  if (purchaseOrderIds.length === 0) return
  const matched = work.tx
    .select({ id: invoiceLines.invoiceId })
    .from(invoiceLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, invoiceLines.retailerId),
        eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
      ),
    )
    .where(
      and(eq(invoiceLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, [...purchaseOrderIds])),
    )
  const rows = await work.tx
    .select({ id: invoices.id })
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        inArray(invoices.status, [...openStatuses]),
        or(inArray(invoices.purchaseOrderId, [...purchaseOrderIds]), inArray(invoices.id, matched)),
        type && eq(invoices.type, type),
        except ? ne(invoices.id, except) : undefined,
      ),
    )
    .orderBy(invoices.id)
  for (const { id: invoiceId } of rows) await work.enqueue('match-invoice', { retailerId, invoiceId })
}

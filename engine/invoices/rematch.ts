import { and, eq, inArray, ne } from 'drizzle-orm'
import { invoiceLines, invoices, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isAnyOf, isFoundBy } from '../records.ts'
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
  const open = and(
    eq(invoices.retailerId, retailerId),
    inArray(invoices.status, [...openStatuses]),
    type && eq(invoices.type, type),
    except ? ne(invoices.id, except) : undefined,
  )
  const ordered = work.tx
    .select({ id: purchaseOrderLines.id })
    .from(purchaseOrderLines)
    .where(
      and(eq(purchaseOrderLines.retailerId, retailerId), isAnyOf(purchaseOrderLines.purchaseOrderId, purchaseOrderIds)),
    )
  const billing = work.tx
    .select({ id: invoiceLines.invoiceId })
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), isFoundBy(invoiceLines.purchaseOrderLineId, ordered)))
  // Two look-ups by index, where one of either condition would look through every open invoice.
  const [byHead, byLine] = await Promise.all([
    work.tx
      .select({ id: invoices.id })
      .from(invoices)
      .where(and(isAnyOf(invoices.purchaseOrderId, purchaseOrderIds), open)),
    work.tx
      .select({ id: invoices.id })
      .from(invoices)
      .where(and(isFoundBy(invoices.id, billing), open)),
  ])
  const ids = new Set([...byHead, ...byLine].map(row => row.id))
  for (const invoiceId of [...ids].sort()) await work.enqueue('match-invoice', { retailerId, invoiceId })
}

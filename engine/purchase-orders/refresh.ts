import { and, eq, inArray, or } from 'drizzle-orm'
import {
  acknowledgmentLines,
  acknowledgments,
  invoiceLines,
  invoices,
  type PurchaseOrderStatus,
  purchaseOrderLines,
  purchaseOrders,
} from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { settleDeadlines } from '../deadlines/settle.ts'
import { refreshOrder } from '../orders/refresh.ts'
import { type BilledLine, isFullyBilled, purchaseOrderAnswer, purchaseOrderStatus } from './status.ts'

/**
 * Derives the status and answer of a purchase order, and the status of its customer's order, and stores them. Call it after any change of the
 * order's lines or invoices, having locked it with `lockPurchaseOrder`.
 */
export async function refreshPurchaseOrder(
  work: Work,
  { retailerId, purchaseOrderId }: { retailerId: string; purchaseOrderId: string },
): Promise<PurchaseOrderStatus> {
  const thisOrder = and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderId))
  const [order] = await work.tx.select().from(purchaseOrders).where(thisOrder)
  const lines = await work.tx
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId)))
  const { partnershipId, orderId } = order!
  const status = purchaseOrderStatus({
    lines,
    released: order!.releasedAt !== null,
    sent: order!.sentAt !== null,
    acknowledged: order!.acknowledgedAt !== null,
    settled: partnershipId === null || (await isPaidFor(work, retailerId, purchaseOrderId, lines)),
  })
  const answer = purchaseOrderAnswer(lines, await isChanged(work, retailerId, purchaseOrderId))
  if (status !== order!.status || answer !== order!.answer) {
    const over = status === 'closed' || status === 'cancelled'
    await work.tx
      .update(purchaseOrders)
      .set({
        status,
        answer,
        shippedAt: order!.shippedAt ?? (allShipped.has(status) ? work.now : null),
        closedAt: over ? (order!.closedAt ?? work.now) : null,
        updatedAt: work.now,
      })
      .where(thisOrder)
    if (over && status !== order!.status) {
      await recordEvent(work, retailerId, `purchase-order.${status}`, { orderId, purchaseOrderId, partnershipId })
    }
  }
  await settleDeadlines(work, { ...order!, status }, lines)
  await refreshOrder(work, { retailerId, orderId })
  return status
}

const allShipped = new Set<PurchaseOrderStatus>(['shipped', 'partly-invoiced', 'invoiced', 'closed'])

/** Everything shipped was billed, and every bill was decided. */
async function isPaidFor(
  work: Work,
  retailerId: string,
  purchaseOrderId: string,
  lines: readonly BilledLine[],
): Promise<boolean> {
  if (!isFullyBilled(lines)) return false
  const bills = await work.tx
    .select({ status: invoices.status })
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        or(
          eq(invoices.purchaseOrderId, purchaseOrderId),
          inArray(invoices.id, billing(work, retailerId, purchaseOrderId)),
        ),
      ),
    )
  const counting = bills.filter(bill => bill.status !== 'void')
  return counting.length > 0 && counting.every(bill => ['approved', 'exported', 'paid'].includes(bill.status))
}

/** The invoices with a line for this order, which may name another order at their head. */
function billing({ tx }: Work, retailerId: string, purchaseOrderId: string) {
  return tx
    .select({ id: invoiceLines.invoiceId })
    .from(invoiceLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, invoiceLines.retailerId),
        eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
      ),
    )
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(purchaseOrderLines.purchaseOrderId, purchaseOrderId)))
}

async function isChanged(work: Work, retailerId: string, purchaseOrderId: string): Promise<boolean> {
  const found = await work.tx
    .select({ id: acknowledgmentLines.id })
    .from(acknowledgmentLines)
    .innerJoin(
      acknowledgments,
      and(
        eq(acknowledgments.retailerId, acknowledgmentLines.retailerId),
        eq(acknowledgments.id, acknowledgmentLines.acknowledgmentId),
      ),
    )
    .where(
      and(
        eq(acknowledgments.retailerId, retailerId),
        eq(acknowledgments.purchaseOrderId, purchaseOrderId),
        inArray(acknowledgmentLines.status, ['accepted-with-changes', 'substituted']),
      ),
    )
    .limit(1)
  return found.length > 0
}

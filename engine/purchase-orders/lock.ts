import { and, eq } from 'drizzle-orm'
import { orders, purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isAnyOf, isFoundBy } from '../records.ts'

export type PurchaseOrderRow = typeof purchaseOrders.$inferSelect

/**
 * Locks purchase orders and the customers' orders that they serve until the transaction ends, always in the same sequence (orders first, each
 * kind by id), so that commands which meet wait for each other rather than block one another. Unknown ids are left out.
 */
export async function lockPurchaseOrders(work: Work, retailerId: string, ids: string[]): Promise<PurchaseOrderRow[]> {
  if (ids.length === 0) return []
  const wanted = and(eq(purchaseOrders.retailerId, retailerId), isAnyOf(purchaseOrders.id, ids))
  const served = work.tx.select({ orderId: purchaseOrders.orderId }).from(purchaseOrders).where(wanted)
  await work.tx
    .select({ id: orders.id })
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), isFoundBy(orders.id, served)))
    .orderBy(orders.id)
    .for('update')
  return await work.tx.select().from(purchaseOrders).where(wanted).orderBy(purchaseOrders.id).for('update')
}

/** Locks one purchase order, with its customer's order. */
export async function lockPurchaseOrder(
  work: Work,
  retailerId: string,
  id: string,
): Promise<PurchaseOrderRow | undefined> {
  return (await lockPurchaseOrders(work, retailerId, [id]))[0]
}

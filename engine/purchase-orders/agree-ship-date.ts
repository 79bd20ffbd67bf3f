import { and, eq } from 'drizzle-orm'
import { purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { moveShipmentDeadline } from '../deadlines/move.ts'
import type { PurchaseOrderRow } from './lock.ts'

/** Notes that both sides have agreed on a later last day for shipping an order, which the caller has locked. An earlier one changes nothing. */
export async function agreeShipDate(work: Work, order: PurchaseOrderRow, date: string): Promise<void> {
  const { retailerId, id, shipNotAfter, orderedShipNotAfter } = order
  if (!shipNotAfter || date <= shipNotAfter) return
  await work.tx
    .update(purchaseOrders)
    .set({ shipNotAfter: date, orderedShipNotAfter: orderedShipNotAfter ?? shipNotAfter, updatedAt: work.now })
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, id)))
  await moveShipmentDeadline(work, order, date)
}

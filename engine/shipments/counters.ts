import { and, eq, sql } from 'drizzle-orm'
import { purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { LineCounters } from '../purchase-orders/line.ts'

/**
 * Stores what has become of a purchase order line by a shipment, or by one that was taken back. `tolerated` follows from it: what is billed beyond what has left. The order is
 * locked.
 */
export async function storeCounters(
  work: Work,
  { retailerId, id }: { retailerId: string; id: string },
  { accepted, backordered, rejected, cancelled, shipped, overShipped }: LineCounters,
): Promise<void> {
  const { invoiced, credited } = purchaseOrderLines
  await work.tx
    .update(purchaseOrderLines)
    .set({
      accepted,
      backordered,
      rejected,
      cancelled,
      shipped,
      overShipped,
      tolerated: sql`greatest(0, ${invoiced} - ${credited} - ${shipped}::numeric - ${overShipped}::numeric)`,
    })
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, id)))
}

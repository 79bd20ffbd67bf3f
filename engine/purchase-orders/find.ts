import { and, eq } from 'drizzle-orm'
import { purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** The id of a purchase order by its number, if it was sent to this partner (or given to this source). */
export async function findPurchaseOrder(
  work: Work,
  {
    retailerId,
    number,
    ...whose
  }: { retailerId: string; number: string } & ({ partnershipId: string } | { sourceId: string }),
): Promise<string | undefined> {
  const [found] = await work.tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.retailerId, retailerId),
        eq(purchaseOrders.number, number.trim()),
        'sourceId' in whose
          ? eq(purchaseOrders.sourceId, whose.sourceId)
          : eq(purchaseOrders.partnershipId, whose.partnershipId),
      ),
    )
  return found?.id
}

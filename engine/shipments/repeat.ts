import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { purchaseOrderLines, shipmentLines, shipments } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Portion } from './allocate.ts'

/** The shipment that the source gave this number before, and whether it held the same goods. */
export async function findShipment(
  work: Work,
  { retailerId, sourceId, number }: { retailerId: string; sourceId: string; number: string },
  portions: readonly Portion<{ purchaseOrderId: string; offerId: string }>[],
): Promise<{ id: string; same: boolean } | undefined> {
  const [shipment] = await work.tx
    .select({ id: shipments.id })
    .from(shipments)
    .where(and(eq(shipments.retailerId, retailerId), eq(shipments.sourceId, sourceId), eq(shipments.number, number)))
  if (!shipment) return undefined
  const before = await work.tx
    .select({ line: purchaseOrderLines, quantity: shipmentLines.quantity })
    .from(shipmentLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, shipmentLines.retailerId),
        eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId),
      ),
    )
    .where(and(eq(shipmentLines.retailerId, retailerId), eq(shipmentLines.shipmentId, shipment.id)))
  return { id: shipment.id, same: totals(before) === totals(portions) }
}

/** Goods by order and item, in one spelling. Which of two lines of an item they were put to does not count: that depends on what was open. */
function totals(
  portions: readonly { line: { purchaseOrderId: string; offerId: string }; quantity: Big | string }[],
): string {
  const sums = new Map<string, Big>()
  for (const { line, quantity } of portions) {
    const key = `${line.purchaseOrderId}/${line.offerId}`
    sums.set(key, (sums.get(key) ?? new Big(0)).plus(quantity))
  }
  return [...sums]
    .map(([key, total]) => `${key}=${total.toFixed()}`)
    .sort()
    .join(' ')
}

import Big from 'big.js'
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  partnerships,
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipments,
  suppliers,
} from '../../db/schema/index.ts'
import { daysAfter } from '../../partners/calendars/business-date.ts'
import type { DatedAmount } from './aging.ts'

/** Goods of one purchase order line that have shipped and that no invoice bills yet. */
export interface Accrued extends DatedAmount {
  purchaseOrder: string
  sku: string
  /** In the line's unit. */
  quantity: string
  /** When the last of it shipped. */
  shippedOn: string
}

/**
 * What is owed for goods that have shipped without having been billed, at the agreed cost. It would be due as many days after the shipment as the terms give. Goods that
 * were credited after having been billed are not waited for again.
 */
export async function loadAccrual(orm: Orm, retailerId: string): Promise<Accrued[]> {
  const line = purchaseOrderLines
  const unbilled = sql<string>`${line.shipped} + ${line.overShipped} - ${line.invoiced}`
  const rows = await orm
    .select({
      partnershipId: partnerships.id,
      supplier: suppliers.name,
      terms: partnerships.terms,
      currency: purchaseOrders.currency,
      purchaseOrder: purchaseOrders.number,
      sku: line.sku,
      unitCost: line.unitCost,
      quantity: unbilled,
      shippedOn: sql<string>`max(${shipments.shippedOn})::text`,
    })
    .from(line)
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, line.retailerId), eq(purchaseOrders.id, line.purchaseOrderId)),
    )
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, purchaseOrders.retailerId), eq(partnerships.id, purchaseOrders.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .innerJoin(
      shipmentLines,
      and(eq(shipmentLines.retailerId, line.retailerId), eq(shipmentLines.purchaseOrderLineId, line.id)),
    )
    .innerJoin(
      shipments,
      and(eq(shipments.retailerId, shipmentLines.retailerId), eq(shipments.id, shipmentLines.shipmentId)),
    )
    .where(
      and(
        eq(line.retailerId, retailerId),
        isNotNull(purchaseOrders.partnershipId),
        isNull(shipments.takenBackAt),
        sql`${unbilled} > 0`,
      ),
    )
    .groupBy(
      line.retailerId,
      line.id,
      purchaseOrders.retailerId,
      purchaseOrders.id,
      partnerships.retailerId,
      partnerships.id,
      suppliers.id,
    )
    .orderBy(asc(suppliers.name), asc(line.id))
  return rows.map(({ terms, unitCost, quantity, shippedOn, ...row }) => ({
    ...row,
    shippedOn,
    quantity: new Big(quantity).toFixed(),
    amount: new Big(quantity).times(unitCost).round(2, Big.roundHalfUp).toFixed(2),
    dueDate: daysAfter(shippedOn, terms.netDays),
  }))
}

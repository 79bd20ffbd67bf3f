import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  type InvoiceStatus,
  invoiceLines,
  invoices,
  purchaseOrderLines,
  purchaseOrders,
} from '../../db/schema/index.ts'
import type { CostOrder } from './order-costs.ts'

/** A purchase order's cost with the customer's order that it serves. */
export interface PlacedCost extends CostOrder {
  orderId: string
  currency: string
}

/** An invoice counts as a known cost once it is approved. */
const decided: InvoiceStatus[] = ['approved', 'exported', 'paid']

/** The purchase orders of these orders, with what approved invoices say that they cost. */
export async function loadCostOrders(orm: Orm, retailerId: string, orderIds: string[]): Promise<PlacedCost[]> {
  const placed = await orm
    .select()
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), inArray(purchaseOrders.orderId, orderIds)))
  if (placed.length === 0) return []
  const ids = placed.map(order => order.id)
  const lines = await orm
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, ids)))
  const billed = await billedLines(orm, retailerId, ids)
  const fees = await billedFees(orm, retailerId, ids)
  const linesOf = Map.groupBy(lines, line => line.purchaseOrderId)
  return placed.map(order => ({
    orderId: order.orderId,
    currency: order.currency,
    ownWarehouse: order.partnershipId === null,
    expectedFees: order.expectedFees,
    billedFees: (fees.get(order.id) ?? new Big(0)).toFixed(),
    lines: (linesOf.get(order.id) ?? []).map(line => {
      const of = billed.get(line.id)
      return {
        unitCost: line.unitCost,
        shipped: new Big(line.shipped).plus(line.overShipped).toFixed(),
        billed: (of?.quantity ?? new Big(0)).toFixed(),
        billedCost: (of?.cost ?? new Big(0)).toFixed(),
      }
    }),
  }))
}

const signOf = (type: 'invoice' | 'credit-memo') => (type === 'invoice' ? 1 : -1)

/**
 * What approved invoices billed of each purchase order line, and what it costs after credit memos: credited goods are not waited for to be
 * billed again.
 */
async function billedLines(orm: Orm, retailerId: string, orderIds: string[]) {
  const rows = await orm
    .select({
      id: purchaseOrderLines.id,
      type: invoices.type,
      quantity: invoiceLines.countedInOrderUnits,
      payable: invoiceLines.payable,
    })
    .from(purchaseOrderLines)
    .innerJoin(
      invoiceLines,
      and(
        eq(invoiceLines.retailerId, purchaseOrderLines.retailerId),
        eq(invoiceLines.purchaseOrderLineId, purchaseOrderLines.id),
      ),
    )
    .innerJoin(invoices, and(eq(invoices.retailerId, invoiceLines.retailerId), eq(invoices.id, invoiceLines.invoiceId)))
    .where(
      and(
        eq(purchaseOrderLines.retailerId, retailerId),
        inArray(purchaseOrderLines.purchaseOrderId, orderIds),
        inArray(invoices.status, decided),
      ),
    )
  const billed = new Map<string, { quantity: Big; cost: Big }>()
  for (const { id, type, quantity, payable } of rows) {
    const before = billed.get(id) ?? { quantity: new Big(0), cost: new Big(0) }
    billed.set(id, {
      quantity: type === 'invoice' ? before.quantity.plus(quantity) : before.quantity,
      cost: before.cost.plus(new Big(payable).times(signOf(type))),
    })
  }
  return billed
}

/** What is to be paid beside the matched lines: freight, fees, taxes, and lines that no order knows. By the invoice's first order. */
async function billedFees(orm: Orm, retailerId: string, orderIds: string[]): Promise<Map<string, Big>> {
  const ofTheseOrders = and(
    eq(invoices.retailerId, retailerId),
    inArray(invoices.purchaseOrderId, orderIds),
    inArray(invoices.status, decided),
  )
  const heads = await orm.select().from(invoices).where(ofTheseOrders)
  const lines = await orm
    .select({
      invoiceId: invoiceLines.invoiceId,
      orderLineId: invoiceLines.purchaseOrderLineId,
      payable: invoiceLines.payable,
    })
    .from(invoiceLines)
    .innerJoin(invoices, and(eq(invoices.retailerId, invoiceLines.retailerId), eq(invoices.id, invoiceLines.invoiceId)))
    .where(and(eq(invoiceLines.retailerId, retailerId), ofTheseOrders))
  const onLines = new Map<string, Big>()
  for (const { invoiceId, orderLineId, payable } of lines) {
    if (orderLineId) onLines.set(invoiceId, (onLines.get(invoiceId) ?? new Big(0)).plus(payable))
  }
  const fees = new Map<string, Big>()
  for (const { id, purchaseOrderId, type, payable } of heads) {
    const beside = new Big(payable!).minus(onLines.get(id) ?? 0).times(signOf(type))
    fees.set(purchaseOrderId!, (fees.get(purchaseOrderId!) ?? new Big(0)).plus(beside))
  }
  return fees
}

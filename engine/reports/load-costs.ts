import Big from 'big.js'
import { and, asc, eq, inArray, or } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  type InvoiceStatus,
  invoiceLines,
  invoices,
  purchaseOrderLines,
  purchaseOrders,
} from '../../db/schema/index.ts'
import { sharesOf } from '../invoices/fees.ts'
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

/**
 * What is to be paid beside the matched lines: freight, fees, taxes, and lines that no order knows. Of an invoice of several orders each takes its share, as the match has it.
 */
async function billedFees(orm: Orm, retailerId: string, orderIds: string[]): Promise<Map<string, Big>> {
  const heads = await headsOn(orm, retailerId, orderIds)
  const ids = heads.map(head => head.id)
  const lines = await orm
    .select({
      invoiceId: invoiceLines.invoiceId,
      payable: invoiceLines.payable,
      orderId: purchaseOrders.id,
      expectedFees: purchaseOrders.expectedFees,
    })
    .from(invoiceLines)
    .innerJoin(
      purchaseOrderLines,
      and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId)),
    )
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId)),
    )
    .where(and(eq(invoiceLines.retailerId, retailerId), inArray(invoiceLines.invoiceId, ids)))
    .orderBy(asc(purchaseOrders.id))
  const linesOf = Map.groupBy(lines, line => line.invoiceId)
  const fees = new Map<string, Big>()
  for (const { id, purchaseOrderId, type, payable } of heads) {
    const own = linesOf.get(id) ?? []
    const beside = own.reduce((left, line) => left.minus(line.payable), new Big(payable!)).times(signOf(type))
    const named = [
      ...new Map(own.map(line => [line.orderId, { id: line.orderId, expectedFees: line.expectedFees }])).values(),
    ]
    const orders = named.length > 0 ? named : [{ id: purchaseOrderId!, expectedFees: '0' }]
    for (const [orderId, share] of sharesOf(beside, orders))
      fees.set(orderId, (fees.get(orderId) ?? new Big(0)).plus(share))
  }
  return fees
}

/** The decided invoices that bill any of these orders, as their first or by a line. */
async function headsOn(orm: Orm, retailerId: string, orderIds: string[]) {
  const onLines = orm
    .select({ id: invoiceLines.invoiceId })
    .from(purchaseOrderLines)
    .innerJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.purchaseOrderLineId, purchaseOrderLines.id)),
    )
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, orderIds)))
  return await orm
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        or(inArray(invoices.purchaseOrderId, orderIds), inArray(invoices.id, onLines)),
        inArray(invoices.status, decided),
      ),
    )
}

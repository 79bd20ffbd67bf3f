import Big from 'big.js'
import { and, asc, countDistinct, eq, gt, ne, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { readPacked } from '../../db/read-packed.ts'
import { invoiceCharges, invoiceLines, invoices, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import { isAnyOf, isFoundBy } from '../records.ts'
import { atLeastZero, least, zero } from './money.ts'

/** What invoices take of the freight and fees agreed for orders: by order, then by invoice. */
export type Fees = Map<string, Map<string, Big>>

/** An order with the freight and fees that were agreed for it. */
interface FeeOrder {
  id: string
  expectedFees: string
}

/**
 * Shares the fees of an invoice among its orders, in the order of their ids: each takes what was agreed for it, and the first what is left over. Otherwise the second order's could be
 * billed again by another invoice.
 */
export function sharesOf(fees: Big, orders: readonly FeeOrder[]): Map<string, Big> {
  const shares = new Map<string, Big>()
  let left = fees
  for (const { id, expectedFees } of orders) {
    const share = orders.length === 1 ? left : least(new Big(expectedFees), atLeastZero(left))
    shares.set(id, share)
    left = left.minus(share)
  }
  const [first] = orders
  if (first) shares.set(first.id, shares.get(first.id)!.plus(left))
  return shares
}

/** Notes what an invoice takes of an order's fees from now on. */
export function takeFees(fees: Fees, orderId: string, invoiceId: string, amount: Big): void {
  const ofOrder = fees.get(orderId)
  if (ofOrder) ofOrder.set(invoiceId, amount)
  else fees.set(orderId, new Map([[invoiceId, amount]]))
}

/** What each invoice of these orders takes of their freight and fees. */
export async function loadFees(orm: Orm, retailerId: string, orderIds: string[]): Promise<Fees> {
  const [single, several] = await Promise.all([
    readPacked(
      orm,
      { id: invoices.id, orderId: invoices.purchaseOrderId },
      sql`${invoices} where ${and(bills(retailerId), isAnyOf(invoices.purchaseOrderId, orderIds))}`,
    ),
    ordersOfSeveral(orm, retailerId, orderIds),
  ])
  const ids = [...new Set([...single.map(head => head.id), ...several.keys()])]
  const billed = await feesOf(orm, retailerId, ids)
  const fees: Fees = new Map()
  for (const { id, orderId } of single) if (!several.has(id)) takeFees(fees, orderId!, id, billed.get(id) ?? zero)
  for (const [id, orders] of several) {
    for (const [orderId, share] of sharesOf(billed.get(id) ?? zero, orders)) takeFees(fees, orderId, id, share)
  }
  return fees
}

function bills(retailerId: string) {
  return and(eq(invoices.retailerId, retailerId), eq(invoices.type, 'invoice'), ne(invoices.status, 'void'))
}

/** The charges of invoices that are no taxes, as far as they are paid. */
async function feesOf(orm: Orm, retailerId: string, ids: readonly string[]): Promise<Map<string, Big>> {
  if (ids.length === 0) return new Map()
  const areFees = and(
    eq(invoiceCharges.retailerId, retailerId),
    isAnyOf(invoiceCharges.invoiceId, ids),
    eq(invoiceCharges.kind, 'charge'),
    ne(invoiceCharges.reason, 'tax'),
  )
  const charges = await readPacked(
    orm,
    { invoiceId: invoiceCharges.invoiceId, payable: invoiceCharges.payable },
    sql`${invoiceCharges} where ${areFees}`,
  )
  const fees = new Map<string, Big>()
  for (const { invoiceId, payable } of charges) fees.set(invoiceId, (fees.get(invoiceId) ?? zero).plus(payable))
  return fees
}

/** The invoices that bill one of these orders and another, with all that they bill. */
async function ordersOfSeveral(orm: Orm, retailerId: string, orderIds: string[]): Promise<Map<string, FeeOrder[]>> {
  const onTheseLines = orm
    .select({ id: purchaseOrderLines.id })
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), isAnyOf(purchaseOrderLines.purchaseOrderId, orderIds)))
  const onThese = orm
    .select({ id: invoiceLines.invoiceId })
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), isFoundBy(invoiceLines.purchaseOrderLineId, onTheseLines)))
  const line = and(
    eq(purchaseOrderLines.retailerId, retailerId),
    eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
  )
  const several = await orm
    .select({ id: invoiceLines.invoiceId })
    .from(invoiceLines)
    .innerJoin(purchaseOrderLines, line)
    .where(and(eq(invoiceLines.retailerId, retailerId), isFoundBy(invoiceLines.invoiceId, onThese)))
    .groupBy(invoiceLines.invoiceId)
    .having(gt(countDistinct(purchaseOrderLines.purchaseOrderId), 1))
  const ids = several.map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const rows = await orm
    .selectDistinct({
      invoiceId: invoices.id,
      id: purchaseOrders.id,
      expectedFees: purchaseOrders.expectedFees,
    })
    .from(invoices)
    .innerJoin(invoiceLines, and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, invoices.id)))
    .innerJoin(purchaseOrderLines, line)
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId)),
    )
    .where(and(bills(retailerId), isAnyOf(invoices.id, ids)))
    .orderBy(asc(purchaseOrders.id))
  return Map.groupBy(rows, row => row.invoiceId)
}

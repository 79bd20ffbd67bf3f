import { asc, eq } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { orderLines, orders, purchaseOrderLines, purchaseOrders, stock } from '../../db/schema/index.ts'
import { importOrder } from '../orders/import.ts'
import { type NewOrder, newOrder } from '../orders/new-order.ts'
import { type Routed, routeOrder } from '../routing/route.ts'
import type { Seeded } from './seed.ts'

/** A valid order of `[sku, quantity]` lines. */
export function orderOf(number: string, lines: [sku: string, quantity: string][], change: object = {}): NewOrder {
  return newOrder.parse({
    number,
    currency: 'USD',
    customer: { name: 'Maren Oakes', email: 'maren@example.com' },
    shipTo: {
      name: 'Maren Oakes',
      address1: '218 Lantern Hill Road',
      city: 'Burlington',
      state: 'VT',
      postalCode: '05401',
      country: 'US',
    },
    lines: lines.map(([sku, quantity]) => ({ sku, quantity, unitPrice: '50' })),
    ...change,
  })
}

/** Imports an order and routes it at once, as the job would. */
export async function placeOrder(
  hub: HubDatabase,
  seeded: Seeded,
  number: string,
  lines: [sku: string, quantity: string][],
): Promise<{ orderId: string; routed: Routed }> {
  const { retailerId } = seeded
  const { orderId } = await hub.work('test', work => importOrder(work, retailerId, orderOf(number, lines)))
  return { orderId, routed: await reroute(hub, seeded, orderId, 'imported') }
}

/** Runs the routing job of an order. */
export async function reroute(hub: HubDatabase, seeded: Seeded, orderId: string, cause: string): Promise<Routed> {
  return await hub.work('test', work => routeOrder(work, { retailerId: seeded.retailerId, orderId, cause }))
}

/** An order with its lines, and its purchase orders with theirs, as they stand. */
export async function readOrder(hub: HubDatabase, orderId: string) {
  const [order] = await hub.orm.select().from(orders).where(eq(orders.id, orderId))
  const lines = await hub.orm
    .select()
    .from(orderLines)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.lineNumber))
  const placed = await hub.orm
    .select()
    .from(purchaseOrders)
    .where(eq(purchaseOrders.orderId, orderId))
    .orderBy(asc(purchaseOrders.number))
  const purchased = []
  for (const purchaseOrder of placed) {
    const its = await hub.orm
      .select()
      .from(purchaseOrderLines)
      .where(eq(purchaseOrderLines.purchaseOrderId, purchaseOrder.id))
      .orderBy(asc(purchaseOrderLines.lineNumber))
    purchased.push({ ...purchaseOrder, lines: its })
  }
  return { ...order!, lines, purchaseOrders: purchased }
}

/** `[quantity, reserved]` of one offer, by the name that the seed gave it. */
export async function stockOf(hub: HubDatabase, seeded: Seeded, offer: string): Promise<[string, string]> {
  const [row] = await hub.orm.select().from(stock).where(eq(stock.offerId, seeded.offers[offer]!))
  return [row!.quantity, row!.reserved]
}

import Big from 'big.js'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { documents, orders, purchaseOrderLines, purchaseOrders } from '../../db/schema/index.ts'
import type { Brand } from '../../engine/packing/brand.ts'
import { slipBrand } from '../../engine/packing/example-slip.ts'
import { shippableOf } from '../../engine/purchase-orders/line.ts'
import type { Party, PurchaseOrder } from '../../translators/documents/index.ts'
import type { PackingSlip } from '../../translators/labels/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { ofSupplier } from '../supplier/order-filters.ts'
import { party, slipLine } from './shipment-prints.ts'

const po = purchaseOrders

/** Orders to print, in the order of their numbers, with their lines and the document that was sent of each. */
export async function loadPrintable(orm: Orm, scope: SupplierScope, numbers: readonly string[]) {
  if (numbers.length === 0) return []
  const found = await orm
    .select({
      order: po,
      customerOrder: { number: orders.number, channel: orders.channel, shipTo: orders.shipTo, notes: orders.notes },
    })
    .from(po)
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(and(ofSupplier(scope), inArray(po.number, [...numbers])))
    .orderBy(asc(po.number))
  const ids = found.map(one => one.order.id)
  if (ids.length === 0) return []
  const { retailerId } = scope
  const lines = await orm
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, ids)))
    .orderBy(asc(purchaseOrderLines.id))
  const sent = await orm
    .select({ purchaseOrderId: documents.purchaseOrderId, content: documents.content })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        inArray(documents.purchaseOrderId, ids),
        eq(documents.kind, 'purchase-order'),
        eq(documents.direction, 'out'),
      ),
    )
    .orderBy(asc(documents.id))
  return found.map(one => ({
    ...one,
    lines: lines.filter(line => line.purchaseOrderId === one.order.id),
    document: sent.find(row => row.purchaseOrderId === one.order.id)?.content as PurchaseOrder | undefined,
  }))
}

export type Printable = Awaited<ReturnType<typeof loadPrintable>>[number]

/** The order as it was sent, with what has been taken off it since: whoever packs from paper must not send that. */
export function orderToPrint({ document, lines }: Printable): PurchaseOrder | undefined {
  if (!document) return undefined
  const gone = lines.flatMap(line => {
    const off = new Big(line.cancelled).plus(line.rejected)
    return off.gt(0) ? [`Line ${line.lineNumber}: ${off.toFixed()} ${line.unit} not to be sent any more.`] : []
  })
  return gone.length > 0 ? { ...document, notes: [...gone, ...(document.notes ?? [])] } : document
}

/**
 * What is to be packed of an order: what can still ship; once all has shipped, what did. In the brand of the sales channel that it came from.
 * @param sender who will send it
 */
export function slipToPack(
  { order, customerOrder, lines }: Printable,
  brandOf: (channel: string) => Brand,
  sender: Party,
): PackingSlip {
  const brand = brandOf(customerOrder.channel)
  const toPack = lines.map(line => [line, shippableOf(line)] as const)
  const left = toPack.filter(([, quantity]) => quantity.gt(0))
  const packed =
    left.length > 0 ? left : lines.map(line => [line, new Big(line.shipped).plus(line.overShipped)] as const)
  return {
    brand: slipBrand(brand),
    purchaseOrderNumber: order.number,
    customerOrderNumber: customerOrder.number,
    orderDate: order.orderDate,
    shipTo: party(customerOrder.shipTo),
    ...(brand.sender === 'shown' && { shipFrom: sender }),
    tracking: [],
    notes: customerOrder.notes ? customerOrder.notes.split('\n') : [],
    lines: packed
      .filter(([, quantity]) => quantity.gt(0))
      .map(([line, quantity]) => slipLine(line, quantity.toFixed())),
  }
}

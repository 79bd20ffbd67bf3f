import Big from 'big.js'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { shipmentLines, shipments } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { reopenShipmentDeadline } from '../deadlines/reopen.ts'
import { resolveException } from '../exceptions/raise.ts'
import { lockStock } from '../inventory/reserve.ts'
import { takeHome } from '../purchase-orders/give-back.ts'
import { type LineCounters, unshipLine } from '../purchase-orders/line.ts'
import type { LoadedLine } from '../purchase-orders/load-lines.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { lesser } from '../purchase-orders/quantity.ts'
import { storeCounters } from './counters.ts'
import { overShippedKey, substitutionKey } from './exceptions.ts'
import { raiseOverInvoiced } from './over-invoiced.ts'
import type { ToldShipment } from './standing.ts'

/** Lines as they stand once a shipment counts for nothing; those that it did not touch are left as they are. */
export function withoutShipment<Line extends LineCounters & { id: string }>(
  lines: readonly Line[],
  shipment: Pick<ToldShipment, 'lines'>,
): Line[] {
  return lines.map(line => {
    const quantity = toldOf(shipment, line.id)
    return quantity.eq(0) ? line : { ...line, ...unshipLine(line, quantity) }
  })
}

function toldOf({ lines }: Pick<ToldShipment, 'lines'>, lineId: string): Big {
  return lines.reduce((sum, line) => (line.lineId === lineId ? sum.plus(line.quantity) : sum), new Big(0))
}

/** Why a shipment counts for nothing any more. */
export interface TakenBack {
  reason: 'cancelled' | 'replaced'
  /** The document that says so. */
  documentId: string | undefined
}

/**
 * Lets a shipment count for nothing: marks it, moves the lines' counters back to `after` (as `withoutShipment` gives them), holds the goods for the customer again, settles
 * what was said of it on the console, and lets the time for shipping run on. What has been paid of it for good is not touched, and becomes an exception where
 * nothing else covers it. The orders are locked; their state has to be refreshed afterwards.
 */
export async function takeBack(
  work: Work,
  shipment: ToldShipment,
  orders: readonly PurchaseOrderRow[],
  before: readonly LoadedLine[],
  after: readonly LoadedLine[],
  { reason, documentId }: TakenBack,
): Promise<void> {
  const { retailerId, id: shipmentId, number } = shipment
  await work.tx
    .update(shipments)
    .set({ takenBackAt: work.now, takenBackBy: work.actor, takenBackDocumentId: documentId ?? null })
    .where(and(eq(shipments.retailerId, retailerId), eq(shipments.id, shipmentId)))
  await lockStock(
    work,
    retailerId,
    before.map(line => line.offerId),
  )
  for (const line of after) {
    const was = before.find(one => one.id === line.id)!
    if (was === line) continue
    await storeCounters(work, line, line)
    await takeHome(
      work,
      line,
      new Big(was.shipped).minus(line.shipped),
      new Big(was.overShipped).minus(line.overShipped),
      shipment.receivedAt,
    )
    await spreadOver(work, line)
    await resolveException(work, retailerId, overShippedKey(shipmentId, line.id), reason)
    await resolveException(work, retailerId, substitutionKey(shipmentId, line.id), reason)
  }
  for (const order of orders.filter(one => shipment.lines.some(line => line.purchaseOrderId === one.id))) {
    const { id: purchaseOrderId, orderId, partnershipId } = order
    const subject = { orderId, purchaseOrderId, partnershipId, documentId: documentId ?? null }
    const quantities = after.filter(line => line.purchaseOrderId === purchaseOrderId)
    const lines = quantities.flatMap(line => {
      const quantity = toldOf(shipment, line.id)
      return quantity.eq(0)
        ? []
        : [{ lineNumber: line.lineNumber, sku: line.supplierSku, quantity: quantity.toFixed() }]
    })
    const data = { number: order.number, shipmentId, shipment: number, reason, lines }
    await recordEvent(work, retailerId, 'purchase-order.shipment-taken-back', subject, data)
    await reopenShipmentDeadline(work, order)
  }
}

/** Notes which shipment took the place of one that was taken back. */
export async function linkReplacement(work: Work, shipment: ToldShipment, replacedById: string): Promise<void> {
  await work.tx
    .update(shipments)
    .set({ replacedById })
    .where(and(eq(shipments.retailerId, shipment.retailerId), eq(shipments.id, shipment.id)))
}

/** Puts what of a line has been paid for good, and that no shipment covers any more, before a person. `before` is how it stood until the shipment was taken back. */
export async function tellOverInvoiced(
  work: Work,
  shipment: ToldShipment,
  orders: readonly PurchaseOrderRow[],
  before: readonly LoadedLine[],
  now: readonly LoadedLine[],
): Promise<void> {
  for (const line of now) {
    const was = before.find(one => one.id === line.id)!
    const less = goneOf(was).minus(goneOf(line))
    const order = orders.find(one => one.id === line.purchaseOrderId)!
    if (less.gt(0)) await raiseOverInvoiced(work, order, line, shipment, less)
  }
}

function goneOf({ shipped, overShipped }: LineCounters): Big {
  return new Big(shipped).plus(overShipped)
}

/** What is still over-shipped of a line stands with its latest shipments: one of them that fits now is an exception no more. */
async function spreadOver(work: Work, line: LoadedLine): Promise<void> {
  const { retailerId } = line
  const rows = await work.tx
    .select({
      id: shipmentLines.id,
      shipmentId: shipmentLines.shipmentId,
      quantity: shipmentLines.quantity,
      over: shipmentLines.over,
    })
    .from(shipmentLines)
    .innerJoin(
      shipments,
      and(eq(shipments.retailerId, shipmentLines.retailerId), eq(shipments.id, shipmentLines.shipmentId)),
    )
    .where(
      and(
        eq(shipmentLines.retailerId, retailerId),
        eq(shipmentLines.purchaseOrderLineId, line.id),
        isNull(shipments.takenBackAt),
      ),
    )
    .orderBy(desc(shipmentLines.shipmentId), desc(shipmentLines.id))
  let left = new Big(line.overShipped)
  const stillOver = new Set<string>()
  for (const row of rows) {
    const over = lesser(left, new Big(row.quantity))
    left = left.minus(over)
    if (over.gt(0)) stillOver.add(row.shipmentId)
    if (over.eq(row.over)) continue
    await work.tx
      .update(shipmentLines)
      .set({ over: over.toFixed() })
      .where(and(eq(shipmentLines.retailerId, retailerId), inArray(shipmentLines.id, [row.id])))
  }
  for (const shipmentId of new Set(rows.map(row => row.shipmentId))) {
    if (!stillOver.has(shipmentId)) {
      await resolveException(work, retailerId, overShippedKey(shipmentId, line.id), 'fits now')
    }
  }
}

import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { purchaseOrderLines, purchaseOrders, sources } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import type { Carrier, ShipNotice } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import { openInvoiceDeadline, openOrderDeadlines } from '../deadlines/open.ts'
import { lockStock } from '../inventory/reserve.ts'
import { rematchInvoices } from '../invoices/rematch.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { findPurchaseOrder } from '../purchase-orders/find.ts'
import { handOver } from '../purchase-orders/give-back.ts'
import { type LoadedLine, loadLines } from '../purchase-orders/load-lines.ts'
import { lockPurchaseOrders, type PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { refreshPurchaseOrder } from '../purchase-orders/refresh.ts'
import { loadTerms } from '../purchase-orders/trading-terms.ts'
import { type Allocation, allocate } from './allocate.ts'
import { carrierOf, type ShipVia, shipViaOf } from './carrier.ts'
import { raiseOverShipped, raiseSubstitutes } from './exceptions.ts'
import { findShipment } from './repeat.ts'
import { packageIssues, storeShipment } from './store.ts'

export interface Ship {
  retailerId: string
  /** The supplier that shipped; or `sourceId` for a warehouse of the retailer's own. */
  partnershipId?: string
  sourceId?: string
  notice: ShipNotice
  /** The document that it came in. */
  documentId?: string
}

/**
 * Applies a ship notice, by whatever way it came: stores it, moves the lines' counters (shipping implies acceptance), takes the goods out of stock, and wakes the
 * invoices that wait for it. The same shipment number again is a `duplicate`, or refused where its goods differ. What is shipped beyond the
 * order is an exception and no error. An unknown order or line refuses the whole notice.
 */
export async function ship(work: Work, command: Ship): Promise<Outcome> {
  const { retailerId, notice } = command
  if (notice.purpose !== 'original') return rejected(unsupported(notice))
  const sourceId = command.sourceId ?? (await sourceOf(work, command))
  if (!sourceId) return rejected(businessIssue('unknown-source', 'Nobody is known to ship from here.', 'shipFrom'))
  const orders = await lockOrders(work, retailerId, sourceId, notice)
  const lines = await loadLines(
    work,
    retailerId,
    orders.map(order => order.id),
  )
  const linesOf = (number: string) => {
    const order = orders.find(one => one.number === number.trim())
    return order && lines.filter(line => line.purchaseOrderId === order.id)
  }
  const allocation = allocate(notice, linesOf)
  if (hasErrors(allocation.issues)) return rejected(...allocation.issues)
  const before = await findShipment(work, { retailerId, sourceId, number: notice.number }, allocation.portions)
  if (before) return before.same ? duplicate(before.id) : rejected(numberReused(notice))
  const { portions } = allocation
  const carrier = carrierOf(notice, await shipViaFor(work, command))
  const shipmentId = await storeShipment(work, {
    retailerId,
    sourceId,
    notice,
    carrier,
    documentId: command.documentId,
    portions,
  })
  if (!shipmentId) return rejected(numberReused(notice))
  await applyShipment(work, { ...command, carrier }, shipmentId, orders, allocation)
  return applied(shipmentId, [...allocation.issues, ...packageIssues(notice, carrier)])
}

function unsupported({ purpose, number }: ShipNotice): Issue {
  const message = `Shipment ${number}: a ${purpose} of a ship notice is not taken; tell the retailer what was wrong with the first.`
  return businessIssue('unsupported-purpose', message, 'purpose', purpose, 'original')
}

function numberReused({ number }: ShipNotice): Issue {
  const message = `Shipment number ${number} was used before, for other goods.`
  return businessIssue('shipment-number-reused', message, 'number', number)
}

async function sourceOf(work: Work, { retailerId, partnershipId }: Ship): Promise<string | undefined> {
  if (!partnershipId) return undefined
  const [source] = await work.tx
    .select({ id: sources.id })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
  return source?.id
}

async function shipViaFor(work: Work, { retailerId, partnershipId }: Ship): Promise<ShipVia> {
  return partnershipId ? shipViaOf((await loadTerms(work, retailerId, partnershipId)).settings) : {}
}

async function lockOrders(
  work: Work,
  retailerId: string,
  sourceId: string,
  notice: ShipNotice,
): Promise<PurchaseOrderRow[]> {
  const numbers = new Set(notice.packages.flatMap(one => one.lines.map(line => line.purchaseOrderNumber.trim())))
  const ids: string[] = []
  for (const number of numbers) {
    const id = await findPurchaseOrder(work, { retailerId, sourceId, number })
    if (id) ids.push(id)
  }
  return await lockPurchaseOrders(work, retailerId, ids)
}

async function applyShipment(
  work: Work,
  { retailerId, notice, documentId, carrier }: Ship & { carrier: Carrier | undefined },
  shipmentId: string,
  orders: readonly PurchaseOrderRow[],
  { portions, counters }: Allocation<LoadedLine>,
): Promise<void> {
  await lockStock(
    work,
    retailerId,
    [...counters.keys()].map(line => line.offerId),
  )
  for (const [line, after] of counters) {
    await work.tx
      .update(purchaseOrderLines)
      .set(after)
      .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, line.id)))
    const over = new Big(after.overShipped).minus(line.overShipped)
    await handOver(work, line, new Big(after.shipped).minus(line.shipped), over)
    const order = orders.find(one => one.id === line.purchaseOrderId)!
    if (over.gt(0)) await raiseOverShipped(work, order, line, after, shipmentId, notice.number)
  }
  for (const order of orders) {
    const mine = portions.filter(portion => portion.line.purchaseOrderId === order.id)
    const tracking = [...new Set(mine.flatMap(portion => notice.packages[portion.package]!.trackingNumber ?? []))]
    await raiseSubstitutes(work, order, shipmentId, notice.number, mine)
    await openInvoiceDeadline(work, order, shipmentId)
    await settleOrder(work, order, documentId, { shipmentId, shipment: notice.number, tracking, ...carrier })
  }
  await rematchInvoices(work, { retailerId, purchaseOrderIds: orders.map(order => order.id) })
}

async function settleOrder(
  work: Work,
  order: PurchaseOrderRow,
  documentId: string | undefined,
  data: Record<string, unknown>,
): Promise<void> {
  const { retailerId, id: purchaseOrderId, orderId, partnershipId, number, sentAt } = order
  if (!sentAt) {
    await openOrderDeadlines(work, order)
    await work.tx
      .update(purchaseOrders)
      .set({ sentAt: work.now })
      .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderId)))
  }
  const subject = { orderId, purchaseOrderId, partnershipId, documentId: documentId ?? null }
  await recordEvent(work, retailerId, 'purchase-order.shipped', subject, { number, ...data })
  await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
}

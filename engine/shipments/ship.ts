import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { purchaseOrders, sources } from '../../db/schema/index.ts'
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
import { storeCounters } from './counters.ts'
import { raiseOverShipped, raiseSubstitutes } from './exceptions.ts'
import { settleOverInvoiced } from './over-invoiced.ts'
import { holdsSameGoods, loadTold, saysTheSame, type Told, type ToldShipment } from './standing.ts'
import { packageIssues, storeShipment } from './store.ts'
import { linkReplacement, takeBack, tellOverInvoiced, withoutShipment } from './take-back.ts'

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
 *
 * A replacement (856 BSN01 05) takes the place of the notice with its number; a cancellation (01) takes that back. Neither touches what has been paid for good: where that is more
 * than what has left, it becomes an exception. A replacement of a notice that never came is the first. Throws `wrong-state` where another command corrected the same notice at
 * the same time: tried again it meets what that one left.
 */
export async function ship(work: Work, command: Ship): Promise<Outcome> {
  const { retailerId, notice } = command
  if (notice.purpose === 'cancellation') return await cancelShipment(work, command)
  const sourceId = command.sourceId ?? (await sourceOf(work, command))
  if (!sourceId) return rejected(unknownSource())
  const naming = { retailerId, sourceId, number: notice.number }
  const early = notice.purpose === 'replacement' ? (await loadTold(work, naming)).standing : undefined
  const orders = await lockOrders(work, retailerId, sourceId, notice, early)
  const lines = await loadLines(
    work,
    retailerId,
    orders.map(order => order.id),
  )
  const told = await loadTold(work, naming)
  const replaced = notice.purpose === 'replacement' ? told.standing : undefined
  // Another command took the notice's place before the orders were locked: this one meets what it left when it is tried again.
  if (replaced?.id !== early?.id) throw changedMeanwhile(notice)
  const free = replaced ? withoutShipment(lines, replaced) : lines
  const linesOf = (number: string) => {
    const order = orders.find(one => one.number === number.trim())
    return order && free.filter(line => line.purchaseOrderId === order.id)
  }
  const allocation = allocate(notice, linesOf)
  if (hasErrors(allocation.issues)) return rejected(...allocation.issues)
  const { portions, counters } = allocation
  const carrier = carrierOf(notice, await shipViaFor(work, command))
  const repeated = repeatOf(told, command, carrier, portions)
  if (repeated) return repeated
  if (replaced) {
    await takeBack(work, replaced, orders, lines, free, { reason: 'replaced', documentId: command.documentId })
  }
  const { documentId } = command
  const shipmentId = await storeShipment(work, { retailerId, sourceId, notice, carrier, documentId, portions })
  if (!shipmentId) return rejected(numberReused(notice))
  await applyShipment(work, { ...command, carrier }, shipmentId, orders, allocation)
  if (replaced) {
    await linkReplacement(work, replaced, shipmentId)
    const now = free.map(line => ({ ...line, ...counters.get(line) }))
    await tellOverInvoiced(work, replaced, orders, lines, now)
  }
  return applied(shipmentId, [...allocation.issues, ...packageIssues(notice, carrier)])
}

/** A notice that was taken before: its id. A number that stands for other goods is refused, unless this notice is to replace it. */
function repeatOf(
  { standing, takenBack }: Told,
  { notice, documentId }: Ship,
  carrier: Carrier | undefined,
  portions: Allocation<LoadedLine>['portions'],
): Outcome | undefined {
  if (!standing) return undefined
  if (documentId && standing.documentId === documentId) return duplicate(standing.id)
  if (notice.purpose === 'replacement') {
    return saysTheSame(standing, notice, carrier, portions) ? duplicate(standing.id) : undefined
  }
  const before = [standing, ...takenBack].find(one => holdsSameGoods(one, portions))
  return before ? duplicate(before.id) : rejected(numberReused(notice))
}

/** Takes back what a source had told under a number: whatever the cancellation says of goods, it is about all of them. */
async function cancelShipment(work: Work, command: Ship): Promise<Outcome> {
  const { retailerId, notice, documentId } = command
  const sourceId = command.sourceId ?? (await sourceOf(work, command))
  if (!sourceId) return rejected(unknownSource())
  const naming = { retailerId, sourceId, number: notice.number }
  const early = await loadTold(work, naming)
  const orders = await lockPurchaseOrders(work, retailerId, orderIdsOf(early.standing))
  const { standing, takenBack: before } = await loadTold(work, naming)
  if (!standing) return before[0] ? duplicate(before[0].id) : rejected(unknownShipment(notice))
  if (standing.id !== early.standing?.id) throw changedMeanwhile(notice)
  const lines = await loadLines(
    work,
    retailerId,
    orders.map(order => order.id),
  )
  const free = withoutShipment(lines, standing)
  await takeBack(work, standing, orders, lines, free, { reason: 'cancelled', documentId })
  await tellOverInvoiced(work, standing, orders, lines, free)
  for (const order of orders) await refreshPurchaseOrder(work, { retailerId, purchaseOrderId: order.id })
  await rematchInvoices(work, { retailerId, purchaseOrderIds: orders.map(order => order.id) })
  return applied(standing.id)
}

function orderIdsOf(shipment: ToldShipment | undefined): string[] {
  return [...new Set(shipment?.lines.map(line => line.purchaseOrderId))]
}

function unknownSource(): Issue {
  return businessIssue('unknown-source', 'Nobody is known to ship from here.', 'shipFrom')
}

function unknownShipment({ number }: ShipNotice): Issue {
  const message = `There is no shipment ${number} to cancel.`
  return businessIssue('unknown-shipment', message, 'number', number)
}

function changedMeanwhile({ number }: ShipNotice): ApplicationError {
  return new ApplicationError('wrong-state', `Shipment ${number} was changed at the same time. Try again.`)
}

function numberReused({ number }: ShipNotice): Issue {
  const message = `Shipment number ${number} was used before, for other goods. To correct it, send a replacement.`
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
  replaced: ToldShipment | undefined,
): Promise<PurchaseOrderRow[]> {
  const numbers = new Set(notice.packages.flatMap(one => one.lines.map(line => line.purchaseOrderNumber.trim())))
  const ids = orderIdsOf(replaced)
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
    await storeCounters(work, line, after)
    const over = new Big(after.overShipped).minus(line.overShipped)
    await handOver(work, line, new Big(after.shipped).minus(line.shipped), over)
    const order = orders.find(one => one.id === line.purchaseOrderId)!
    if (over.gt(0)) await raiseOverShipped(work, order, line, after, shipmentId, notice.number)
  }
  for (const order of orders) {
    const mine = portions.filter(portion => portion.line.purchaseOrderId === order.id)
    if (mine.length === 0) {
      await refreshPurchaseOrder(work, { retailerId, purchaseOrderId: order.id })
      continue
    }
    const tracking = [...new Set(mine.flatMap(portion => notice.packages[portion.package]!.trackingNumber ?? []))]
    await raiseSubstitutes(work, order, shipmentId, notice.number, mine)
    await openInvoiceDeadline(work, order, shipmentId)
    await settleOrder(work, order, documentId, { shipmentId, shipment: notice.number, tracking, ...carrier })
  }
  const purchaseOrderIds = orders.map(order => order.id)
  await settleOverInvoiced(work, retailerId, purchaseOrderIds)
  await rematchInvoices(work, { retailerId, purchaseOrderIds })
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

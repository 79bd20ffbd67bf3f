import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import {
  offers,
  type orderLines,
  type orders,
  partnerships,
  products,
  purchaseOrderLines,
  purchaseOrders,
  retailers,
  sources,
  suppliers,
} from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import { calendarOf, countsFor, workingDaysAfter } from '../../partners/calendars/calendar.ts'
import { queueDocument } from '../documents/queue.ts'
import { reserveStock, type StockRow } from '../inventory/reserve.ts'
import type { Placement } from '../routing/decision.ts'
import { purchaseOrderDocument } from './document.ts'
import { anyNumbers, purchaseOrderNumber } from './next-number.ts'

/** What a routing decision asks for. */
export interface CreatePurchaseOrders {
  order: typeof orders.$inferSelect
  orderLines: (typeof orderLines.$inferSelect)[]
  decisionId: string
  placements: Placement[]
  /** The stock rows of all placed offers: locked, and found to be enough. */
  stock: StockRow[]
}

/**
 * Makes and releases one purchase order for each source of a decision, and holds the stock. A supplier's order leaves as a document; a warehouse of
 * the retailer's own sees it at once, so it counts as sent. Returns their ids.
 */
export async function createPurchaseOrders(work: Work, command: CreatePurchaseOrders): Promise<string[]> {
  const { order, placements, stock } = command
  const context = await loadContext(work, command)
  const first = await anyNumbers(work, order.retailerId, 'purchase-order', placements.length)
  const made = placements.map((placement, index) =>
    madeOf(work, command, context, placement, purchaseOrderNumber(first + index)),
  )
  const lines = made.flatMap(one => one.lines)
  await work.tx.insert(purchaseOrders).values(made.map(({ header }) => header))
  await work.tx.insert(purchaseOrderLines).values(lines)
  const wanted = lines.map(line => ({ purchaseOrderLineId: line.id, offerId: line.offerId, quantity: line.ordered }))
  await reserveStock(work, order.retailerId, stock, wanted)
  for (const one of made) {
    const { partnershipId, id: purchaseOrderId, number } = one.header
    if (partnershipId) await queueDocument(work, documentOf(command, context, one, partnershipId))
    const subject = { orderId: order.id, purchaseOrderId, partnershipId }
    await recordEvent(work, order.retailerId, 'purchase-order.released', subject, { number })
  }
  return made.map(({ header }) => header.id)
}

type Context = Awaited<ReturnType<typeof loadContext>>
type Made = ReturnType<typeof madeOf>

async function loadContext(work: Work, { order, placements }: CreatePurchaseOrders) {
  const { retailerId } = order
  const offerIds = placements.flatMap(placement => placement.lines.map(line => line.offerId))
  const sourceIds = placements.map(placement => placement.sourceId)
  const [retailer] = await work.tx.select().from(retailers).where(eq(retailers.id, retailerId))
  const items = await work.tx
    .select({ offer: offers, product: products })
    .from(offers)
    .innerJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(and(eq(offers.retailerId, retailerId), inArray(offers.id, offerIds)))
  const places = await work.tx
    .select({ source: sources, partnership: partnerships, supplier: suppliers })
    .from(sources)
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .leftJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(sources.retailerId, retailerId), inArray(sources.id, sourceIds)))
  return {
    retailer: retailer!,
    items: new Map(items.map(item => [item.offer.id, item])),
    places: new Map(places.map(place => [place.source.id, place])),
  }
}

/** One purchase order as its rows, not stored yet. */
function madeOf(
  work: Work,
  { order, orderLines, decisionId }: CreatePurchaseOrders,
  { retailer, items, places }: Context,
  placement: Placement,
  number: string,
) {
  const { retailerId } = order
  const { source, partnership } = places.get(placement.sourceId)!
  const purchaseOrderId = work.newId()
  const orderDate = businessDateIn(retailer.timeZone, work.now)
  const leadDays = Math.max(...placement.lines.map(line => items.get(line.offerId)!.offer.leadDays))
  const calendar = calendarOf(partnership?.settings ?? {}, retailer.timeZone)
  const sent = source.kind === 'warehouse'
  const header = {
    retailerId,
    id: purchaseOrderId,
    number,
    orderId: order.id,
    sourceId: source.id,
    partnershipId: source.partnershipId,
    routingDecisionId: decisionId,
    status: sent ? ('sent' as const) : ('released' as const),
    currency: order.currency,
    orderDate,
    shipNotAfter: workingDaysAfter(calendar, countsFor(calendar, work.now), Math.max(1, leadDays)),
    expectedFees: source.orderFee,
    createdAt: work.now,
    releasedAt: work.now,
    sentAt: sent ? work.now : null,
    updatedAt: work.now,
  }
  const lines = placement.lines.map((line, index) => {
    const { offer, product } = items.get(line.offerId)!
    const asked = orderLines.find(one => one.id === line.orderLineId)!
    return {
      retailerId,
      id: work.newId(),
      purchaseOrderId,
      lineNumber: String(index + 1),
      orderLineId: line.orderLineId,
      offerId: line.offerId,
      productId: product.id,
      sku: asked.sku,
      supplierSku: offer.supplierSku,
      description: offer.description ?? product.title,
      unit: offer.unit,
      packSize: offer.packSize,
      unitCost: offer.cost,
      ordered: line.quantity,
    }
  })
  return { header, lines }
}

function documentOf(
  { order, orderLines }: CreatePurchaseOrders,
  { retailer, items, places }: Context,
  { header, lines }: Made,
  partnershipId: string,
) {
  const { partnership, supplier } = places.get(header.sourceId)!
  const content = purchaseOrderDocument({
    number: header.number,
    date: header.orderDate,
    shipNotAfter: header.shipNotAfter,
    currency: header.currency,
    fee: header.expectedFees,
    order,
    retailer,
    supplier: { name: supplier!.name, vendorNumber: partnership!.vendorNumber, terms: partnership!.terms },
    lines: lines.map(line => {
      const { upc, ean, gtin, manufacturerPart } = items.get(line.offerId)!.product
      const { unitPrice } = orderLines.find(one => one.id === line.orderLineId)!
      const retailPrice = new Big(unitPrice).times(line.packSize).toFixed()
      return { ...line, retailPrice, upc, ean, gtin, manufacturerPart }
    }),
  })
  return {
    retailerId: header.retailerId,
    partnershipId,
    key: `purchase-order:${header.number}:1`,
    content,
    purchaseOrderId: header.id,
  }
}

import Big from 'big.js'
import { and, eq, inArray, or, sql } from 'drizzle-orm'
import {
  offers,
  type orderLines,
  type orders,
  partnerships,
  products,
  purchaseOrderLines,
  purchaseOrders,
  sources,
  stock,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { availableOf } from '../inventory/reserve.ts'
import { openQuantity } from '../orders/status.ts'
import type { Candidate, RoutingRequest } from './decision.ts'

type OrderRow = typeof orders.$inferSelect
type OrderLineRow = typeof orderLines.$inferSelect

/** Everything that a decision on these open lines is made from, as it stands now. */
export async function loadRequest(work: Work, order: OrderRow, lines: OrderLineRow[]): Promise<RoutingRequest> {
  const { retailerId, shipTo } = order
  const productIds = [...new Set(lines.flatMap(line => line.productId ?? []))]
  const [catalogue, byProduct, tried] = [
    await loadProducts(work, retailerId, productIds),
    await loadCandidates(work, retailerId, productIds),
    await loadTried(
      work,
      retailerId,
      lines.map(line => line.id),
    ),
  ]
  return {
    order: {
      currency: order.currency,
      channel: order.channel,
      country: shipTo.country,
      ...(shipTo.state && { state: shipTo.state }),
      postalCode: shipTo.postalCode,
      value: lines
        .reduce((value, line) => value.plus(new Big(line.unitPrice).times(line.quantity)), new Big(0))
        .round(6)
        .toFixed(),
    },
    lines: lines.map(line => {
      const product = catalogue.get(line.productId ?? '')
      return {
        orderLineId: line.id,
        sku: line.sku,
        quantity: openQuantity(line).toFixed(),
        ...(product?.category && { category: product.category }),
        ...(product?.brand && { brand: product.brand }),
        candidates: (byProduct.get(line.productId ?? '') ?? []).map(candidate => ({
          ...candidate,
          tried: tried.has(`${line.id}/${candidate.sourceId}`),
        })),
      }
    }),
  }
}

async function loadProducts(work: Work, retailerId: string, ids: string[]) {
  const rows = await work.tx
    .select({ id: products.id, category: products.category, brand: products.brand })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), inArray(products.id, ids)))
  return new Map(rows.map(row => [row.id, row]))
}

async function loadCandidates(work: Work, retailerId: string, productIds: string[]): Promise<Map<string, Candidate[]>> {
  const rows = await work.tx
    .select({ offer: offers, source: sources, partnership: { status: partnerships.status }, stock })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .where(and(eq(offers.retailerId, retailerId), inArray(offers.productId, productIds)))
    .orderBy(offers.id)
  const byOffer = new Map<string, Candidate>()
  const byProduct = new Map<string, Candidate[]>()
  for (const row of rows) {
    const known = byOffer.get(row.offer.id)
    const available = row.stock ? availableOf(row.stock) : new Big(0)
    if (known) {
      known.available = available.plus(known.available).toFixed()
      continue
    }
    const candidate = candidateOf(row, available.toFixed())
    byOffer.set(candidate.offerId, candidate)
    const productId = row.offer.productId!
    byProduct.set(productId, [...(byProduct.get(productId) ?? []), candidate])
  }
  return byProduct
}

function candidateOf(
  row: {
    offer: typeof offers.$inferSelect
    source: typeof sources.$inferSelect
    partnership: { status: string } | null
  },
  available: string,
): Candidate {
  const { offer, source, partnership } = row
  return {
    offerId: offer.id,
    sourceId: source.id,
    sourceName: source.name,
    kind: source.kind,
    usable: source.active && (partnership === null || partnership.status === 'live'),
    priority: source.priority,
    orderFee: source.orderFee,
    cost: offer.cost,
    currency: offer.currency,
    packSize: offer.packSize,
    leadDays: offer.leadDays,
    discontinued: offer.discontinued,
    available,
    tried: false,
  }
}

/** `order line/source` of those that had the line and gave some of it back. */
async function loadTried(work: Work, retailerId: string, orderLineIds: string[]): Promise<Set<string>> {
  const rows = await work.tx
    .select({ orderLineId: purchaseOrderLines.orderLineId, sourceId: purchaseOrders.sourceId })
    .from(purchaseOrderLines)
    .innerJoin(
      purchaseOrders,
      and(
        eq(purchaseOrders.retailerId, purchaseOrderLines.retailerId),
        eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId),
      ),
    )
    .where(
      and(
        eq(purchaseOrderLines.retailerId, retailerId),
        inArray(purchaseOrderLines.orderLineId, orderLineIds),
        or(sql`${purchaseOrderLines.rejected} > 0`, sql`${purchaseOrderLines.cancelled} > 0`),
      ),
    )
  return new Set(rows.map(row => `${row.orderLineId}/${row.sourceId}`))
}

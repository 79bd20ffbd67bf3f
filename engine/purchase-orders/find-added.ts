import { and, eq, inArray } from 'drizzle-orm'
import { offers, orderLines, products } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Wish } from './change.ts'
import type { PurchaseOrderRow } from './lock.ts'

/**
 * Wishes with what the order's source offers as the items of added lines: at its cost unless a price is named, and for the customer at what it pays for the item in this order,
 * or else the catalogue's price. `faults`, by `wishes[i].field`: items that the source does not offer, and those without a price for the customer.
 */
export async function findAdded(
  work: Work,
  order: PurchaseOrderRow,
  wishes: readonly Wish[],
): Promise<{ wishes: Wish[]; faults: Record<string, string> }> {
  const skus = wishes.flatMap(wish => wish.sku ?? [])
  const faults: Record<string, string> = {}
  if (skus.length === 0) return { wishes: [...wishes], faults }
  const offered = await loadOffered(work, order, skus)
  const paid = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, order.retailerId), eq(orderLines.orderId, order.orderId)))
  const found = wishes.map((wish, index): Wish => {
    if (wish.sku === undefined) return wish
    const match = offered.find(({ product }) => product.sku === wish.sku)
    if (!match) {
      faults[`wishes[${index}].sku`] = `The supplier offers no ${wish.sku} in ${order.currency}.`
      return wish
    }
    const { offer, product } = match
    const pays = paid.find(line => line.productId === product.id)?.unitPrice
    const retailPrice = wish.retailPrice ?? pays ?? product.retailPrice ?? undefined
    if (retailPrice === undefined) {
      faults[`wishes[${index}].retailPrice`] = `Say what the customer pays for one ${wish.sku}.`
      return wish
    }
    const { id: offerId, supplierSku, description, unit, packSize, cost } = offer
    const item = {
      offerId,
      productId: product.id,
      supplierSku,
      description: description ?? product.title,
      unit,
      packSize,
    }
    return { ...wish, unitPrice: wish.unitPrice ?? cost, retailPrice, item }
  })
  return { wishes: found, faults }
}

async function loadOffered(work: Work, { retailerId, sourceId, currency }: PurchaseOrderRow, skus: string[]) {
  return await work.tx
    .select({ offer: offers, product: products })
    .from(offers)
    .innerJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(
      and(
        eq(offers.retailerId, retailerId),
        eq(offers.sourceId, sourceId),
        eq(offers.currency, currency),
        eq(offers.discontinued, false),
        inArray(products.sku, skus),
      ),
    )
    .orderBy(offers.id)
}

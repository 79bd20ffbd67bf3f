import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { offers, products } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { wordsOf } from '../listing/candidates.ts'
import { acceptMatch } from './decide-match.ts'
import { newProduct, putProducts } from './put-products.ts'

/**
 * Makes a new product of a supplier's item, with all that the supplier says of it, and matches them. Throws `not-found`, `wrong-state` for an item that is
 * matched already, `conflict` for a SKU that another product has, `invalid-input` for what no product can be made of.
 */
export async function adoptOffer(
  work: Work,
  { retailerId, offerId, sku }: { retailerId: string; offerId: string; sku: string },
): Promise<{ productId: string }> {
  const [offer] = await work.tx
    .select()
    .from(offers)
    .where(and(eq(offers.retailerId, retailerId), eq(offers.id, offerId)))
    .for('update')
  if (!offer) throw new ApplicationError('not-found', 'There is no such item.')
  if (offer.productId) throw new ApplicationError('wrong-state', 'This item is matched with a product already.')
  const { title, brand, category, gtin, manufacturerPart, msrp, weight, attributes } = wordsOf(offer)
  const made = newProduct.safeParse({
    ...{ sku, title: title.slice(0, 264), brand, category, gtin: gtin?.padStart(14, '0') },
    ...{ manufacturerPart, msrp, map: offer.map ?? undefined, weight, attributes },
  })
  if (!made.success) {
    const [issue] = made.error.issues
    const field = String(issue!.path[0])
    throw new ApplicationError('invalid-input', `No product can be made of it: its ${field} is not right.`, {
      [field]: issue!.message,
    })
  }
  await lockKey(work.tx, `products:${retailerId}:${made.data.sku}`)
  const [taken] = await work.tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.sku, made.data.sku)))
  if (taken) throw new ApplicationError('conflict', `There is a product “${made.data.sku}” already.`, { sku: 'Taken.' })
  const [product] = await putProducts(work, retailerId, [made.data])
  await acceptMatch(work, { retailerId, offerId, productId: product!.id })
  return { productId: product!.id }
}

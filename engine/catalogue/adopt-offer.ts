import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { offers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { acceptMatch } from './decide-match.ts'
import { productOf } from './new-products/draft.ts'
import { lockNewProducts } from './new-products/make.ts'
import { takenBy } from './new-products/taken.ts'
import { putProducts } from './put-products.ts'

/**
 * Makes a new product of a supplier's item, with all that the supplier says of it, and matches them. Throws `not-found`, `wrong-state` for an item that is
 * matched already, `conflict` for a SKU or GTIN that another product has, `invalid-input` for what no product can be made of.
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
  const made = productOf(offer, sku)
  if ('issue' in made) {
    const { field, message } = made.issue
    throw new ApplicationError('invalid-input', `No product can be made of it: its ${field} is not right.`, {
      [field]: message,
    })
  }
  const { product: wanted } = made
  await lockNewProducts(work, retailerId)
  const taken = (await takenBy(work.tx, retailerId, [{ offerId, product: wanted }])).get(offerId)
  if (taken?.by === 'sku')
    throw new ApplicationError('conflict', `There is a product “${taken.sku}” already.`, { sku: 'Taken.' })
  if (taken?.by === 'gtin')
    throw new ApplicationError('conflict', `The product “${taken.sku}” has its GTIN: match it with that one.`)
  const [product] = await putProducts(work, retailerId, [wanted])
  await acceptMatch(work, { retailerId, offerId, productId: product!.id })
  return { productId: product!.id }
}

import { and, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { offers, products } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { itemsChanged } from '../inventory/items-changed.ts'
import { markProducts } from '../listing/refresh/mark.ts'
import { readGtin } from './gtin.ts'
import { matchOffers } from './match-offers.ts'
import { askForProducts } from './new-products/settings.ts'

interface OfferOf {
  retailerId: string
  offerId: string
}

/** A person says which product of the catalogue an offer is. Throws `not-found` for an offer or product that is not there. */
export async function acceptMatch(work: Work, command: OfferOf & { productId: string }): Promise<void> {
  const offer = await lockOffer(work, command)
  await knownProduct(work, command)
  const { retailerId, offerId, productId } = command
  await change(work, command, { productId, matchedBy: 'person' })
  if (offer.productId && offer.productId !== productId) await productLost(work, retailerId, offer.productId)
  await recordEvent(work, retailerId, 'offer.matched', {}, { offerId, supplierSku: offer.supplierSku, productId })
  await itemsChanged(work, retailerId, sql`(select ${offerId}::uuid)`)
}

/** A person says that an offer is not this product: it is undone where it stands, and not proposed again. Throws `not-found`. */
export async function refuseMatch(work: Work, command: OfferOf & { productId: string }): Promise<void> {
  const offer = await lockOffer(work, command)
  const { retailerId, offerId, productId } = command
  const refusedProducts = [...new Set([...offer.refusedProducts, productId])]
  const undone = offer.productId === productId ? { productId: null, matchedBy: null } : {}
  await change(work, command, { refusedProducts, ...undone })
  if (offer.productId === productId) await productLost(work, retailerId, productId)
  await recordEvent(work, retailerId, 'offer.match-refused', {}, { offerId, supplierSku: offer.supplierSku, productId })
}

/** A person mends a GTIN; the offer is matched by it where it fits. Throws `invalid-input` for a number that its check digit does not prove. */
export async function mendGtin(work: Work, command: OfferOf & { gtin: string }): Promise<void> {
  const offer = await lockOffer(work, command)
  const { retailerId, offerId } = command
  const read = readGtin(command.gtin)
  if (!('gtin' in read))
    throw new ApplicationError('invalid-input', 'The check digit does not prove this number.', {
      gtin: 'Enter all digits of the GTIN as printed on the product.',
    })
  await change(work, command, { gtin: read.gtin, damagedGtin: null })
  await matchOffers(work, offer, sql`o.id = ${offerId}`)
  const data = { offerId, supplierSku: offer.supplierSku, from: offer.damagedGtin, to: read.gtin }
  await recordEvent(work, retailerId, 'offer.gtin-mended', {}, data)
  await itemsChanged(work, retailerId, sql`(select ${offerId}::uuid)`)
  await askForProducts(work, retailerId, { sourceId: offer.sourceId })
}

/** A product has one source less: its price and listings may change. */
async function productLost(work: Work, retailerId: string, productId: string): Promise<void> {
  await markProducts(work, retailerId, sql`select ${productId}::uuid as product_id`)
}

const which = ({ retailerId, offerId }: OfferOf) => and(eq(offers.retailerId, retailerId), eq(offers.id, offerId))

async function lockOffer(work: Work, command: OfferOf) {
  const [offer] = await work.tx.select().from(offers).where(which(command)).for('update')
  if (!offer) throw new ApplicationError('not-found', 'There is no such item.')
  return offer
}

async function knownProduct(work: Work, { retailerId, productId }: { retailerId: string; productId: string }) {
  const [product] = await work.tx
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.id, productId)))
  if (!product) throw new ApplicationError('not-found', 'There is no such product.')
}

async function change(work: Work, command: OfferOf, set: Partial<typeof offers.$inferInsert>): Promise<void> {
  await work.tx
    .update(offers)
    .set({ ...set, updatedAt: work.now })
    .where(which(command))
}

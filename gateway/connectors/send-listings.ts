import { and, eq, inArray } from 'drizzle-orm'
import { storefrontListings, storefronts } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException, resolveException } from '../../engine/exceptions/raise.ts'
import { changesSince, type ToldListing } from '../../engine/listing/feed.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import type { RemoteProduct, ShopProduct, Storefront } from './contract.ts'
import type { StoredStorefront, StorefrontContext } from './open.ts'

type Context = Pick<StorefrontContext, 'hub'>
type Told = typeof storefrontListings.$inferSelect

/** Listings of one round: what is left comes with the next. */
const mostRounds = 20

/** Tells the shop of every listing that changed: the product where it differs from what was told last, then its stock. Gives what stopped it. */
export async function sendListings(
  context: Context,
  { row, channel }: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  let { sentRevision } = row
  for (let round = 0; round < mostRounds; round++) {
    const batch = await changesSince(context.hub.orm, row.retailerId, channel.id, sentRevision, shop.stockBatch)
    const upTo = batch.at(-1)?.revision
    if (upTo === undefined) return undefined
    const failure = (await sendProducts(context, row, shop, batch)) ?? (await sendStock(context, row, shop, batch))
    if (failure) return failure
    await context.hub.work('system', work =>
      work.tx.update(storefronts).set({ sentRevision: upTo, sentAt: work.now }).where(rowOf(row)),
    )
    sentRevision = upTo
  }
  return undefined
}

const rowOf = ({ retailerId, id }: StoredStorefront['row']) =>
  and(eq(storefronts.retailerId, retailerId), eq(storefronts.id, id))

async function toldOf({ hub }: Context, row: StoredStorefront['row'], batch: readonly ToldListing[]) {
  const ids = batch.map(({ id }) => id)
  const rows = await hub.orm
    .select()
    .from(storefrontListings)
    .where(
      and(
        eq(storefrontListings.retailerId, row.retailerId),
        eq(storefrontListings.storefrontId, row.id),
        inArray(storefrontListings.listingId, ids),
      ),
    )
  return new Map(rows.map(told => [told.listingId, told]))
}

/** Whole units: half a unit cannot be sold. */
const unitsOf = ({ quantity }: ToldListing) => Math.max(0, Math.floor(Number(quantity)))

function productOf(listing: ToldListing): ShopProduct {
  const { sku, price, gtin, content, status } = listing
  const shown = 'title' in content ? content : { title: sku, images: [] as string[] }
  return {
    ...{ sku, title: shown.title, images: shown.images, shown: status === 'listed', quantity: unitsOf(listing) },
    ...('description' in shown && shown.description !== undefined && { description: shown.description }),
    ...('brand' in shown && shown.brand !== undefined && { brand: shown.brand }),
    ...('category' in shown && shown.category !== undefined && { category: shown.category }),
    ...(price !== null && { price }),
    ...(gtin !== null && { gtin }),
  }
}

async function sendProducts(
  context: Context,
  row: StoredStorefront['row'],
  shop: Storefront,
  batch: readonly ToldListing[],
): Promise<DeliveryFailure | undefined> {
  const before = await toldOf(context, row, batch)
  for (const listing of batch) {
    const product = productOf(listing)
    const known = before.get(listing.id)
    const told = JSON.stringify({ ...product, quantity: undefined })
    if (known?.told === told && known.problem === null) continue
    const answer = await shop.putProduct(product, known?.remote ?? undefined)
    if (!answer.ok && answer.failure.code !== 'partner-refused') return answer.failure
    await context.hub.work('system', work =>
      answer.ok
        ? noteTold(work, row, listing, known, { told, remote: answer.remote, quantity: product.quantity })
        : noteRefused(work, row, listing, answer.failure.detail),
    )
  }
  return undefined
}

async function noteTold(
  work: Work,
  row: StoredStorefront['row'],
  { id: listingId }: ToldListing,
  known: Told | undefined,
  { told, remote, quantity }: { told: string; remote: RemoteProduct | undefined; quantity: number },
): Promise<void> {
  // A product that is made now has its stock from the start; of one that was taken over nobody knows.
  const made = !known?.remote && remote?.own === true ? { quantity } : {}
  const set = { told, remote: remote ?? null, problem: null, updatedAt: work.now, ...made }
  await work.tx
    .insert(storefrontListings)
    .values({ retailerId: row.retailerId, storefrontId: row.id, listingId, ...set })
    .onConflictDoUpdate({ target: listingKey, set })
  await resolveException(work, row.retailerId, keyOf(row, listingId), 'told')
}

const listingKey = [storefrontListings.retailerId, storefrontListings.storefrontId, storefrontListings.listingId]
const keyOf = ({ id }: StoredStorefront['row'], listingId: string) => `listings-not-sent:${id}:${listingId}`

async function noteRefused(
  work: Work,
  row: StoredStorefront['row'],
  { id: listingId, sku }: ToldListing,
  problem: string,
): Promise<void> {
  const { retailerId, id: storefrontId } = row
  const set = { problem, updatedAt: work.now }
  await work.tx
    .insert(storefrontListings)
    .values({ retailerId, storefrontId, listingId, ...set })
    .onConflictDoUpdate({ target: listingKey, set })
  await raiseException(work, {
    ...{ retailerId, kind: 'listings-not-sent', key: keyOf(row, listingId), expected: 'told', actual: 'refused' },
    summary: `The shop does not take ${sku}. ${problem}`.slice(0, 1000),
  })
}

async function sendStock(
  context: Context,
  row: StoredStorefront['row'],
  shop: Storefront,
  batch: readonly ToldListing[],
): Promise<DeliveryFailure | undefined> {
  const told = await toldOf(context, row, batch)
  const levels = batch.flatMap(listing => {
    const { remote, quantity } = told.get(listing.id) ?? {}
    const units = unitsOf(listing)
    return remote && quantity !== units ? [{ remote, quantity: units, listing }] : []
  })
  if (levels.length === 0) return undefined
  const key = `${row.id}-${batch.at(-1)!.revision}-${context.hub.newId()}`
  const answer = await shop.sendInventory(levels, key)
  if (!answer.ok && answer.failure.code !== 'partner-refused') return answer.failure
  if (!answer.ok) {
    await context.hub.work('system', async work => {
      for (const { listing } of levels) await noteRefused(work, row, listing, answer.failure.detail)
    })
    return undefined
  }
  await noteStock(
    context,
    row,
    levels.filter(level => !answer.stale.some(({ remote }) => remote === level.remote)),
  )
  if (answer.stale.length === 0) return undefined
  return { code: 'partner-busy', detail: `${answer.stale.length} products were sold while their stock was set.` }
}

async function noteStock(
  { hub }: Context,
  row: StoredStorefront['row'],
  levels: readonly { quantity: number; listing: ToldListing }[],
): Promise<void> {
  await hub.work('system', async work => {
    for (const { quantity, listing } of levels)
      await work.tx
        .update(storefrontListings)
        .set({ quantity, updatedAt: work.now })
        .where(
          and(
            eq(storefrontListings.retailerId, row.retailerId),
            eq(storefrontListings.storefrontId, row.id),
            eq(storefrontListings.listingId, listing.id),
          ),
        )
  })
}

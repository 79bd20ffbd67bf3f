import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { listings, products, salesChannels } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { markProducts } from './refresh/mark.ts'
import type { ListingValues } from './refresh/plan.ts'
import { valuesOfRow } from './refresh/refresh.ts'
import { tellChannels } from './refresh/tell.ts'

interface Listings {
  retailerId: string
  listingIds: readonly string[]
}

/** At most so many are decided at once. */
const most = 1_000

/** A person takes the prices that wait: they stand from now on. Those that no longer wait stay as they are. Returns how many were taken. Throws `invalid-input` for none or too many. */
export async function approvePrices(work: Work, command: Listings): Promise<number> {
  const rows = await lockWaiting(work, command)
  const { retailerId } = command
  await work.tx
    .update(listings)
    .set({ price: sql`${listings.proposedPrice}`, proposedPrice: null, refusedPrice: null, updatedAt: work.now })
    .where(ofThese(retailerId, rows))
  await tell(work, retailerId, rows)
  await recordPrices(work, retailerId, 'listing-prices.approved', rows)
  return rows.length
}

/** A person refuses the prices that wait: what stood stays, and the same price is not proposed again. Returns how many were refused. */
export async function refusePrices(work: Work, command: Listings): Promise<number> {
  const rows = await lockWaiting(work, command)
  await work.tx
    .update(listings)
    .set({ refusedPrice: sql`${listings.proposedPrice}`, proposedPrice: null, updatedAt: work.now })
    .where(ofThese(command.retailerId, rows))
  await recordPrices(work, command.retailerId, 'listing-prices.refused', rows)
  return rows.length
}

type Waiting = Awaited<ReturnType<typeof lockWaiting>>

/** The listings whose prices wait, locked; refreshing waits until they are decided. */
async function lockWaiting(work: Work, { retailerId, listingIds }: Listings) {
  if (listingIds.length === 0 || listingIds.length > most)
    throw new ApplicationError('invalid-input', `Choose 1 to ${most} prices.`, { listings: 'Choose some.' })
  await lockKey(work.tx, `listings:${retailerId}`)
  return await work.tx
    .select({ listing: listings, sku: products.sku, channel: salesChannels })
    .from(listings)
    .innerJoin(products, and(eq(products.retailerId, retailerId), eq(products.id, listings.productId)))
    .innerJoin(salesChannels, and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, listings.channelId)))
    .where(
      and(
        eq(listings.retailerId, retailerId),
        inArray(listings.id, [...listingIds]),
        isNotNull(listings.proposedPrice),
      ),
    )
    .orderBy(asc(listings.id))
    .for('update', { of: listings })
}

const ofThese = (retailerId: string, rows: Waiting) =>
  and(
    eq(listings.retailerId, retailerId),
    inArray(
      listings.id,
      rows.map(({ listing }) => listing.id),
    ),
  )

/** Tells the channels of prices that changed; the listings take the numbers. */
async function tell(work: Work, retailerId: string, rows: Waiting): Promise<void> {
  const channels = [...new Map(rows.map(({ channel }) => [channel.id, channel])).values()]
  const changes = rows.map(({ listing, sku, channel }) => ({
    ...{ id: listing.id, productId: listing.productId, sku },
    channel: channels.find(one => one.id === channel.id)!,
    values: { ...valuesOfRow(listing), price: listing.proposedPrice },
    told: listing.status !== 'candidate',
  }))
  for (const { id, revision } of await tellChannels(work, retailerId, channels, changes)) {
    if (revision === null) continue
    await work.tx
      .update(listings)
      .set({ revision })
      .where(and(eq(listings.retailerId, retailerId), eq(listings.id, id)))
  }
}

async function recordPrices(work: Work, retailerId: string, action: string, rows: Waiting): Promise<void> {
  if (rows.length === 0) return
  const after = rows.map(({ listing, sku, channel }) => ({
    ...{ sku, channel: channel.name, from: listing.price, to: listing.proposedPrice },
  }))
  await recordChange(work, { retailerId, action, subject: rows[0]!.listing.id, after })
}

/** A person takes a product off a channel: it stays off until a person puts it on. Throws `not-found`. */
export async function takeOff(
  work: Work,
  command: { retailerId: string; listingId: string },
): Promise<{ productId: string }> {
  const row = await lockListing(work, command)
  if (!row.keptOff) await change(work, row, { keptOff: true }, 'listing.taken-off')
  return row
}

/**
 * A person puts a product on a channel, whether or not a rule would; rules that pause it go on doing so. Throws `not-found`, `wrong-state` while it lacks something
 * or is discontinued.
 */
export async function putOn(
  work: Work,
  command: { retailerId: string; listingId: string },
): Promise<{ productId: string }> {
  const row = await lockListing(work, command)
  if (row.missing.length > 0)
    throw new ApplicationError('wrong-state', `It lacks what its channel asks for: ${row.missing.join(', ')}.`)
  const [product] = await work.tx
    .select({ discontinuedAt: products.discontinuedAt })
    .from(products)
    .where(and(eq(products.retailerId, row.retailerId), eq(products.id, row.productId)))
  if (product?.discontinuedAt) throw new ApplicationError('wrong-state', 'The product is discontinued.')
  const isOn = row.status === 'listed' || row.status === 'paused'
  if (!isOn) await change(work, row, { keptOff: false, status: 'listed' }, 'listing.put-on')
  return row
}

async function lockListing(work: Work, { retailerId, listingId }: { retailerId: string; listingId: string }) {
  await lockKey(work.tx, `listings:${retailerId}`)
  const [row] = await work.tx
    .select()
    .from(listings)
    .where(and(eq(listings.retailerId, retailerId), eq(listings.id, listingId)))
    .for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such listing.')
  return row
}

/** Writes a person's decision down and tells the channel at once; what the rules say of it follows by the refresh. */
async function change(
  work: Work,
  row: typeof listings.$inferSelect,
  set: { keptOff: boolean; status?: 'listed' },
  action: string,
): Promise<void> {
  const { retailerId, id, productId, channelId } = row
  const status: ListingValues['status'] = set.status ?? 'delisted'
  const [its] = await work.tx
    .select({ sku: products.sku, channel: salesChannels })
    .from(products)
    .innerJoin(salesChannels, and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, channelId)))
    .where(and(eq(products.retailerId, retailerId), eq(products.id, productId)))
  const { sku, channel } = its!
  const values = { ...valuesOfRow(row), status, pauseReasons: [], keptOff: set.keptOff }
  const told = row.status !== 'candidate' || status === 'listed'
  const [numbered] = await tellChannels(work, retailerId, [channel], [{ id, productId, sku, channel, values, told }])
  await work.tx
    .update(listings)
    .set({
      ...{ status, pauseReasons: [], keptOff: set.keptOff, updatedAt: work.now },
      ...(numbered!.revision !== null && { revision: numbered!.revision }),
    })
    .where(and(eq(listings.retailerId, retailerId), eq(listings.id, id)))
  await recordChange(work, { retailerId, action, subject: id, before: { status: row.status }, after: { sku, status } })
  await markProducts(work, retailerId, sql`select ${productId}::uuid as product_id`)
}

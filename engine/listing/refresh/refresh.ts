import { and, asc, eq, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { listings, salesChannels } from '../../../db/schema/index.ts'
import { lockKey, type Work } from '../../../db/work.ts'
import { loadInEffect } from '../../rule-sets/book.ts'
import { listingBook, priceBook } from '../books.ts'
import { loadFacts, type ProductFacts } from './facts.ts'
import { takeMarked } from './mark.ts'
import {
  isChanged,
  isTold,
  type ListingChannel,
  type ListingPricing,
  type ListingValues,
  newListing,
  planListing,
  type ReadyRules,
  readyRules,
} from './plan.ts'
import { type ListingChange, tellChannels } from './tell.ts'

/** How many products are refreshed in one transaction: few enough that nobody waits long, many enough that statements do not count. */
const batch = 5_000

/**
 * Refreshes the listings of some of the products of which something changed, on every channel, in set-based steps: facts, rules, what becomes of each, what differs.
 * One at a time for each retailer, so that a channel's changes commit in the order of their numbers. Returns how many products there were; 0 when none is left.
 */
export async function refreshSome(work: Work, retailerId: string, most = batch): Promise<number> {
  await lockKey(work.tx, `listings:${retailerId}`)
  const productIds = await takeMarked(work, retailerId, most)
  if (productIds.length > 0) await refresh(work, retailerId, productIds)
  return productIds.length
}

type Row = typeof listings.$inferSelect

async function refresh(work: Work, retailerId: string, productIds: string[]): Promise<void> {
  const channels = await activeChannels(work.tx, retailerId)
  if (channels.length === 0) return
  const prices = await loadInEffect(priceBook, work.tx, retailerId, work.now)
  const rules = readyRules(prices, await loadInEffect(listingBook, work.tx, retailerId, work.now))
  const load = async (ids: string[]): Promise<Loaded> => ({
    facts: await loadFacts(work.tx, retailerId, ids, prices.settings.cost),
    before: await listingsOf(work.tx, retailerId, ids),
  })
  const parts = Array.from({ length: Math.ceil(productIds.length / part) }, (_, at) =>
    productIds.slice(at * part, (at + 1) * part),
  )
  let coming = load(parts[0]!)
  let writing: Promise<void> = Promise.resolve()
  for (const [at] of parts.entries()) {
    const loaded = await coming
    const following = parts[at + 1]
    if (following) coming = unheard(load(following))
    const changes = changesOf(work, loaded, channels, rules)
    await writing
    writing = unheard(tellAndStore(work, retailerId, channels, changes))
  }
  await writing
}

/** So many products are planned at a time: while the database writes those and reads the next ones, this goes on. */
const part = 1_000

/** Waited for later; until then a failure has nobody to hear of it. */
function unheard<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined)
  return promise
}

interface Loaded {
  facts: ProductFacts[]
  before: Map<string, Row>
}

function changesOf(
  work: Work,
  { facts, before }: Loaded,
  channels: readonly ListingChannel[],
  rules: ReadyRules,
): ListingChange[] {
  const changes: ListingChange[] = []
  for (const channel of channels) {
    for (const fact of facts) {
      const row = before.get(`${fact.id} ${channel.id}`)
      const current = row ? valuesOfRow(row) : newListing
      const next = planListing(fact, channel, current, rules)
      if (row && !isChanged(current, next)) continue
      const id = row?.id ?? work.newId()
      changes.push({ id, productId: fact.id, sku: fact.sku, channel, values: next, told: isTold(current, next) })
    }
  }
  return changes
}

async function tellAndStore(
  work: Work,
  retailerId: string,
  channels: readonly ListingChannel[],
  changes: readonly ListingChange[],
): Promise<void> {
  await store(work, retailerId, await tellChannels(work, retailerId, channels, changes))
}

/** The channels on which the retailer sells. */
export async function activeChannels(orm: Orm, retailerId: string): Promise<ListingChannel[]> {
  return await orm
    .select({ id: salesChannels.id, name: salesChannels.name, buffer: salesChannels.buffer })
    .from(salesChannels)
    .where(and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.active, true)))
    .orderBy(asc(salesChannels.id))
}

/** By product and channel, parted by a space. */
export async function listingsOf(
  orm: Orm,
  retailerId: string,
  productIds: readonly string[],
): Promise<Map<string, Row>> {
  const rows = await orm
    .select()
    .from(listings)
    .where(
      and(
        eq(listings.retailerId, retailerId),
        // One parameter, however many there are.
        sql`${listings.productId} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(productIds)}::jsonb))`,
      ),
    )
  return new Map(rows.map(row => [`${row.productId} ${row.channelId}`, row]))
}

/** Of a stored listing, what is computed anew. */
export function valuesOfRow(row: Row): ListingValues {
  const { status, pauseReasons, keptOff, missing, price, proposedPrice, refusedPrice, quantity, content } = row
  const pricing = row.pricing as ListingPricing
  return { status, pauseReasons, keptOff, missing, price, proposedPrice, refusedPrice, quantity, content, pricing }
}

async function store(
  work: Work,
  retailerId: string,
  changes: readonly (ListingChange & { revision: number | null })[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ id, productId, channel, values, revision }) => ({
    ...{ id, product_id: productId, channel_id: channel.id, status: values.status, revision },
    ...{ pause_reasons: values.pauseReasons, missing: values.missing, price: values.price },
    ...{ proposed_price: values.proposedPrice, refused_price: values.refusedPrice, quantity: values.quantity },
    ...{ pricing: values.pricing, content: values.content },
  }))
  const now = work.now.toISOString()
  await work.tx.execute(sql`
    insert into listings as l (retailer_id, id, product_id, channel_id, status, pause_reasons, missing, price, proposed_price, refused_price,
      quantity, pricing, content, revision, updated_at, created_at)
    select ${retailerId}::uuid, r.id, r.product_id, r.channel_id, r.status, r.pause_reasons, r.missing, r.price, r.proposed_price,
      r.refused_price, r.quantity, r.pricing, r.content, coalesce(r.revision, 0), ${now}::timestamptz, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, product_id uuid, channel_id uuid, status text,
      pause_reasons text[], missing text[], price numeric, proposed_price numeric, refused_price numeric, quantity numeric,
      pricing jsonb, content jsonb, revision bigint)
    on conflict (retailer_id, product_id, channel_id) do update set
      status = excluded.status, pause_reasons = excluded.pause_reasons, missing = excluded.missing, price = excluded.price,
      proposed_price = excluded.proposed_price, refused_price = excluded.refused_price, quantity = excluded.quantity,
      pricing = excluded.pricing, content = excluded.content,
      revision = case when excluded.revision > 0 then excluded.revision else l.revision end, updated_at = excluded.updated_at`)
}

import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import { rowsOf } from '../../../db/connection.ts'
import { offers } from '../../../db/schema/index.ts'
import { lockKey, type Work } from '../../../db/work.ts'
import { itemsChanged } from '../../inventory/items-changed.ts'
import { askOfCandidates } from '../../listing/candidates.ts'
import { matchOffers } from '../match-offers.ts'
import { draftOf } from './draft.ts'
import type { SourceOfNews } from './settings.ts'
import { type Drafted, takenBy } from './taken.ts'

/** So many items are looked at in one transaction. */
const batch = 2_000

/** What one step did. `last` is the item up to which it looked, undefined when none is left. */
export interface Made {
  made: number
  last: string | undefined
}

/** Products that are made are never second ones: whoever makes some waits for whoever makes others. */
export const lockNewProducts = (work: Work, retailerId: string) => lockKey(work.tx, `new-products:${retailerId}`)

/**
 * Makes products of a supplier's next complete items that no product is, in set-based steps. Of several items with one GTIN, one SKU, or one
 * part number of a brand the first becomes the product; what the catalogue has already is not made again. Incomplete items stay candidates.
 * @param after the item up to which earlier steps looked
 * @param feedRunId the feed that the products are told to be of
 */
export async function makeSome(
  work: Work,
  { retailerId, source, feedRunId }: { retailerId: string; source: SourceOfNews; feedRunId: string | null },
  after?: string,
): Promise<Made> {
  // In this order everywhere: a feed of the source, then its new products.
  await lockKey(work.tx, `inventory:${source.sourceId}`)
  await lockNewProducts(work, retailerId)
  const items = await work.tx
    .select()
    .from(offers)
    .where(
      and(
        eq(offers.retailerId, retailerId),
        eq(offers.sourceId, source.sourceId),
        isNull(offers.productId),
        eq(offers.discontinued, false),
        after === undefined ? undefined : gt(offers.id, after),
      ),
    )
    .orderBy(asc(offers.id))
    .limit(batch)
  const asks = await askOfCandidates(work.tx, retailerId, items, work.now)
  const complete = items.flatMap(offer => {
    const draft = draftOf(offer, asks.get(offer.id) ?? [], source)
    return 'product' in draft ? [{ offerId: offer.id, product: draft.product }] : []
  })
  const taken = await takenBy(work.tx, retailerId, complete)
  const fresh = firstOfEach(complete.filter(({ offerId }) => !taken.has(offerId)))
  const made = await insert(work, retailerId, feedRunId, fresh)
  return { made, last: items.length < batch ? undefined : items.at(-1)!.id }
}

/** Of items that would be the same product the first. */
function firstOfEach(drafts: readonly Drafted[]): Drafted[] {
  const seen = new Set<string>()
  return drafts.filter(({ product: { sku, gtin, brand, manufacturerPart } }) => {
    const part = brand && manufacturerPart && `part ${brand.toLowerCase()} ${manufacturerPart.toLowerCase()}`
    const names = [`sku ${sku}`, ...(gtin ? [`gtin ${gtin}`] : []), ...(part ? [part] : [])]
    if (names.some(name => seen.has(name))) return false
    for (const name of names) seen.add(name)
    return true
  })
}

/** Writes them down and matches their items, in two statements. Returns how many there are now. */
async function insert(
  work: Work,
  retailerId: string,
  feedRunId: string | null,
  drafts: readonly Drafted[],
): Promise<number> {
  if (drafts.length === 0) return 0
  const now = work.now.toISOString()
  const rows = JSON.stringify(
    drafts.map(({ offerId, product: { manufacturerPart: manufacturer_part, ...product } }) => ({
      ...{ id: work.newId(), offer_id: offerId, manufacturer_part },
      ...product,
    })),
  )
  const [row] = await rowsOf<{ n: number }>(
    work.tx,
    sql`with given as materialized (
      select * from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, offer_id uuid, sku text, title text, brand text, category text, gtin text,
        manufacturer_part text, msrp numeric, map numeric, weight numeric, attributes jsonb)),
    made as (
      insert into products (retailer_id, id, sku, title, brand, category, gtin, manufacturer_part, msrp, map, weight, attributes,
        made_from_run_id, created_at, updated_at)
      select ${retailerId}::uuid, g.id, g.sku, g.title, g.brand, g.category, g.gtin, g.manufacturer_part, g.msrp, g.map, g.weight, g.attributes,
        ${feedRunId}::uuid, ${now}::timestamptz, ${now}::timestamptz
      from given g on conflict (retailer_id, sku) do nothing returning id),
    matched as (
      update offers o set product_id = g.id, matched_by = 'made', updated_at = ${now}::timestamptz
      from given g join made m on m.id = g.id
      where o.retailer_id = ${retailerId} and o.id = g.offer_id returning 1)
    select count(*)::int as n from matched`,
  )
  const ids = JSON.stringify(drafts.map(({ offerId }) => offerId))
  await itemsChanged(work, retailerId, sql`(select value::uuid from jsonb_array_elements_text(${ids}::jsonb))`)
  return row!.n
}

/** Matches what a source offers with products that were made since it last told: another's item may be one of them. */
export async function matchWithMade(work: Work, retailerId: string, sourceId: string): Promise<number> {
  await lockKey(work.tx, `inventory:${sourceId}`)
  const matched = await matchOffers(work, { retailerId, sourceId })
  if (matched === 0) return 0
  await itemsChanged(
    work,
    retailerId,
    sql`(select id from offers where retailer_id = ${retailerId} and source_id = ${sourceId}
      and updated_at = ${work.now.toISOString()}::timestamptz)`,
  )
  return matched
}

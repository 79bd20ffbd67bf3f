import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { type feedRuns, partnerships, sources } from '../../db/schema/index.ts'
import { feedSettingsOf } from './feed-settings.ts'

/** One level that a feed held back would change. */
export interface EffectRow {
  supplierSku: string
  title: string | null
  location: string
  before: string
  after: string
  /** The item would no longer be on offer. */
  ends: boolean
}

/** What a feed that is held back would do to its source's stock as it stands now. Quantities are decimals, in the offers' units. */
export interface HeldEffect {
  /** Levels that it would change, and what they sum up to before and after. */
  changes: number
  before: string
  after: string
  /** Of the levels that have stock, those that would have none. */
  emptied: number
  /** The greatest losses first. */
  rows: EffectRow[]
}

type Run = Pick<typeof feedRuns.$inferSelect, 'retailerId' | 'id' | 'sourceId' | 'kind' | 'scope' | 'documentId'>

/** What a quarantined run would do if it took effect now. An item that a full feed leaves out has `after` 0. */
export async function heldEffectOf(orm: Orm, run: Run, most: number): Promise<HeldEffect> {
  const changes = run.kind === 'product' ? endedBy(run) : changedBy(run, await zeroes(orm, run))
  const [total] = await rowsOf<Omit<HeldEffect, 'rows'>>(
    orm,
    sql`select count(*)::int as changes, trim_scale(coalesce(sum(c.before), 0))::text as before,
        trim_scale(coalesce(sum(c.after), 0))::text as after,
        count(*) filter (where c.before > 0 and c.after = 0)::int as emptied
      from (${changes}) c`,
  )
  const rows = await rowsOf<EffectRow>(
    orm,
    sql`select c.supplier_sku as "supplierSku", coalesce(p.title, c.description) as title, c.location, trim_scale(c.before)::text as before,
        trim_scale(c.after)::text as after, c.ends
      from (${changes}) c
      left join products p on p.retailer_id = ${run.retailerId} and p.id = c.product_id
      order by c.before - c.after desc, c.supplier_sku, c.location limit ${most}`,
  )
  return { ...total!, rows }
}

/** Whether what a full feed leaves out becomes zero. */
async function zeroes(orm: Orm, { retailerId, sourceId, scope }: Run): Promise<boolean> {
  if (scope !== 'full') return false
  const [found] = await orm
    .select({ settings: partnerships.settings })
    .from(sources)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId)))
  return feedSettingsOf(found?.settings ?? {}).missing === 'zero'
}

/** Levels that the rows of a stock feed would change; the rows stand with the run while it waits. */
function changedBy(run: Run, zeroing: boolean): SQL {
  const ofSource = sql`o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId}`
  const ofRun = sql`r.retailer_id = ${run.retailerId} and r.feed_run_id = ${run.id}`
  const inOfferUnit = sql`case
    when r.unit = 'EA' and o.unit <> 'EA' and o.pack_size > 1 then floor(r.quantity / o.pack_size) else r.quantity end`
  const rows = sql`(
    select r.location, r.unit, r.quantity, r.reason, coalesce(r.offer_id, o.id) as offer_id
    from feed_rows r left join offers o on r.offer_id is null and ${ofSource} and o.supplier_sku = r.supplier_sku
    where ${ofRun})`
  const named = sql`
    select o.supplier_sku, o.product_id, o.description, r.location, coalesce(s.quantity, 0) as before, ${inOfferUnit} as after, false as ends
    from ${rows} r
    join offers o on o.retailer_id = ${run.retailerId} and o.id = r.offer_id
    left join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = o.id and s.location = r.location
    where r.reason is null and coalesce(s.quantity, 0) <> ${inOfferUnit}`
  if (!zeroing) return named
  return sql`${named}
    union all select o.supplier_sku, o.product_id, o.description, s.location, s.quantity, 0, false
    from offers o join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = o.id
    where ${ofSource} and s.quantity > 0 and not exists (
      select 1 from ${rows} r where r.offer_id = o.id and (r.location = s.location or r.reason is not null))`
}

/** The items that a product feed would end, with all their stock; the feed stands in its document. */
function endedBy(run: Run): SQL {
  return sql`
    select o.supplier_sku, o.product_id, o.description, '' as location, coalesce(sum(s.quantity), 0) as before, 0::numeric as after,
      true as ends
    from offers o
    left join stock s on s.retailer_id = ${run.retailerId} and s.offer_id = o.id
    where o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and not o.discontinued
      and not exists (
        select 1 from (
          select coalesce(p -> 'ids' ->> 'supplier', p -> 'ids' ->> 'manufacturer') as sku
          from documents d cross join lateral jsonb_array_elements(d.content -> 'products') p
          where d.retailer_id = ${run.retailerId} and d.id = ${run.documentId}) n
        where n.sku = o.supplier_sku)
    group by o.retailer_id, o.id`
}

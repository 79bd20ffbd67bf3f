import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import type { Buffer, FeedSettings } from './feed-settings.ts'
import type { Freshness } from './freshness.ts'

/** The largest amount that is kept (24 digits, 6 of them behind the point). */
const mostKept = '999999999999999999'

interface BufferRule extends Buffer {
  sku?: string
  category?: string
}

/**
 * Writes what is held back of a source's stock, by its settings and the state of its feeds, in one statement: stale, a share of the quantity
 * more; expired, all there is. Returns how many levels changed.
 * @param only a condition on `s` (stock) and `o` (offers) by which fewer rows are looked at
 */
export async function refreshBuffers(
  work: Work,
  source: { retailerId: string; sourceId: string },
  settings: FeedSettings,
  state: Freshness,
  only: SQL = sql`true`,
): Promise<number> {
  const { retailerId, sourceId } = source
  const { all, categories, items } = settings.buffers
  const rules: BufferRule[] = [
    ...Object.entries(items).map(([sku, rule]) => ({ ...rule, sku })),
    ...Object.entries(categories).map(([category, rule]) => ({ ...rule, category: category.toLowerCase() })),
  ]
  const more = state === 'stale' ? settings.staleShare : 0
  const rows = await rowsOf(
    work.tx,
    sql`with rules as (
      select * from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb) as r(sku text, category text, units numeric, share numeric)),
    wanted as (
      select s.offer_id, s.location, ${
        state === 'expired'
          ? sql`s.quantity`
          : sql`least(${mostKept}::numeric, coalesce(i.units, c.units, ${all.units}::numeric)
            + ceil(s.quantity * least(1, coalesce(i.share, c.share, ${all.share}::numeric) + ${more}::numeric)))`
      } as buffer
      from stock s
      join offers o on o.retailer_id = ${retailerId} and o.id = s.offer_id and o.source_id = ${sourceId}
      left join products p on p.retailer_id = ${retailerId} and p.id = o.product_id
      left join rules i on i.sku = o.supplier_sku
      left join rules c on c.category = lower(coalesce(p.category, o.category))
      where s.retailer_id = ${retailerId} and ${only}),
    changed as (
      select s.offer_id, s.location, w.buffer from wanted w
      join stock s on s.retailer_id = ${retailerId} and s.offer_id = w.offer_id and s.location = w.location and s.buffer <> w.buffer
      order by s.offer_id, s.location for update of s)
    update stock s set buffer = changed.buffer from changed
    where s.retailer_id = ${retailerId} and s.offer_id = changed.offer_id and s.location = changed.location
    returning 1`,
  )
  return rows.length
}

/** Whether these settings ever hold anything back of a fresh source: if not, new stock needs no look. */
export function holdsBack({ buffers: { all, categories, items } }: FeedSettings): boolean {
  return Number(all.units) > 0 || all.share > 0 || Object.keys(categories).length > 0 || Object.keys(items).length > 0
}

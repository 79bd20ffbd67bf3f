import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { trimDecimal } from '../../db/schema/columns.ts'
import { lockKey, type Work } from '../../db/work.ts'

/** What a source was given on a business day. */
export interface DayUse {
  orders: number
  /** Selling units, less what was cancelled. */
  units: string
}

/** What sources were given on a day of the retailer, by their ids; without those that got nothing. Withdrawn orders do not count. */
export async function loadDayUse(
  orm: Orm,
  retailerId: string,
  sourceIds: readonly string[],
  day: string,
): Promise<Map<string, DayUse>> {
  if (sourceIds.length === 0) return new Map()
  const rows = await rowsOf<DayUse & { sourceId: string }>(
    orm,
    // Lines are looked up order by order: a join invites plans that read far more than a day's.
    sql`select p.source_id as "sourceId", count(*)::int as orders, sum(l.units)::text as units
        from purchase_orders p
        cross join lateral (
          select coalesce(sum((l.ordered - l.cancelled) * l.pack_size), 0) as units from purchase_order_lines l
          where l.retailer_id = ${retailerId} and l.purchase_order_id = p.id) l
        where p.retailer_id = ${retailerId} and p.order_date = ${day} and p.status <> 'cancelled'
          and p.source_id in (${sql.join(
            sourceIds.map(id => sql`${id}::uuid`),
            sql`, `,
          )})
        group by p.source_id`,
  )
  return new Map(rows.map(({ sourceId, orders, units }) => [sourceId, { orders, units: trimDecimal(units) }]))
}

/** Lets nobody else give these sources orders until the transaction ends: their capacity is what it was looked up to be. Locked in one sequence for everybody. */
export async function lockCapacity(work: Work, sourceIds: readonly string[]): Promise<void> {
  for (const id of sourceIds.toSorted()) await lockKey(work.tx, `capacity:${id}`)
}

import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { trimDecimal } from '../../db/schema/columns.ts'
import { lockKey, type Work } from '../../db/work.ts'
import type { Span } from '../../partners/calendars/calendar.ts'

/** What a source was given on a business day. */
export interface DayUse {
  orders: number
  /** Selling units, less what was cancelled. */
  units: string
}

/** What sources were given on a day of their own, by their ids; without those that got nothing. Withdrawn orders do not count. */
export async function loadDayUse(
  orm: Orm,
  retailerId: string,
  days: ReadonlyMap<string, Span>,
): Promise<Map<string, DayUse>> {
  if (days.size === 0) return new Map()
  const asked = [...days].map(([id, { from, until }]) => ({ id, from: from.toISOString(), until: until.toISOString() }))
  const rows = await rowsOf<DayUse & { sourceId: string }>(
    orm,
    // Lines are looked up order by order: a join invites plans that read far more than a day's.
    sql`select p.source_id as "sourceId", count(*)::int as orders, sum(l.units)::text as units
        from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as d(id uuid, "from" timestamptz, until timestamptz)
        join purchase_orders p on p.source_id = d.id and p.created_at >= d."from" and p.created_at < d.until
          -- The index knows the retailer's days: a partner's lies within three of them.
          and p.order_date between (d."from" at time zone 'UTC')::date - 1 and (d.until at time zone 'UTC')::date + 1
        cross join lateral (
          select coalesce(sum((l.ordered - l.cancelled) * l.pack_size), 0) as units from purchase_order_lines l
          where l.retailer_id = ${retailerId} and l.purchase_order_id = p.id) l
        where p.retailer_id = ${retailerId} and p.status <> 'cancelled'
        group by p.source_id`,
  )
  return new Map(rows.map(({ sourceId, orders, units }) => [sourceId, { orders, units: trimDecimal(units) }]))
}

/** Lets nobody else give these sources orders until the transaction ends: their capacity is what it was looked up to be. Locked in one sequence for everybody. */
export async function lockCapacity(work: Work, sourceIds: readonly string[]): Promise<void> {
  for (const id of sourceIds.toSorted()) await lockKey(work.tx, `capacity:${id}`)
}

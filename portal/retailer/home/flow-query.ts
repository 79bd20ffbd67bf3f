import { sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../../db/connection.ts'
import { invoices, messages, orders, shipments } from '../../../db/schema/index.ts'
import { daysAfter } from '../../../partners/calendars/business-date.ts'
import { instantIn, localTime } from '../../../partners/calendars/zoned-time.ts'
import { firstIdAt } from '../../lists/days.ts'

/** What flows through the hub, in the order of its way. */
export const flowKinds = ['orders', 'out', 'in', 'shipments', 'invoices'] as const
export type FlowKind = (typeof flowKinds)[number]

/** How much came or went today, and how much does so until this time on this day of the week. */
export interface Flow {
  kind: FlowKind
  today: number
  /** On average of the last weeks in which the hub was in use; undefined before there was one. */
  usual: number | undefined
}

/** So many earlier weeks are looked at. */
const weeks = 4

interface Span {
  week: number
  from: Date
  to: Date
}

/** From midnight to this time, on the viewer's clock: today and the same day of earlier weeks. */
export function spansAt(now: Date, timeZone: string): Span[] {
  const [today, time] = localTime(timeZone, now).split('T') as [string, string]
  return Array.from({ length: weeks + 1 }, (_, week) => {
    const day = daysAfter(today, -7 * week)
    const to = week === 0 ? now : instantIn(timeZone, day, time.slice(0, 5))
    return { week, from: instantIn(timeZone, day, '00:00'), to }
  })
}

/** Today's flow against the usual. Each count reads one range of an index. */
export async function flowToday(orm: Orm, retailerId: string, now: Date, timeZone: string): Promise<Flow[]> {
  const counts = spansAt(now, timeZone).flatMap(({ week, from, to }) => {
    const between = (column: unknown) =>
      sql`${column} >= ${from.toISOString()}::timestamptz and ${column} < ${to.toISOString()}::timestamptz`
    const passed = (way: 'in' | 'out') => sql`${messages} where ${messages.retailerId} = ${retailerId}
      and ${messages.id} >= ${firstIdAt(from)} and ${messages.id} < ${firstIdAt(to)} and ${messages.direction} = ${way}`
    const sources = {
      orders: sql`${orders} where ${orders.retailerId} = ${retailerId} and ${between(orders.placedAt)}`,
      out: passed('out'),
      in: passed('in'),
      shipments: sql`${shipments} where ${shipments.retailerId} = ${retailerId} and ${between(shipments.receivedAt)}`,
      invoices: sql`${invoices} where ${invoices.retailerId} = ${retailerId} and ${between(invoices.receivedAt)}`,
    }
    return flowKinds.map(
      kind => sql`select ${kind}::text as kind, ${week}::int as week, count(*)::int as n from ${sources[kind]}`,
    )
  })
  const rows = await rowsOf<{ kind: FlowKind; week: number; n: number }>(orm, sql.join(counts, sql` union all `))
  return flowsOf(rows)
}

/** Weeks before the first in which anything at all happened are left out: a hub that is new has no usual yet. */
export function flowsOf(rows: readonly { kind: FlowKind; week: number; n: number }[]): Flow[] {
  const oldest = Math.max(0, ...rows.filter(row => row.n > 0).map(row => row.week))
  const of = (kind: FlowKind, week: number) => rows.find(row => row.kind === kind && row.week === week)?.n ?? 0
  return flowKinds.map(kind => {
    const before = Array.from({ length: oldest }, (_, index) => of(kind, index + 1))
    const sum = before.reduce((total, n) => total + n, 0)
    return { kind, today: of(kind, 0), usual: oldest === 0 ? undefined : Math.round(sum / oldest) }
  })
}

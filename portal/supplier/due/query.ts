import { and, asc, eq, gt, gte, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { type DeadlineKind, deadlineKinds, deadlines, purchaseOrders } from '../../../db/schema/index.ts'
import { daysAfter } from '../../../partners/calendars/business-date.ts'
import { instantIn } from '../../../partners/calendars/zoned-time.ts'
import { pageSize } from '../../ui/request.ts'
import { dayIn } from '../../ui/time.tsx'

/** How pressing a deadline is: over, by the viewer's midnight, or in the three days after it. Midnight itself ends the day before it: what ships on the 24th is due then. */
export const dueStates = ['late', 'today', 'soon'] as const
export type DueState = (typeof dueStates)[number]

const soonDays = 3

/** The instants between which a state lies, on the viewer's clock. */
interface Bounds {
  now: Date
  midnight: Date
  soon: Date
}

function boundsAt(now: Date, timeZone: string): Bounds {
  const tomorrow = daysAfter(dayIn(timeZone, now), 1)
  const startOf = (day: string) => instantIn(timeZone, day, '00:00')
  return { now, midnight: startOf(tomorrow), soon: startOf(daysAfter(tomorrow, soonDays)) }
}

function isDue(state: DueState, { now, midnight, soon }: Bounds): SQL {
  const at = deadlines.dueAt
  if (state === 'late') return lt(at, now)
  return state === 'today' ? and(gte(at, now), lte(at, midnight))! : and(gt(at, midnight), lte(at, soon))!
}

/** Whose deadlines: a partner's, or with none named everybody's who supplies the retailer. */
export interface DueScope {
  retailerId: string
  partnershipId?: string | undefined
}

function openOf({ retailerId, partnershipId }: DueScope): SQL {
  return and(
    eq(deadlines.retailerId, retailerId),
    partnershipId ? eq(deadlines.partnershipId, partnershipId) : undefined,
    isNull(deadlines.endedAt),
  )!
}

/** How many things are due, by what is to be done and by how pressing it is. */
export async function countDue(orm: Orm, scope: DueScope, now: Date, timeZone: string) {
  const bounds = boundsAt(now, timeZone)
  const count = (state: DueState) => sql<number>`count(*) filter (where ${isDue(state, bounds)})::int`
  const rows = await orm
    .select({ kind: deadlines.kind, late: count('late'), today: count('today'), soon: count('soon') })
    .from(deadlines)
    .where(and(openOf(scope), lte(deadlines.dueAt, bounds.soon)))
    .groupBy(deadlines.kind)
  return deadlineKinds.flatMap(kind => rows.filter(row => row.kind === kind))
}

export type DueCounts = Awaited<ReturnType<typeof countDue>>

/** What is due in a state, the most pressing first. `after`: the last one seen. */
export async function listDue(
  orm: Orm,
  scope: DueScope,
  query: { state: DueState; kind: DeadlineKind | undefined; now: Date; timeZone: string; after: string | undefined },
  size = pageSize,
) {
  const { state, kind, now, timeZone, after } = query
  const last = sql`(select ${deadlines.dueAt} from ${deadlines} where ${openOf(scope)} and ${deadlines.id} = ${after})`
  return await orm
    .select({
      id: deadlines.id,
      kind: deadlines.kind,
      partnershipId: deadlines.partnershipId,
      dueAt: deadlines.dueAt,
      number: purchaseOrders.number,
      status: purchaseOrders.status,
    })
    .from(deadlines)
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, deadlines.retailerId), eq(purchaseOrders.id, deadlines.purchaseOrderId)),
    )
    .where(
      and(
        openOf(scope),
        isDue(state, boundsAt(now, timeZone)),
        kind ? eq(deadlines.kind, kind) : undefined,
        after ? sql`(${deadlines.dueAt}, ${deadlines.id}) > (${last}, ${after}::uuid)` : undefined,
      ),
    )
    .orderBy(asc(deadlines.dueAt), asc(deadlines.id))
    .limit(size + 1)
}

export type DueRow = Awaited<ReturnType<typeof listDue>>[number]

import Big from 'big.js'
import { and, eq, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { trimDecimal } from '../../db/schema/columns.ts'
import { sourceStandings, sources } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { daysAfter } from '../../partners/calendars/business-date.ts'
import type { ScorecardFigure } from '../scorecards/figures.ts'
import { loadScorecards, type Scorecard } from '../scorecards/scorecards.ts'

/** What a source is known for. */
export interface Standing {
  sourceId: string
  /** Mean share of its scorecard, from 0 to 1. */
  score: string | null
  /** What its invoices added to an order on average, beyond items, the agreed fee and freight. */
  surcharge: string | null
  billedOrders: number
}

/** From so many days back something is learned, and a surcharge from so many orders at least. */
const [daysBack, fewestOrders] = [90, 3]

/** The figures of which more is better. */
const good: readonly ScorecardFigure[] = [
  'acknowledged-on-time',
  'shipped-on-time',
  'fill-rate',
  'ship-notice-accuracy',
  'invoice-accuracy',
  'tracking-validity',
]

/** What the retailer's sources are known for on a day, by their ids: learned now unless it was already, so that all decisions of a day agree. */
export async function loadStandings(work: Work, retailerId: string, day: string): Promise<Map<string, Standing>> {
  const before = await storedStandings(work.tx, retailerId, day)
  if (before.length > 0) return byId(before)
  await lockKey(work.tx, `standings:${retailerId}`)
  const meanwhile = await storedStandings(work.tx, retailerId, day)
  if (meanwhile.length > 0) return byId(meanwhile)
  const learned = await learnStandings(work.tx, retailerId, day, work.now)
  const rows = learned.map(standing => ({ ...standing, retailerId, day, learnedAt: work.now }))
  if (rows.length > 0) await work.tx.insert(sourceStandings).values(rows)
  return byId(learned)
}

/** The same without storing anything: what was learned today, or what would be. */
export async function lookAtStandings(
  orm: Orm,
  retailerId: string,
  day: string,
  now: Date,
): Promise<Map<string, Standing>> {
  const before = await storedStandings(orm, retailerId, day)
  return byId(before.length > 0 ? before : await learnStandings(orm, retailerId, day, now))
}

const byId = (standings: readonly Standing[]) => new Map(standings.map(standing => [standing.sourceId, standing]))

async function storedStandings(orm: Orm, retailerId: string, day: string): Promise<Standing[]> {
  return await orm
    .select()
    .from(sourceStandings)
    .where(and(eq(sourceStandings.retailerId, retailerId), eq(sourceStandings.day, day)))
}

async function learnStandings(orm: Orm, retailerId: string, day: string, now: Date): Promise<Standing[]> {
  const known = await orm
    .select({ sourceId: sources.id, partnershipId: sources.partnershipId })
    .from(sources)
    .where(eq(sources.retailerId, retailerId))
  const period = { from: daysAfter(day, -daysBack), to: day }
  const cards = await loadScorecards(orm, { retailerId, period, now })
  const scores = new Map(cards.map(card => [card.partnershipId, meanShare(card)]))
  const surcharges = await learnSurcharges(orm, retailerId, period.from)
  return known.map(({ sourceId, partnershipId }) => {
    const billed = partnershipId ? surcharges.get(partnershipId) : undefined
    return {
      sourceId,
      score: (partnershipId && scores.get(partnershipId)) ?? null,
      surcharge: billed && billed.orders >= fewestOrders ? billed.surcharge : null,
      billedOrders: billed?.orders ?? 0,
    }
  })
}

/** The mean of what could be measured, to four places. */
function meanShare({ figures }: Scorecard): string | null {
  const rates = good.flatMap(figure => figures[figure].rate ?? [])
  if (rates.length === 0) return null
  const total = rates.reduce((sum, rate) => sum.plus(rate), new Big(0))
  return total.div(rates.length).round(4, Big.roundHalfUp).toFixed()
}

/** By partnership: what accepted invoices since a day charged besides the dropship fee and freight, for each order billed. */
async function learnSurcharges(orm: Orm, retailerId: string, from: string) {
  const rows = await rowsOf<{ partnershipId: string; surcharge: string; orders: number }>(
    orm,
    sql`select i.partnership_id as "partnershipId", count(distinct i.purchase_order_id)::int as orders,
          round(coalesce(sum(c.charged), 0) / greatest(1, count(distinct i.purchase_order_id)), 6)::text as surcharge
        from invoices i
        left join lateral (select sum(amount) as charged from invoice_charges
          where retailer_id = i.retailer_id and invoice_id = i.id and kind = 'charge' and reason not in ('dropship-fee', 'freight')) c on true
        where i.retailer_id = ${retailerId} and i.type = 'invoice' and i.received_at >= ${from}::date
          and i.status in ('matched', 'within-tolerance', 'approved', 'exported', 'paid') and i.purchase_order_id is not null
        group by i.partnership_id`,
  )
  return new Map(rows.map(row => [row.partnershipId, { ...row, surcharge: trimDecimal(row.surcharge) }]))
}

import Big from 'big.js'
import { sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { reportRows } from '../../db/report-rows.ts'
import { trimDecimal } from '../../db/schema/columns.ts'
import { figureDocuments, rowsBehind, type ScorecardFigure, scorecardFigures, sumsOf } from './figures.ts'
import { type Period, timed } from './period.ts'

/** So much of so much; counts or selling units, decimals as text. */
export interface Share {
  part: string
  whole: string
  /** `part / whole` with four places, `0.9375`; null where there is nothing to measure. */
  rate: string | null
}

/** How one supplier did in a period. */
export interface Scorecard {
  partnershipId: string
  figures: Record<ScorecardFigure, Share>
}

/** The scorecards of a retailer's partnerships, or of one, sorted by their ids; of partnerships about which there is anything to measure. */
export async function loadScorecards(
  orm: Orm,
  query: { retailerId: string; period: Period; now: Date; partnershipId?: string },
): Promise<Scorecard[]> {
  const { retailerId, partnershipId } = query
  const period = await timed(orm, retailerId, query.period, query.now)
  const rows = await reportRows<{ figure: ScorecardFigure; partnership_id: string; part: string; whole: string }>(
    orm,
    sql`select figure, partnership_id, part::text as part, whole::text as whole
        from (${sumsOf(retailerId, period, partnershipId)}) as sums where whole > 0 order by partnership_id`,
  )
  return [...Map.groupBy(rows, row => row.partnership_id)].map(([id, its]) => ({
    partnershipId: id,
    figures: Object.fromEntries(
      scorecardFigures.map(figure => [figure, shareOf(its.find(row => row.figure === figure))]),
    ) as Scorecard['figures'],
  }))
}

function shareOf(row: { part: string; whole: string } | undefined): Share {
  const [part, whole] = [new Big(row?.part ?? 0), new Big(row?.whole ?? 0)]
  const rate = whole.eq(0) ? null : part.div(whole).round(4, Big.roundHalfUp).toFixed(4)
  return { part: part.toFixed(), whole: whole.toFixed(), rate }
}

const conditions = { full: sql`part = whole`, short: sql`part < whole`, some: sql`part > 0` } as const

/** A document behind a figure, and how much of how much it adds to it. */
export interface FigureDocument {
  /** Of a purchase order, a shipment or an invoice: `figureDocuments` tells which. */
  type: (typeof figureDocuments)[ScorecardFigure]
  id: string
  number: string
  part: string
  whole: string
}

/**
 * The documents behind a figure of one partnership, newest first. `only` leaves those that add all that they could
 * (`full`), those that do not (`short`), or those that add anything (`some`: what to look at behind a figure of cancellations). `after` is the id of the
 * last one seen: pages go on from there.
 */
export async function listFigureDocuments(
  orm: Orm,
  query: {
    retailerId: string
    partnershipId: string
    figure: ScorecardFigure
    period: Period
    now: Date
    only?: 'full' | 'short' | 'some'
    after?: string
    limit?: number
  },
): Promise<{ rows: FigureDocument[]; after: string | undefined }> {
  const { retailerId, partnershipId, figure, only, after, limit = 50 } = query
  const period = await timed(orm, retailerId, query.period, query.now)
  const shown = only === undefined ? sql`` : sql`and ${conditions[only]}`
  const further = after === undefined ? sql`` : sql`and id < ${after}`
  const found = await reportRows<Omit<FigureDocument, 'type'>>(
    orm,
    sql`select id, number, part::text as part, whole::text as whole
        from (${rowsBehind(figure, retailerId, period)}) as behind
        where partnership_id = ${partnershipId} ${shown} ${further} order by id desc limit ${limit + 1}`,
  )
  const rows = found.slice(0, limit).map(({ id, number, part, whole }) => ({
    type: figureDocuments[figure],
    id,
    number,
    part: trimDecimal(part),
    whole: trimDecimal(whole),
  }))
  return { rows, after: found.length > limit ? rows.at(-1)!.id : undefined }
}

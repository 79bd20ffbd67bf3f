import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { partnerships, suppliers } from '../../db/schema/index.ts'
import { automationScores, percentOf, stages } from '../../engine/reports/automation.ts'
import { keptFigure } from '../../engine/reports/kept.ts'
import { loadMargins, marginGroups } from '../../engine/reports/margins.ts'
import { scorecardFigures } from '../../engine/scorecards/figures.ts'
import { listFigureDocuments, loadScorecards } from '../../engine/scorecards/scorecards.ts'
import { csvFormat, csvTable } from './csv-table.ts'
import { json, retailerRead } from './endpoint.ts'
import { amount, day, found, idParams, moment } from './fields.ts'
import { listOf } from './pages.ts'
import { periodOf, periodQuery } from './report-period.ts'

const tag = 'Reports'
const scope = 'reports:read' as const

const asOf = moment.describe('When it was reckoned: over very many rows it is kept for up to five minutes.')

const margin = z
  .object({
    id: z.uuid().nullable().describe('Of what it is summed by: an order, a product or a partnership.'),
    ...{ label: z.string(), currency: z.string(), revenue: amount, expectedCost: amount },
    itemCost: amount.describe('As approved invoices have it, else as routing expected.'),
    ...{ fees: amount, profit: amount, expectedProfit: amount },
    estimatedCost: amount.describe('The part of the cost that no invoice has confirmed yet.'),
  })
  .meta({ id: 'Margin', description: 'What was earned in one currency.' })

const margins = retailerRead({
  path: '/reports/margins',
  ...{ scope, tag, formats: csvFormat },
  summary: 'What orders earned, by order, line, product, supplier or channel: the most profit first',
  query: periodQuery.extend({
    by: z.enum(marginGroups).default('order'),
    search: z.string().max(200).default('').describe('What the name of each contains.'),
    limit: z.coerce.number().int().min(1).max(1000).default(100).describe('How many at most; of CSV 50,000.'),
  }),
  answers: {
    200: {
      description: 'Of orders placed in these days.',
      schema: z.object({ from: day, to: day, asOf, data: z.array(margin) }),
    },
  },
  async run({ orm, hub, now, accept, tenant: { retailerId }, query: { by, search, limit, ...days } }) {
    const { from, to, fromInstant, toInstant } = await periodOf(orm, retailerId, days, now)
    const span = { from: new Date(fromInstant), until: new Date(toInstant) }
    if (accept === 'text/csv') {
      const rows = await loadMargins(orm, retailerId, by, span, { search, limit: 50_000 })
      return csvTable(`margins-by-${by}`, Object.keys(margin.shape), rows)
    }
    const key = ['margins', retailerId, by, from, to, search, String(limit)]
    const kept = await keptFigure(hub, key, () => loadMargins(orm, retailerId, by, span, { search, limit }))
    return json(200, { from, to, asOf: kept.asOf, data: kept.value })
  },
})

const share = z.object({
  part: amount,
  whole: amount,
  rate: amount.nullable().describe('From 0 to 1 with four places; null where there is nothing to measure.'),
})

const scorecard = z
  .object({
    partnershipId: z.uuid(),
    supplier: z.string(),
    figures: z.object(
      Object.fromEntries(scorecardFigures.map(figure => [figure, share])) as Record<
        (typeof scorecardFigures)[number],
        typeof share
      >,
    ),
  })
  .meta({ id: 'Scorecard', description: 'How one supplier did.' })

async function namesOf(orm: Orm, retailerId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await orm
    .select({ id: partnerships.id, name: suppliers.name })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(partnerships.retailerId, retailerId), inArray(partnerships.id, [...ids])))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const scorecards = retailerRead({
  path: '/reports/scorecards',
  ...{ scope, tag, formats: csvFormat },
  summary: 'How suppliers did',
  query: periodQuery,
  answers: {
    200: {
      description: 'Of every supplier of which there is something to measure.',
      schema: z.object({ from: day, to: day, asOf, data: z.array(scorecard) }),
    },
  },
  async run({ orm, hub, now, accept, tenant: { retailerId }, query }) {
    const period = await periodOf(orm, retailerId, query, now)
    const { from, to } = period
    const kept = await keptFigure(hub, ['scorecards', retailerId, from, to], () =>
      loadScorecards(orm, { retailerId, period, now }),
    )
    const names = await namesOf(
      orm,
      retailerId,
      kept.value.map(card => card.partnershipId),
    )
    const data = kept.value.map(card => ({ ...card, supplier: names.get(card.partnershipId) ?? '' }))
    if (accept !== 'text/csv') return json(200, { from, to, asOf: kept.asOf, data })
    const rows = data.flatMap(({ figures, partnershipId, supplier }) =>
      scorecardFigures.map(figure => ({ partnershipId, supplier, figure, ...figures[figure] })),
    )
    return csvTable('scorecards', ['partnershipId', 'supplier', 'figure', 'part', 'whole', 'rate'], rows)
  },
})

const behind = z
  .object({
    type: z.enum(['purchase-order', 'shipment', 'invoice']),
    ...{ id: z.uuid(), number: z.string(), part: amount, whole: amount },
  })
  .meta({ id: 'FigureDocument', description: 'A document behind a figure, and what it adds to it.' })

const scorecardDocuments = retailerRead({
  path: '/reports/scorecards/{id}/documents',
  ...{ scope, tag, formats: csvFormat },
  summary: 'The documents behind one figure of a supplier, newest first',
  params: idParams,
  query: periodQuery.extend({
    figure: z.enum(scorecardFigures).default('acknowledged-on-time'),
    only: z.enum(['full', 'short', 'some']).optional().describe('Those that add all they could, less, or anything.'),
    cursor: z.uuid().optional().describe('The `nextCursor` of the page before.'),
    limit: z.coerce.number().int().min(1).max(1000).default(50).describe('How many at most.'),
  }),
  answers: { 200: { description: 'A page.', schema: listOf(behind) } },
  async run({ orm, now, accept, tenant: { retailerId }, params, query: { figure, only, cursor, limit, ...days } }) {
    found((await namesOf(orm, retailerId, [params.id])).get(params.id), 'partner')
    const period = await periodOf(orm, retailerId, days, now)
    const asked = { retailerId, partnershipId: params.id, figure, period, now, limit }
    const { rows, after } = await listFigureDocuments(orm, {
      ...asked,
      ...(only && { only }),
      ...(cursor && { after: cursor }),
    })
    const nextCursor = after ?? null
    if (accept === 'text/csv') return csvTable(`${figure}-documents`, Object.keys(behind.shape), rows, nextCursor)
    return json(200, { data: rows, nextCursor })
  },
})

const stageSchema = z.object({ all: z.int(), alone: z.int(), percent: z.int().nullable() })

const automation = retailerRead({
  path: '/reports/automation',
  ...{ scope, tag, formats: csvFormat },
  summary: 'How much of each supplier’s work runs without a human touch',
  answers: {
    200: {
      description: 'Of the latest two hundred orders, feeds and items of each.',
      schema: z
        .object({
          asOf,
          data: z.array(
            z.object({
              ...{ partnershipId: z.uuid(), supplier: z.string() },
              stages: z.object(
                Object.fromEntries(stages.map(stage => [stage, stageSchema])) as Record<
                  (typeof stages)[number],
                  typeof stageSchema
                >,
              ),
            }),
          ),
        })
        .meta({ id: 'Automation' }),
    },
  },
  async run({ orm, hub, accept, tenant: { retailerId } }) {
    const kept = await keptFigure(hub, ['automation', retailerId], () => automationScores(orm, retailerId))
    const data = kept.value.map(({ partnershipId, name, shares }) => {
      const measured = stages.map(stage => [stage, { ...shares[stage], percent: percentOf(shares[stage]) ?? null }])
      return {
        partnershipId,
        supplier: name,
        stages: Object.fromEntries(measured) as Record<(typeof stages)[number], z.output<typeof stageSchema>>,
      }
    })
    if (accept !== 'text/csv') return json(200, { asOf: kept.asOf, data })
    const rows = data.flatMap(one =>
      stages.map(stage => ({ partnershipId: one.partnershipId, supplier: one.supplier, stage, ...one.stages[stage] })),
    )
    return csvTable('automation', ['partnershipId', 'supplier', 'stage', 'all', 'alone', 'percent'], rows)
  },
})

export const performanceReportEndpoints = [margins, scorecards, scorecardDocuments, automation]

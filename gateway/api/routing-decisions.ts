import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { orders, routingDecisions } from '../../db/schema/index.ts'
import type { LineExplanation } from '../../engine/routing/decision.ts'
import { rulesNamedIn } from '../../engine/routing/named-rules.ts'
import { appliedVersions } from '../../engine/rule-sets/names.ts'
import { json, retailerRead } from './endpoint.ts'
import { found, foundByNumber, moment } from './fields.ts'
import { lineExplanation } from './routing-explanation.ts'

/** Why an order's lines went where they went. */
export const routingDecisionSchema = z
  .object({
    id: z.uuid(),
    sequence: z.int().describe('1, 2, … within the order: a reroute is a further decision.'),
    cause: z.string(),
    ruleVersion: z.int().describe('Of the routing rules; 0 is what the hub begins with.'),
    rulesId: z.uuid().nullable().describe('That version; null for what the hub begins with.'),
    ruleNames: z
      .record(z.string(), z.string())
      .describe('What the rules that the explanation names are called in that version, by their ids.'),
    explanation: z
      .array(lineExplanation)
      .describe('By line: every candidate, what excluded or ranked it, and what it was given.'),
    decidedAt: moment,
  })
  .meta({ id: 'RoutingDecision', description: 'A routing decision: written once, never changed.' })

/** An order's decisions, first to last. */
export async function decisionsOf(orm: Orm, retailerId: string, orderId: string) {
  const rows = await orm
    .select()
    .from(routingDecisions)
    .where(and(eq(routingDecisions.retailerId, retailerId), eq(routingDecisions.orderId, orderId)))
    .orderBy(asc(routingDecisions.sequence))
  const versions = await appliedVersions(
    orm,
    retailerId,
    'routing',
    rows.map(({ ruleVersion }) => ruleVersion),
  )
  return rows.map(row => {
    const explanation = row.explanation as LineExplanation[]
    const version = versions.get(row.ruleVersion)
    const ruleNames = Object.fromEntries(rulesNamedIn(explanation).map(id => [id, version?.names.get(id) ?? id]))
    return { ...row, rulesId: version?.id ?? null, ruleNames, explanation }
  })
}

const listDecisions = retailerRead({
  path: '/orders/{id}/routing-decisions',
  scope: 'orders:read',
  tag: 'Orders',
  summary: 'Why an order went where it went',
  params: foundByNumber('orders'),
  answers: {
    200: {
      description: 'All decisions, first to last.',
      schema: z.object({ data: z.array(routingDecisionSchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId }, params }) {
    const [order] = await orm
      .select({ id: orders.id })
      .from(orders)
      .where(and(eq(orders.retailerId, retailerId), eq(orders.id, params.id)))
    const { id } = found(order, 'order')
    return json(200, { data: await decisionsOf(orm, retailerId, id), nextCursor: null })
  },
})

export const routingDecisionEndpoints = [listDecisions]

import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { routingBook } from '../../engine/routing/book.ts'
import { loadRules } from '../../engine/routing/load-rules.ts'
import { routingRules } from '../../engine/routing/rules.ts'
import { mostShown, mostTried, simulateRouting } from '../../engine/routing/simulation/simulate.ts'
import { versionById } from '../../engine/rule-sets/book.ts'
import { json, retailerWrite } from './endpoint.ts'
import { amount, moment } from './fields.ts'
import { lineExplanation } from './routing-explanation.ts'
import { routingSettingsSchema } from './rule-books.ts'

const counted = z.int().min(0)

const outcomeSchema = z
  .object({
    shipments: counted.describe('One for each source of each order.'),
    units: amount,
    unplacedUnits: amount,
    items: amount,
    fees: amount,
    shipping: amount,
    surcharges: amount,
    cost: amount.describe('Items, fees, shipping and surcharges.'),
    revenue: amount.describe('Placed units at the customers’ prices.'),
    margin: amount,
    miles: z.int().optional().describe('Mean of the shipments whose distance is known.'),
  })
  .meta({ id: 'RoutingOutcome', description: 'What routing comes to.' })

const ofOrder = outcomeSchema.extend({ sources: z.array(z.string()) })

const simulationSchema = z
  .object({
    comparedWith: z.int().describe('The version in effect; 0 is what the hub begins with.'),
    orders: counted,
    isPartial: z.boolean().describe(`There were more than ${mostTried} orders: the newest were tried.`),
    changed: counted,
    totals: z.array(z.object({ currency: z.string(), before: outcomeSchema, after: outcomeSchema })),
    sources: z.array(
      z.object({
        sourceId: z.uuid(),
        sourceName: z.string(),
        currency: z.string(),
        before: outcomeSchema,
        after: outcomeSchema,
      }),
    ),
    differences: z
      .array(
        z.object({
          orderId: z.uuid(),
          number: z.string(),
          placedAt: moment,
          currency: z.string(),
          before: ofOrder,
          after: ofOrder,
          differs: z.boolean(),
          lines: z
            .array(z.object({ before: lineExplanation, after: lineExplanation }))
            .describe('By line: every candidate before and after, what excluded or ranked it.'),
        }),
      )
      .describe(`Orders that would be routed otherwise, newest first, ${mostShown} at most.`),
    ruleNames: z
      .object({ before: z.record(z.string(), z.string()), after: z.record(z.string(), z.string()) })
      .describe('What the rules that the differences name are called, by their ids: in effect, and tried.'),
  })
  .meta({ id: 'RoutingSimulation', description: 'What trying rules came to. Nothing of it is stored.' })

/** What a field names; where there is no such thing, the field is wrong. */
async function named<T>(field: string, looked: Promise<T>): Promise<T> {
  try {
    return await looked
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'not-found') throw error
    throw new ApplicationError('invalid-input', error.message, { [field]: error.message })
  }
}

const simulate = retailerWrite({
  method: 'post',
  path: '/routing-simulations',
  scope: 'routing:read',
  tag: 'Routing',
  summary: 'Try routing rules without any effect',
  description:
    'Routes one order, or those of the last days, by a version of the rules or by rules given here, and compares with the version in effect. Every order is taken whole and as if it came now.',
  body: z
    .object({
      rulesId: z.uuid().optional().describe('The version to try.'),
      rules: routingRules.shape.rules.unwrap().optional().describe('As in the version where they are left out.'),
      settings: routingSettingsSchema.optional(),
      orderId: z.uuid().optional(),
      days: z.int().min(1).max(92).default(7).describe('So many days back, where no order is named.'),
    })
    .meta({ id: 'NewRoutingSimulation' }),
  example: { settings: { rankBy: ['landed-cost'] }, days: 30 },
  answers: { 200: { description: 'What it came to.', schema: simulationSchema } },
  async run({ work, tenant: { retailerId }, body }) {
    const { rulesId, orderId, days } = body
    const from = rulesId
      ? await named('rulesId', versionById(routingBook, work.tx, retailerId, rulesId))
      : await loadRules(work.tx, retailerId, work.now)
    const rules = { version: from.version, rules: body.rules ?? from.rules, settings: body.settings ?? from.settings }
    return json(200, await named('orderId', simulateRouting(work.tx, work.now, { retailerId, rules, orderId, days })))
  },
})

export const routingSimulationEndpoints = [simulate]

import { z } from 'zod'
import { orderProfits } from '../../engine/reports/profit.ts'
import { summarise } from '../../engine/reports/summary.ts'
import { json, retailerRead } from './endpoint.ts'
import { amount } from './fields.ts'

const tag = 'Reports'
const counted = z.int().min(0)

const summarySchema = z
  .object({
    orders: z.array(z.object({ status: z.string(), count: counted })),
    purchaseOrders: z.array(z.object({ channel: z.string(), status: z.string(), count: counted })),
    messages: z.array(
      z.object({ direction: z.enum(['in', 'out']), transport: z.string(), status: z.string(), count: counted }),
    ),
    invoices: z.array(
      z.object({
        type: z.string(),
        status: z.string(),
        count: counted,
        total: amount.describe('What was claimed.'),
        payable: amount.describe('What was approved of it.'),
        currency: z.string(),
      }),
    ),
    exceptions: z.array(
      z.object({
        kind: z.string(),
        open: counted,
        settled: counted,
        atStake: amount,
        currency: z.string().nullable(),
      }),
    ),
    profit: z.array(
      z.object({
        currency: z.string(),
        orders: counted,
        revenue: amount,
        cost: amount,
        estimatedCost: amount.describe('The part of the cost that no invoice has confirmed yet.'),
        profit: amount,
      }),
    ),
  })
  .meta({ id: 'Summary', description: 'How things stand, counted.' })

const orderProfitSchema = z
  .object({
    orderId: z.uuid(),
    number: z.string(),
    currency: z.string(),
    revenue: amount.describe('Shipped quantity × price, with its share of the shipping price.'),
    itemCost: amount.describe('As invoiced, else as ordered.'),
    fees: amount.describe('Freight, fees and taxes less allowances.'),
    profit: amount,
    estimatedCost: amount.describe('The part of the cost that no invoice has confirmed yet.'),
    otherCurrency: counted.describe('Purchase orders in another currency: their cost is not in these figures.'),
  })
  .meta({ id: 'OrderProfit', description: 'What one customer’s order earned so far.' })

const summary = retailerRead({
  path: '/reports/summary',
  scope: 'reports:read',
  tag,
  summary: 'How things stand',
  answers: { 200: { description: 'Everything counted.', schema: summarySchema } },
  async run({ orm, tenant: { retailerId } }) {
    return json(200, await summarise(orm, retailerId))
  },
})

const profit = retailerRead({
  path: '/reports/profit',
  scope: 'reports:read',
  tag,
  summary: 'What orders earned, newest first',
  query: z.object({
    orderId: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50).describe('How many at most.'),
  }),
  answers: {
    200: {
      description: 'The newest orders.',
      schema: z.object({ data: z.array(orderProfitSchema), nextCursor: z.null() }),
    },
  },
  async run({ orm, tenant: { retailerId }, query: { orderId, limit } }) {
    const data = await orderProfits(orm, { retailerId, limit, ...(orderId ? { orderIds: [orderId] } : {}) })
    return json(200, { data, nextCursor: null })
  },
})

export const reportEndpoints = [summary, profit]

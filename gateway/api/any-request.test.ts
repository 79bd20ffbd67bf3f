import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './registry.ts'
import { ApiClient } from './testing/client.ts'
import { broken, FromSchema } from './testing/from-schema.ts'
import { headersFor } from './testing/headers.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedTrade } from './testing/trade.ts'
import { seedWebhooks } from './testing/webhooks.ts'

interface Operation {
  parameters?: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
}

interface Described {
  components: { schemas: Record<string, object> }
  paths: Record<string, Record<string, Operation>>
}

let hub: HubDatabase
let client: ApiClient
let keys: Record<Endpoint['side'], string>
let make: FromSchema
let paths: Record<string, Record<string, Operation>>

beforeAll(async () => {
  hub = await emptyHub()
  const trade = await seedTrade(hub)
  const webhooks = await seedWebhooks(hub, trade)
  client = new ApiClient(hub, { rateLimit: { burst: 1_000_000, perSecond: 1_000_000 } })
  keys = {
    retailer: await client.keyFor({ retailerId: trade.retailerId }),
    supplier: await client.keyFor({ supplierId: trade.supplierId }),
  }
  const described = (await (await client.api.request('/openapi.json')).json()) as Described
  paths = described.paths
  make = new FromSchema(described, {
    id: [trade.orderId, trade.warehouseId, trade.partnershipId, trade.supplierOrder.id, ...Object.values(webhooks.ids)],
    eventId: [webhooks.eventId],
    eventTypes: ['order.*', 'purchase-order.sent'],
    sku: ['TENT-2P', 'STOVE', 'LANTERN'],
    currency: ['USD'],
    sourceId: [trade.warehouseId],
    number: [trade.supplierOrder.number, 'W-1'],
    purchaseOrderNumber: [trade.supplierOrder.number, trade.warehouseOrder.number],
    lineNumber: ['1', '2'],
    quantity: ['1', '2', '999999999999999999.999999'],
    buyer: ['TENT-2P', 'LANTERN'],
  })
})

afterAll(() => hub.close())

interface Made {
  path: string
  body: unknown
  key: string
}

/** Requests that the description allows, and the same with something wrong in the body. */
function requestsTo(endpoint: Endpoint): fc.Arbitrary<Made> {
  const { parameters = [], requestBody } = paths[endpoint.path]![endpoint.method]!
  const named = (place: string) => {
    const those = parameters.filter(parameter => parameter.in === place)
    return fc.record(Object.fromEntries(those.map(({ name, schema }) => [name, make.valid(schema, name)])), {
      requiredKeys: those.filter(parameter => parameter.required).map(parameter => parameter.name),
    })
  }
  const schema = requestBody?.content['application/json']?.schema
  const valid = schema ? make.valid(schema) : fc.constant(undefined)
  const body = schema ? fc.oneof(valid, valid.chain(broken)) : valid
  return fc.record({ params: named('path'), query: named('query'), body }).map(({ params, query, body }) => ({
    path: addressOf(endpoint.path, params as Record<string, unknown>, query as Record<string, unknown>),
    body,
    key: keys[endpoint.side],
  }))
}

function addressOf(template: string, params: Record<string, unknown>, query: Record<string, unknown>): string {
  const path = template.replaceAll(/{(.+?)}/g, (_, name: string) => encode(params[name]))
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encode(value)}`)
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path
}

/** An empty or dotted part would make another path of it. */
function encode(value: unknown): string {
  const text = encodeURIComponent(String(value).toWellFormed())
  return /^\.*$/.test(text) ? `x${text}` : text
}

describe('any request', () => {
  it.each(endpoints.map(endpoint => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    'to %s is answered as described, and never with our mistake',
    async (_name, endpoint) => {
      await fc.assert(
        fc.asyncProperty(requestsTo(endpoint), async ({ path, body, key }) => {
          const sent = { key, headers: headersFor(endpoint), ...(body === undefined ? {} : { body }) }
          const { status } = await client.ask(endpoint.method, path, sent)
          if (status >= 500) throw new Error(String((client.logged.at(-1) as { error?: unknown })?.error))
        }),
        { numRuns: endpoint.body ? 30 : 10, interruptAfterTimeLimit: 20_000 },
      )
    },
  )

  it('leaves nothing behind that breaks the work which follows', async () => {
    await runJobs(hub)
    expect(client.logged).toEqual([])
  })
})

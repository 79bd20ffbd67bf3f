import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Checked, check, Refusal } from './graphql-execute.ts'
import { rootOf } from './shopify-root.ts'
import { readSchema, shopifySchema } from './shopify-schema.ts'
import { mainLocation, ShopifyShop } from './shopify-shop.ts'

const domain = 'harbor-pine.myshopify.com'
const accessToken = 'shpat_for_tests_only'
const webhookSecret = 'a webhook secret for tests'
const versions = new Set(['2026-04', '2026-07', '2026-10'])
const schema = readSchema(shopifySchema)

/** How the next request goes wrong: with a status, or by a connection that breaks after the work is done. */
type Trouble = { status: number; headers?: Record<string, string>; body?: string } | 'answer-lost'

/** A shop at Shopify as its documentation describes it, on this machine: GraphQL by the schema, points that restore, tokens, versions, signed webhooks. */
export class ShopifyStandIn {
  readonly shop: ShopifyShop
  readonly settings: Record<string, unknown>
  readonly secrets = { accessToken, webhookSecret }
  /** Requests that go wrong, in sequence, before any goes well; null lets one through. */
  readonly troubles: (Trouble | null)[] = []
  /** What was asked, by the operation’s name, and how often it was throttled. */
  readonly asked: string[] = []
  throttled = 0
  scopes = [
    'read_orders',
    'write_products',
    'write_inventory',
    'read_locations',
    'write_merchant_managed_fulfillment_orders',
  ]
  readonly #server: Server
  readonly #now: () => Date
  #points = 1000
  #at: number

  private constructor(server: Server, now: () => Date) {
    this.#server = server
    this.#now = now
    this.#at = now().getTime()
    this.shop = new ShopifyShop(now)
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.settings = { shop: domain, locationId: mainLocation, address }
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.#serve(request, response).catch(error => response.writeHead(500).end(String(error)))
    })
  }

  static async start(now: () => Date = () => new Date()): Promise<ShopifyStandIn> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new ShopifyStandIn(server, now)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  /** A webhook as Shopify posts it. */
  webhook(topic: string, body: object, webhookId: string): { headers: Record<string, string>; body: string } {
    const text = JSON.stringify(body)
    return {
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': topic,
        'x-shopify-shop-domain': domain,
        'x-shopify-webhook-id': webhookId,
        'x-shopify-hmac-sha256': createHmac('sha256', webhookSecret).update(text).digest('base64'),
      },
      body: text,
    }
  }

  /** Takes points out of the bucket, as another app’s worker would. */
  drain(points: number): void {
    this.#points -= points
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = []
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece)
    const trouble = this.troubles.shift() ?? undefined
    if (trouble && trouble !== 'answer-lost')
      return void response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? '')
    const [, version] = /^\/admin\/api\/([^/]+)\/graphql\.json$/.exec(request.url ?? '') ?? []
    if (!version || !versions.has(version)) return void response.writeHead(404).end('{"errors":"Not Found"}')
    if (request.headers['x-shopify-access-token'] !== accessToken)
      return void response.writeHead(401).end('{"errors":"[API] Invalid API key or access token"}')
    const { query, variables } = JSON.parse(Buffer.concat(pieces).toString()) as { query: string; variables: object }
    const answer = this.#answer(query, { ...variables })
    if (trouble) return void response.destroy()
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }

  #answer(query: string, variables: Record<string, unknown>): object {
    let checked: Checked
    try {
      checked = check(schema, query, variables, rootOf(this.shop, { domain, scopes: this.scopes }))
      if (checked.cost > 1000)
        return { errors: [{ message: `Query cost is ${checked.cost}`, extensions: { code: 'MAX_COST_EXCEEDED' } }] }
      if (!this.#pay(checked.cost)) {
        this.throttled++
        return {
          errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
          extensions: this.#cost(checked.cost),
        }
      }
      this.asked.push(/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '')
      const data = checked.run()
      return { data, extensions: this.#cost(checked.cost) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      return { errors: [{ message: error.message }] }
    }
  }

  #pay(cost: number): boolean {
    const now = this.#now().getTime()
    this.#points = Math.min(1000, this.#points + ((now - this.#at) / 1000) * 50)
    this.#at = now
    if (this.#points < cost) return false
    this.#points -= cost
    return true
  }

  #cost(requestedQueryCost: number) {
    const throttleStatus = { maximumAvailable: 1000, currentlyAvailable: Math.floor(this.#points), restoreRate: 50 }
    return { cost: { requestedQueryCost, actualQueryCost: requestedQueryCost, throttleStatus } }
  }
}

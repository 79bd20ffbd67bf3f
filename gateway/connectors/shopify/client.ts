import { z } from 'zod'
import type { DeliveryFailure } from '../../transports/contract.ts'
import { failureOf } from '../../webhooks/call.ts'
import type { Answer, ConnectorDeps } from '../contract.ts'
import type { ShopifySettings } from './settings.ts'

/** An operation of the Admin API: its text, and the shape of its data. */
export interface Operation<Data> {
  query: string
  data: z.ZodType<Data>
}

/** Asks the Admin API, keeping to its limits. `partner-refused` for what the schema of the API refuses. */
export type Ask = <Data>(
  operation: Operation<Data>,
  variables: Record<string, unknown>,
) => Promise<Answer<{ data: Data }>>

const throttle = z.object({ maximumAvailable: z.number(), currentlyAvailable: z.number(), restoreRate: z.number() })
const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .union([
      z.string(),
      z.array(z.object({ message: z.string(), extensions: z.object({ code: z.string().optional() }).optional() })),
    ])
    .optional(),
  extensions: z
    .object({ cost: z.object({ requestedQueryCost: z.number(), throttleStatus: throttle }).optional() })
    .optional(),
})

const mostTries = 6
const mostWait = 20_000

/** What is known of the shop's bucket of points, as of the last answer. */
interface Bucket {
  available: number
  restoreRate: number
  at: number
}

/**
 * A client of one shop. It waits until the bucket holds what an operation cost last time, and tries again, ever later, where it is told `THROTTLED` or 429
 * (https://shopify.dev/docs/api/usage/limits). Mutations are tried again only where Shopify said that it did nothing.
 */
export function shopifyClient(settings: ShopifySettings, { call, now, pause }: ConnectorDeps): Ask {
  const url = new URL(`/admin/api/${settings.apiVersion}/graphql.json`, settings.address ?? `https://${settings.shop}`)
  const costs = new Map<string, number>()
  let bucket: Bucket | undefined

  const waitFor = async (cost: number) => {
    if (!bucket) return
    const restored = ((now().getTime() - bucket.at) / 1000) * bucket.restoreRate
    const missing = cost - bucket.available - restored
    if (missing > 0) await pause(Math.min(mostWait, Math.ceil((missing / bucket.restoreRate) * 1000)))
  }

  return async (operation, variables) => {
    const { query } = operation
    for (let attempt = 1; ; attempt++) {
      await waitFor(costs.get(query) ?? 0)
      const came = await post(url, settings, call, { query, variables })
      const cost = came.body?.extensions?.cost
      if (cost) {
        costs.set(query, cost.requestedQueryCost)
        const { currentlyAvailable, restoreRate } = cost.throttleStatus
        bucket = { available: currentlyAvailable, restoreRate, at: now().getTime() }
      }
      if (came.busy && attempt < mostTries) {
        await pause(came.retryAfter ?? Math.min(mostWait, 500 * 2 ** attempt))
        continue
      }
      if (came.failure) return { ok: false, failure: came.failure }
      const data = operation.data.safeParse(came.body?.data)
      if (data.success) return { ok: true, data: data.data }
      return refused(`The answer is not as documented: ${data.error.issues.map(issueText).join('; ')}`)
    }
  }
}

const issueText = ({ path, message }: { path: PropertyKey[]; message: string }) => `${path.join('.')}: ${message}`

interface Came {
  body?: z.infer<typeof envelope>
  failure?: DeliveryFailure
  /** Nothing was done: it may be asked again. */
  busy?: boolean
  /** In milliseconds. */
  retryAfter?: number
}

async function post(
  url: URL,
  { accessToken }: ShopifySettings,
  call: ConnectorDeps['call'],
  body: object,
): Promise<Came> {
  let response: Response
  let text: string
  try {
    response = await call(url.href, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-shopify-access-token': accessToken,
      },
      body: JSON.stringify(body),
    })
    text = await response.text()
  } catch (error) {
    return { failure: failureOf(error as NodeJS.ErrnoException) }
  }
  return response.ok ? readBody(text) : readStatus(response, text)
}

/** Statuses as https://shopify.dev/docs/api/usage/response-codes has them. */
function readStatus(response: Response, text: string): Came {
  const { status } = response
  const detail = `HTTP ${status} ${text.slice(0, 300)}`.trim()
  if (status === 401 || status === 403) return { failure: { code: 'authentication-failed', detail } }
  if (status === 429) {
    const seconds = Number(response.headers.get('retry-after') ?? '')
    const retryAfter = seconds > 0 ? { retryAfter: Math.min(mostWait, seconds * 1000) } : {}
    return { busy: true, ...retryAfter, failure: { code: 'partner-busy', detail } }
  }
  // 423: the shop is locked; 402: it is frozen.
  if (status >= 500 || status === 423 || status === 402) return { failure: { code: 'partner-busy', detail } }
  if (status === 404)
    return {
      failure: {
        code: 'settings-incomplete',
        detail: `${detail} – is the shop’s domain right, and the API version still there?`,
      },
    }
  return { failure: { code: 'settings-incomplete', detail } }
}

function readBody(text: string): Came {
  const body = envelope.safeParse(jsonOf(text))
  if (!body.success)
    return { failure: { code: 'connection-lost', detail: 'The answer is not one of a GraphQL server.' } }
  const { errors } = body.data
  if (errors === undefined || errors.length === 0) return { body: body.data }
  const listed = typeof errors === 'string' ? [{ message: errors, extensions: undefined }] : errors
  const detail = listed
    .map(({ message }) => message)
    .join('; ')
    .slice(0, 500)
  const codes = listed.map(({ extensions }) => extensions?.code)
  if (codes.includes('THROTTLED')) return { body: body.data, busy: true, failure: { code: 'partner-busy', detail } }
  if (codes.includes('ACCESS_DENIED')) return { body: body.data, failure: { code: 'authentication-failed', detail } }
  if (codes.includes('INTERNAL_SERVER_ERROR') || codes.includes('SHOP_INACTIVE'))
    return { body: body.data, failure: { code: 'partner-busy', detail } }
  return { body: body.data, failure: { code: 'partner-refused', detail } }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A refusal of the one thing that was asked. */
export const refused = (detail: string): { ok: false; failure: DeliveryFailure } => ({
  ok: false,
  failure: { code: 'partner-refused', detail: detail.slice(0, 500) },
})

/** What mutations answer with beside what they made. */
export const userErrors = z.array(
  z.object({ field: z.array(z.string()).nullish(), message: z.string(), code: z.string().nullish() }),
)

/** User errors in one line. */
export const errorsText = (errors: z.infer<typeof userErrors>): string =>
  errors.map(({ field, message }) => (field ? `${field.join('.')}: ${message}` : message)).join('; ')

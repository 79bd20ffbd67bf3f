import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { WebhookReading, WebhookRequest } from '../contract.ts'
import type { ShopifySettings } from './settings.ts'

const orderBody = z.object({ admin_graphql_api_id: z.string().regex(/^gid:\/\/shopify\/Order\/\d+$/) })

/** `orders/edited` names the order inside of what it tells, and by its number alone. */
const editBody = z.object({ order_edit: z.object({ order_id: z.number().int() }) })

/** `refunds/create` names the order that money was given back for by its number too. */
const refundBody = z.object({ order_id: z.number().int() })

/**
 * Reads a webhook of Shopify (https://shopify.dev/docs/apps/build/webhooks/subscribe/https): HMAC-SHA256 of the exact body under the app's secret, in base64, compared in
 * constant time; the shop it is from; its id, which stays the same when it is sent again. Only the id of the order is taken: the order itself is read anew, since webhooks
 * come late, twice and out of order.
 */
export function readShopifyWebhook(settings: ShopifySettings, { header, body }: WebhookRequest): WebhookReading {
  const expected = createHmac('sha256', settings.webhookSecret).update(body).digest()
  const given = Buffer.from(header('x-shopify-hmac-sha256') ?? '', 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { ok: false, because: 'forged', says: 'The signature does not fit.' }
  const shop = header('x-shopify-shop-domain')?.toLowerCase()
  if (shop !== settings.shop) return { ok: false, because: 'forged', says: 'It is from another shop.' }
  const webhookId = header('x-shopify-webhook-id')
  const topic = header('x-shopify-topic')
  if (!webhookId || webhookId.length > 200 || !topic || topic.length > 100)
    return { ok: false, because: 'malformed', says: 'X-Shopify-Webhook-Id or X-Shopify-Topic is missing.' }
  const isRefund = topic === 'refunds/create'
  if (!isRefund && !topic.startsWith('orders/')) return { ok: true, webhookId, topic, changed: [] }
  const order = isRefund ? refundedOrder(body) : orderOf(body)
  if (!order) return { ok: false, because: 'malformed', says: 'It names no order.' }
  return { ok: true, webhookId, topic, changed: [order] }
}

function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    return undefined
  }
}

function refundedOrder(body: Uint8Array): string | undefined {
  const { data } = refundBody.safeParse(jsonOf(body))
  return data && `gid://shopify/Order/${data.order_id}`
}

function orderOf(body: Uint8Array): string | undefined {
  const read = jsonOf(body)
  const order = orderBody.safeParse(read)
  if (order.success) return order.data.admin_graphql_api_id
  const edit = editBody.safeParse(read)
  return edit.success ? `gid://shopify/Order/${edit.data.order_edit.order_id}` : undefined
}

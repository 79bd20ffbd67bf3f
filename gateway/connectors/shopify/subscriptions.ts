import { z } from 'zod'
import type { Answer } from '../contract.ts'
import { type Ask, errorsText, type Operation, refused, userErrors } from './client.ts'

/** What the hub wants to hear of (`WebhookSubscriptionTopic`). */
const topics = ['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_EDITED', 'ORDERS_CANCELLED', 'REFUNDS_CREATE'] as const

const listed = z.object({ webhookSubscriptions: z.object({ nodes: z.array(z.object({ topic: z.string() })) }) })
const listOperation: Operation<z.infer<typeof listed>> = {
  query: `query Subscriptions($uri: String!) {
    webhookSubscriptions(first: 50, uri: $uri) { nodes { topic } }
  }`,
  data: listed,
}

const made = z.object({ webhookSubscriptionCreate: z.object({ userErrors }) })
const createOperation: Operation<z.infer<typeof made>> = {
  query: `mutation Subscribe($topic: WebhookSubscriptionTopic!, $webhookSubscription: WebhookSubscriptionInput!) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) { userErrors { field message } }
  }`,
  data: made,
}

/**
 * Subscribes the app to each topic at the address, where it is not yet. Shopify ends a subscription whose calls fail for hours: asked from time to time, this
 * brings it back.
 */
export async function subscribe(ask: Ask, uri: string): Promise<Answer> {
  const answer = await ask(listOperation, { uri })
  if (!answer.ok) return answer
  const had = new Set(answer.data.webhookSubscriptions.nodes.map(({ topic }) => topic))
  for (const topic of topics) {
    if (had.has(topic)) continue
    const created = await ask(createOperation, { topic, webhookSubscription: { uri, format: 'JSON' } })
    if (!created.ok) return created
    const { userErrors: errors } = created.data.webhookSubscriptionCreate
    if (errors.length > 0) return refused(errorsText(errors))
  }
  return { ok: true }
}

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import { storefrontWebhooks } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { WebhookReading } from './contract.ts'
import { connectorOf, findStorefront, type StorefrontContext } from './open.ts'

/** Where webhooks of a storefront come in, below the hub's own address. */
export const webhookPath = (retailerId: string, id: string) => `/shops/${retailerId}/${id}/webhooks`

const params = z.object({ retailerId: z.uuid(), id: z.uuid() })
const mostOctets = 4 * 1024 * 1024

/**
 * Takes webhooks of shops. What is signed is committed with the job that reads the order before it is confirmed; the same webhook again changes nothing. Anything else is answered
 * 401, whether there is such a storefront or not.
 */
export function createWebhookDoor(context: StorefrontContext): Hono {
  const app = new Hono()
  const limit = bodyLimit({ maxSize: mostOctets, onError: c => c.text('The body is too large.\n', 413) })
  app.post('/shops/:retailerId/:id/webhooks', limit, async c => {
    const named = params.safeParse(c.req.param())
    const body = new Uint8Array(await c.req.arrayBuffer())
    if (!named.success) return c.text('This is not signed by the shop.\n', 401)
    const { retailerId, id } = named.data
    const stored = await findStorefront(context, retailerId, id)
    const known = stored && connectorOf(context, stored.row)
    if (!stored || !known || 'failure' in known) return c.text('This is not signed by the shop.\n', 401)
    const read = known.connector.readWebhook(known.settings, { header: name => c.req.header(name), body })
    if (!read.ok)
      return read.because === 'forged'
        ? c.text('This is not signed by the shop.\n', 401)
        : c.text(`${read.says}\n`, 400)
    await context.hub.work(`shop:${stored.channel.name}`, work => take(work, retailerId, id, read))
    return c.body(null, 200)
  })
  return app
}

async function take(
  work: Work,
  retailerId: string,
  storefrontId: string,
  { webhookId, topic, changed }: Extract<WebhookReading, { ok: true }>,
): Promise<void> {
  const [taken] = await work.tx
    .insert(storefrontWebhooks)
    .values({ retailerId, storefrontId, webhookId, topic, at: work.now })
    .onConflictDoNothing()
    .returning({ webhookId: storefrontWebhooks.webhookId })
  if (!taken) return
  for (const remoteId of changed) await work.enqueue('read-storefront-order', { retailerId, storefrontId, remoteId })
}

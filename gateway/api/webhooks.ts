import { and, desc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { webhookEndpoints as table, webhookDeliveries, webhookDeliveryStatuses } from '../../db/schema/index.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  pauseEndpoint,
  resumeEndpoint,
  rotateSecret,
} from '../../engine/webhooks/endpoints.ts'
import { retailerEventFilter, supplierEventFilter } from '../../engine/webhooks/event-types.ts'
import { replayDelivery, replayFailed } from '../../engine/webhooks/replay.ts'
import { type Endpoint, json, nothing, type RetailerTenant, retailerRead, retailerWrite, revised } from './endpoint.ts'
import { idParams, momentFilter } from './fields.ts'
import { matching } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'
import {
  deliveryDetailSchema,
  deliverySchema,
  loadDelivery,
  loadWebhook,
  presentDelivery,
  presentWebhook,
  webhookSchema,
} from './webhooks-present.ts'

const tag = 'Webhooks'
const [reading, writing] = ['webhooks:read', 'webhooks:write'] as const

/** Whose webhooks a request is about: a supplier's key comes with a partnership, a retailer's without. */
function ownerOf(tenant: RetailerTenant & { partnershipId?: string }) {
  return { retailerId: tenant.retailerId, partnershipId: tenant.partnershipId ?? null }
}

const secretSchema = z.string().describe('`whsec_…`, by which calls are signed. Shown here and never again.')
const withSecret = webhookSchema.extend({ secret: secretSchema }).meta({ id: 'WebhookWithSecret' })
const eventParams = idParams.extend({ eventId: z.uuid() })

/** The same for both sides: only what may be told differs. */
function endpointsFor(eventTypes: z.ZodType<string, string>, name: string, example: string[]): Endpoint[] {
  const settings = z.object({
    url: z.url({ protocol: /^https?$/ }).max(2000),
    description: z.string().max(200).default(''),
    eventTypes: z.array(eventTypes).min(1).max(50),
  })
  const create = retailerWrite({
    method: 'post',
    path: '/webhooks',
    scope: writing,
    tag,
    summary: 'Be told of events',
    description:
      'From now on each event of these types is posted to the address, signed by the Standard Webhooks scheme, the events of one object in their sequence, again and again for three days until it is answered with 2xx. docs/webhooks.md lists every type with what it holds.',
    body: settings.meta({ id: `New${name}` }),
    secret: true,
    example: { url: 'https://shop.example/hooks/crossdock', eventTypes: example },
    answers: { 201: { description: 'The webhook, with its secret.', schema: withSecret } },
    async run({ work, box, tenant, body }) {
      const owner = ownerOf(tenant)
      const { id, secret } = await createEndpoint(work, box, owner, body)
      const row = await loadWebhook(work.tx, { ...owner, id })
      return revised(201, { ...presentWebhook(row), secret }, row.revision, `/webhooks/${id}`)
    },
  })
  const change = retailerWrite({
    method: 'patch',
    path: '/webhooks/{id}',
    scope: writing,
    tag,
    summary: 'Change where or of what one is told',
    params: idParams,
    body: z
      .object({ ...settings.shape, description: z.string().max(200) })
      .partial()
      .meta({ id: `${name}Change` }),
    example: { description: 'The shop’s order service' },
    revised: true,
    answers: { 200: { description: 'The webhook.', schema: webhookSchema } },
    async run({ work, tenant, params, body, seen }) {
      const ref = { ...ownerOf(tenant), ...params }
      await changeEndpoint(work, ref, body, seen)
      const row = await loadWebhook(work.tx, ref)
      return revised(200, presentWebhook(row), row.revision)
    },
  })
  return [create, ...readEndpoints, change, ...writeEndpoints, ...replayEndpoints, remove]
}

const readEndpoints = [
  retailerRead({
    path: '/webhooks',
    scope: reading,
    tag,
    summary: 'List webhooks, newest first',
    query: pageQuery,
    answers: { 200: { description: 'A page of webhooks.', schema: listOf(webhookSchema) } },
    async run({ orm, tenant, query }) {
      const { retailerId, partnershipId } = ownerOf(tenant)
      const rows = await orm
        .select()
        .from(table)
        .where(
          and(
            eq(table.retailerId, retailerId),
            partnershipId ? eq(table.partnershipId, partnershipId) : isNull(table.partnershipId),
            olderThan(table.id, query.cursor),
          ),
        )
        .orderBy(desc(table.id))
        .limit(oneMore(query))
      return json(200, pageOf(rows.map(presentWebhook), query))
    },
  }),
  retailerRead({
    path: '/webhooks/{id}',
    scope: reading,
    tag,
    summary: 'One webhook',
    params: idParams,
    answers: { 200: { description: 'The webhook; its ETag is for `If-Match`.', schema: webhookSchema } },
    async run({ orm, tenant, params }) {
      const row = await loadWebhook(orm, { ...ownerOf(tenant), ...params })
      return revised(200, presentWebhook(row), row.revision)
    },
  }),
  retailerRead({
    path: '/webhooks/{id}/deliveries',
    scope: reading,
    tag,
    summary: 'What a webhook was told, newest first',
    params: idParams,
    query: pageQuery.extend({ status: z.enum(webhookDeliveryStatuses).optional() }),
    answers: { 200: { description: 'A page of deliveries.', schema: listOf(deliverySchema) } },
    async run({ orm, tenant, params, query }) {
      const ref = { ...ownerOf(tenant), ...params }
      await loadWebhook(orm, ref)
      const rows = await orm
        .select()
        .from(webhookDeliveries)
        .where(
          and(
            eq(webhookDeliveries.retailerId, ref.retailerId),
            eq(webhookDeliveries.endpointId, ref.id),
            matching(webhookDeliveries.status, query.status),
            olderThan(webhookDeliveries.eventId, query.cursor),
          ),
        )
        .orderBy(desc(webhookDeliveries.eventId))
        .limit(oneMore(query))
      return json(
        200,
        pageOf(
          rows.map(row => ({ ...presentDelivery(row), id: row.eventId })),
          query,
        ),
      )
    },
  }),
  retailerRead({
    path: '/webhooks/{id}/deliveries/{eventId}',
    scope: reading,
    tag,
    summary: 'One delivery with every call and answer',
    params: eventParams,
    answers: { 200: { description: 'The delivery.', schema: deliveryDetailSchema } },
    async run({ orm, tenant, params }) {
      return json(200, await loadDelivery(orm, { ...ownerOf(tenant), id: params.id }, params.eventId))
    },
  }),
]

const writeEndpoints = [
  retailerWrite({
    method: 'post',
    path: '/webhooks/{id}/secret',
    scope: writing,
    tag,
    summary: 'Give a webhook a new secret',
    description: 'For 24 hours everything is signed by both secrets, so that the receiver can change over.',
    params: idParams,
    secret: true,
    answers: { 200: { description: 'The new secret.', schema: z.object({ secret: secretSchema }) } },
    async run({ work, box, tenant, params }) {
      return json(200, await rotateSecret(work, box, { ...ownerOf(tenant), ...params }))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/webhooks/{id}/pause',
    scope: writing,
    tag,
    summary: 'Let events wait',
    params: idParams,
    answers: { 200: { description: 'The webhook, paused.', schema: webhookSchema } },
    async run({ work, tenant, params }) {
      const ref = { ...ownerOf(tenant), ...params }
      await pauseEndpoint(work, ref)
      return json(200, presentWebhook(await loadWebhook(work.tx, ref)))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/webhooks/{id}/resume',
    scope: writing,
    tag,
    summary: 'Be told again, beginning with what has waited',
    params: idParams,
    answers: { 200: { description: 'The webhook.', schema: webhookSchema } },
    async run({ work, tenant, params }) {
      const ref = { ...ownerOf(tenant), ...params }
      await resumeEndpoint(work, ref)
      return json(200, presentWebhook(await loadWebhook(work.tx, ref)))
    },
  }),
]

const replayEndpoints = [
  retailerWrite({
    method: 'post',
    path: '/webhooks/{id}/deliveries/{eventId}/replay',
    scope: writing,
    tag,
    summary: 'Be told of one event again',
    params: eventParams,
    answers: { 204: { description: 'It is on its way.' } },
    async run({ work, tenant, params }) {
      await replayDelivery(work, { ...ownerOf(tenant), id: params.id }, params.eventId)
      return nothing()
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/webhooks/{id}/replay',
    scope: writing,
    tag,
    summary: 'Be told again of all that failed',
    params: idParams,
    body: z.object({ since: momentFilter }).meta({ id: 'WebhookReplay' }),
    example: { since: '2026-05-04T00:00:00Z' },
    answers: { 200: { description: 'How many are on their way.', schema: z.object({ replayed: z.int() }) } },
    async run({ work, tenant, params, body }) {
      const replayed = await replayFailed(work, { ...ownerOf(tenant), ...params }, new Date(body.since))
      return json(200, { replayed })
    },
  }),
]

const remove = retailerWrite({
  method: 'delete',
  path: '/webhooks/{id}',
  scope: writing,
  tag,
  summary: 'Be told no more',
  params: idParams,
  answers: { 204: { description: 'It is gone, with what waited for it.' } },
  async run({ work, tenant, params }) {
    await deleteEndpoint(work, { ...ownerOf(tenant), ...params })
    return nothing()
  },
})

const retailerSide = endpointsFor(retailerEventFilter, 'Webhook', ['order.*', 'purchase-order.shipped'])
const supplierSide = endpointsFor(supplierEventFilter, 'SupplierWebhook', ['purchase-order.sent']).map(endpoint => ({
  ...endpoint,
  side: 'supplier' as const,
  path: `/supplier${endpoint.path}`,
}))

export const webhookEndpoints: Endpoint[] = [...retailerSide, ...supplierSide]

import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, oneOf, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { retailers } from './people.ts'

/** What happened to the business, in order: the history that people read and that webhooks carry. Only ever added to. */
export const events = pgTable(
  'events',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** e.g. `purchase-order.acknowledged`. */
    type: text('type').notNull(),
    orderId: uuid('order_id'),
    purchaseOrderId: uuid('purchase_order_id'),
    invoiceId: uuid('invoice_id'),
    partnershipId: uuid('partnership_id'),
    documentId: uuid('document_id'),
    actor: text('actor').notNull(),
    data: json<Record<string, unknown>>('data').notNull().default({}),
    at: at('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    index('events_by_order').on(t.retailerId, t.orderId, t.id),
    index('events_by_purchase_order').on(t.retailerId, t.purchaseOrderId, t.id),
    index('events_by_invoice').on(t.retailerId, t.invoiceId, t.id),
  ],
)

/** Everything that a person changes in the set-up: who, what, from what to what. */
export const auditLog = pgTable(
  'audit_log',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    actor: text('actor').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    before: json<unknown>('before'),
    after: json<unknown>('after'),
    at: at('at').notNull(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.id] })],
)

/** The answer given to a write of the API under its `Idempotency-Key`: the same key gets the same answer. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    retailerId: retailerId().references(() => retailers.id),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status').notNull(),
    body: json<unknown>('body').notNull(),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.key] }), index('idempotency_keys_by_age').on(t.createdAt)],
)

/** Where events are told: to the retailer's own system, or to the system of one of its suppliers. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** Whose system it is: a supplier's where there is one, and then it is told of this partnership only. */
    partnershipId: uuid('partnership_id'),
    url: text('url').notNull(),
    description: text('description').notNull().default(''),
    /** `purchase-order.shipped`, `purchase-order.*` or `*`. */
    eventTypes: text('event_types').array().notNull(),
    /** Sealed. */
    secret: text('secret').notNull(),
    /** Sealed: the secret before this one, by which everything is signed too until `previousUntil`. */
    previousSecret: text('previous_secret'),
    previousUntil: at('previous_until'),
    /** Since when nothing has arrived; absent while things do. */
    failingSince: at('failing_since'),
    pausedAt: at('paused_at'),
    /** Why the hub paused it; absent where a person did. */
    pausedBecause: text('paused_because'),
    /** Counts the changes that people make. */
    revision: integer('revision').notNull().default(1),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('webhook_endpoints_partnership', [t.retailerId, t.partnershipId], partnerships),
  ],
)

export const webhookDeliveryStatuses = ['queued', 'retrying', 'delivered', 'failed'] as const

/** One event on its way to one endpoint: made with the event, so that there can be no event that was not told. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    retailerId: retailerId(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    /** What the event is about: the events of one order, say, arrive in the sequence in which they happened. */
    objectId: uuid('object_id').notNull(),
    status: text('status', { enum: webhookDeliveryStatuses }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    dueAt: at('due_at').notNull(),
    /** In hand until then; a process that dies leaves it to others after that. */
    claimedUntil: at('claimed_until'),
    createdAt: createdAt(),
    settledAt: at('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.endpointId, t.eventId] }),
    within('webhook_deliveries_endpoint', [t.retailerId, t.endpointId], webhookEndpoints).onDelete('cascade'),
    within('webhook_deliveries_event', [t.retailerId, t.eventId], events),
    index('webhook_deliveries_due')
      .on(t.retailerId, t.endpointId, t.dueAt)
      .where(sql`${t.status} in ('queued', 'retrying')`),
    index('webhook_deliveries_in_sequence')
      .on(t.retailerId, t.endpointId, t.objectId, t.eventId)
      .where(sql`${t.status} in ('queued', 'retrying')`),
    index('webhook_deliveries_by_event').on(t.retailerId, t.eventId),
    oneOf('webhook_deliveries_status', t.status, webhookDeliveryStatuses),
  ],
)

/** One call of an endpoint, as it went out and what came back, cut to a size that a person reads. */
export const webhookAttempts = pgTable(
  'webhook_attempts',
  {
    retailerId: retailerId(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    /** From 1. */
    attempt: integer('attempt').notNull(),
    at: at('at').notNull(),
    milliseconds: integer('milliseconds').notNull(),
    /** One of the closed list of delivery failures; absent when it arrived. */
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    request: json<{ url: string; headers: Record<string, string>; body: string }>('request').notNull(),
    answer: json<{ status: number; headers: Record<string, string>; body: string }>('answer'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.endpointId, t.eventId, t.attempt] }),
    foreignKey({
      name: 'webhook_attempts_delivery',
      columns: [t.retailerId, t.endpointId, t.eventId],
      foreignColumns: [webhookDeliveries.retailerId, webhookDeliveries.endpointId, webhookDeliveries.eventId],
    }).onDelete('cascade'),
  ],
)

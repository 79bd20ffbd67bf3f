import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, oneOf, retailerId, within } from './columns.ts'
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
  t => [primaryKey({ columns: [t.retailerId, t.key] })],
)

/** Where a retailer wants to be told of events. */
export const webhookEndpoints = pgTable(
  'webhook_endpoints',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    url: text('url').notNull(),
    /** Encrypted at rest. */
    secret: text('secret').notNull(),
    eventTypes: text('event_types').array().notNull(),
    pausedAt: at('paused_at'),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.id] })],
)

export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    retailerId: retailerId(),
    id: id(),
    endpointId: uuid('endpoint_id').notNull(),
    eventId: uuid('event_id').notNull(),
    status: text('status', { enum: ['queued', 'delivered', 'retrying', 'failed'] }).notNull(),
    attempts: integer('attempts').notNull().default(0),
    lastAnswer: json<Record<string, unknown>>('last_answer'),
    createdAt: createdAt(),
    deliveredAt: at('delivered_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('webhook_deliveries_endpoint', [t.retailerId, t.endpointId], webhookEndpoints),
    within('webhook_deliveries_event', [t.retailerId, t.eventId], events),
    oneOf('webhook_deliveries_status', t.status, ['queued', 'delivered', 'retrying', 'failed']),
  ],
)

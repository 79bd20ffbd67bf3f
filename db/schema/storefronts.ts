import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { listings, salesChannels } from './listings.ts'
import { orders } from './orders.ts'
import { shipmentPackages } from './purchase-orders.ts'

/** A shop that the hub talks to by its own API: orders come from it, and products, stock and tracking go to it. It is one sales channel. */
export const storefronts = pgTable(
  'storefronts',
  {
    retailerId: retailerId(),
    id: id(),
    channelId: uuid('channel_id').notNull(),
    /** The connector, by its name in the registry. */
    kind: text('kind').notNull(),
    /** As the connector's own schema has them. */
    settings: json<Record<string, unknown>>('settings').notNull(),
    /** Sealed. */
    secrets: text('secrets').notNull(),
    active: boolean('active').notNull().default(true),
    everyMinutes: integer('every_minutes').notNull().default(5),
    dueAt: at('due_at').notNull(),
    /** In hand until then; a process that dies leaves it to others after that. */
    claimedUntil: at('claimed_until'),
    /** Orders that changed at the shop up to here have been read. */
    readUpTo: at('read_up_to').notNull(),
    /** Up to this change of the channel's listings the shop was told. */
    sentRevision: bigint('sent_revision', { mode: 'number' }).notNull().default(0),
    /** When orders were last read, and when something was last sent. */
    readAt: at('read_at'),
    sentAt: at('sent_at'),
    /** When the shop was last asked to post webhooks here, and why it would not. */
    webhooksAt: at('webhooks_at'),
    webhooksProblem: text('webhooks_problem'),
    failures: integer('failures').notNull().default(0),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('storefronts_sales_channel', [t.retailerId, t.channelId], salesChannels),
    unique('storefronts_channel').on(t.retailerId, t.channelId),
    index('storefronts_due').on(t.retailerId, t.dueAt),
    must('storefronts_failed', sql`(${t.failures} = 0) = (${t.failureCode} is null)`),
    must('storefronts_every', sql`${t.everyMinutes} between 1 and 1440`),
  ],
)

/** What the shop was last told of a listing, and by which ids the shop knows it. */
export const storefrontListings = pgTable(
  'storefront_listings',
  {
    retailerId: retailerId(),
    storefrontId: uuid('storefront_id').notNull(),
    listingId: uuid('listing_id').notNull(),
    /** The shop's ids, as its connector gave them; absent while the shop has no such product. */
    remote: json<Record<string, unknown>>('remote'),
    /** What was sent of the product, so that nothing is sent twice. */
    told: text('told'),
    /** Units that were sent last. */
    quantity: integer('quantity'),
    /** Why the shop refused it last. */
    problem: text('problem'),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.storefrontId, t.listingId] }),
    within('storefront_listings_storefront', [t.retailerId, t.storefrontId], storefronts),
    within('storefront_listings_listing', [t.retailerId, t.listingId], listings),
  ],
)

/** An order of the shop: which order it became, and how it was when it was last read. */
export const storefrontOrders = pgTable(
  'storefront_orders',
  {
    retailerId: retailerId(),
    storefrontId: uuid('storefront_id').notNull(),
    remoteId: text('remote_id').notNull(),
    number: text('number').notNull(),
    /** Absent while it could not be taken. */
    orderId: uuid('order_id'),
    /** The shop's line ids by our line numbers. */
    lines: json<Record<string, string>>('lines').notNull().default({}),
    /** What of it matters here, as last read. */
    seen: text('seen').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.storefrontId, t.remoteId] }),
    within('storefront_orders_storefront', [t.retailerId, t.storefrontId], storefronts),
    within('storefront_orders_order', [t.retailerId, t.orderId], orders),
    index('storefront_orders_by_order').on(t.retailerId, t.orderId),
  ],
)

export const storefrontPackageStatuses = ['sent', 'refused', 'taken-back', 'not-taken-back'] as const

/** A package that the shop was told of: never twice. Taken back where its source took it back and the shop agreed. */
export const storefrontPackages = pgTable(
  'storefront_packages',
  {
    retailerId: retailerId(),
    storefrontId: uuid('storefront_id').notNull(),
    packageId: uuid('package_id').notNull(),
    orderId: uuid('order_id').notNull(),
    status: text('status', { enum: storefrontPackageStatuses }).notNull(),
    /** The shop's ids of its fulfillments. */
    remoteIds: text('remote_ids').array().notNull().default([]),
    at: at('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.storefrontId, t.packageId, t.orderId] }),
    within('storefront_packages_storefront', [t.retailerId, t.storefrontId], storefronts),
    within('storefront_packages_package', [t.retailerId, t.packageId], shipmentPackages),
    oneOf('storefront_packages_status', t.status, storefrontPackageStatuses),
  ],
)

/** A webhook that was taken: the same again changes nothing. */
export const storefrontWebhooks = pgTable(
  'storefront_webhooks',
  {
    retailerId: retailerId(),
    storefrontId: uuid('storefront_id').notNull(),
    webhookId: text('webhook_id').notNull(),
    topic: text('topic').notNull(),
    at: at('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.storefrontId, t.webhookId] }),
    within('storefront_webhooks_storefront', [t.retailerId, t.storefrontId], storefronts),
    index('storefront_webhooks_by_age').on(t.at),
  ],
)

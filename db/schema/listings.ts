import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { products } from './catalogue.ts'
import { at, createdAt, decimal, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { retailers } from './people.ts'

/** What a channel is not told of: units, and a share of what is left. */
export interface ChannelBuffer {
  units: string
  share: number
}

/** Where the retailer sells: a shop of its own, a marketplace. What it is told by file, where it is; `feedSecrets` is encrypted at rest. */
export const salesChannels = pgTable(
  'sales_channels',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    name: text('name').notNull(),
    active: boolean('active').notNull().default(true),
    buffer: json<ChannelBuffer>('buffer').notNull().default({ units: '0', share: 0 }),
    /** The number of the latest change of a listing: each change takes the next, in the order in which changes commit. */
    revision: bigint('revision', { mode: 'number' }).notNull().default(0),
    feedTransport: text('feed_transport', { enum: ['sftp', 'ftp'] }),
    feedSettings: json<Record<string, unknown>>('feed_settings').notNull().default({}),
    feedSecrets: text('feed_secrets'),
    feedSchedule: json<Record<string, unknown>>('feed_schedule').notNull().default({ everyMinutes: 60 }),
    /** When the next file is due; null where none is sent. */
    feedDueAt: at('feed_due_at'),
    /** Up to this change the channel was told by file. */
    sentRevision: bigint('sent_revision', { mode: 'number' }).notNull().default(0),
    sentAt: at('sent_at'),
    failures: integer('failures').notNull().default(0),
    failureCode: text('failure_code'),
    failureDetail: text('failure_detail'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    uniqueIndex('sales_channels_name').on(t.retailerId, sql`lower(${t.name})`),
    index('sales_channels_due').on(t.retailerId, t.feedDueAt),
    must('sales_channels_failed', sql`(${t.failures} = 0) = (${t.failureCode} is null)`),
  ],
)

export const listingStatuses = ['candidate', 'listed', 'paused', 'delisted'] as const

/** What a channel shows of a product, after the retailer's mappings and texts. */
export interface ListingContent {
  title: string
  description?: string
  brand?: string
  category?: string
  gtin?: string
  attributes: Record<string, string>
  images: string[]
}

/** How a price came about, for people: the shape is `engine/listing`'s. */
type StoredPricing = Record<string, unknown>

/** A product on a sales channel. A paused listing has at least one reason and comes back when it has none. */
export const listings = pgTable(
  'listings',
  {
    retailerId: retailerId(),
    id: id(),
    productId: uuid('product_id').notNull(),
    channelId: uuid('channel_id').notNull(),
    status: text('status', { enum: listingStatuses }).notNull(),
    pauseReasons: text('pause_reasons').array().notNull().default([]),
    /** A person took it off: no rule lists it again. */
    keptOff: boolean('kept_off').notNull().default(false),
    /** What the channel asks for and the product lacks. */
    missing: text('missing').array().notNull().default([]),
    price: decimal('price'),
    /** A price too far from `price` to be taken without a person. */
    proposedPrice: decimal('proposed_price'),
    /** The proposal that a person refused: it is not made again. */
    refusedPrice: decimal('refused_price'),
    pricing: json<StoredPricing>('pricing').notNull().default({}),
    /** What can be promised on this channel, in selling units. */
    quantity: decimal('quantity').notNull().default('0'),
    content: json<ListingContent | Record<string, never>>('content').notNull().default({}),
    /** The channel's number of its latest change; 0 while there was nothing to tell. */
    revision: bigint('revision', { mode: 'number' }).notNull().default(0),
    updatedAt: at('updated_at').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('listings_product', [t.retailerId, t.productId], products),
    within('listings_sales_channel', [t.retailerId, t.channelId], salesChannels),
    uniqueIndex('listings_channel').on(t.retailerId, t.productId, t.channelId),
    index('listings_changes').on(t.retailerId, t.channelId, t.revision),
    index('listings_waiting').on(t.retailerId, t.id).where(sql`${t.proposedPrice} is not null`),
    oneOf('listings_status', t.status, listingStatuses),
    must('listings_paused_for_a_reason', sql`(${t.status} = 'paused') = (cardinality(${t.pauseReasons}) > 0)`),
    must(
      'listings_listed_whole',
      sql`${t.status} <> 'listed' or (${t.price} is not null and cardinality(${t.missing}) = 0)`,
    ),
  ],
)

/**
 * Products of which something changed that listings depend on, until they are refreshed. Each change leaves rows of its own, so that those
 * who change things never wait for each other here.
 */
export const listingMarks = pgTable(
  'listing_marks',
  {
    retailerId: retailerId(),
    productId: uuid('product_id').notNull(),
    /** One for each change. */
    markId: uuid('mark_id').notNull(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.productId, t.markId] })],
)

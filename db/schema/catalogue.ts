import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, decimal, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { sources } from './partnerships.ts'
import { retailers } from './people.ts'

/** What the retailer sells. Money is in the retailer's currency; weight in pounds. */
export const products = pgTable(
  'products',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    sku: text('sku').notNull(),
    title: text('title').notNull(),
    brand: text('brand'),
    category: text('category'),
    upc: text('upc'),
    ean: text('ean'),
    gtin: text('gtin'),
    manufacturerPart: text('manufacturer_part'),
    retailPrice: decimal('retail_price'),
    msrp: decimal('msrp'),
    map: decimal('map'),
    weight: decimal('weight'),
    attributes: json<Record<string, string>>('attributes').notNull().default({}),
    discontinuedAt: at('discontinued_at'),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('products_sku').on(t.retailerId, t.sku),
    index('products_upc').on(t.retailerId, t.upc),
    must(
      'products_prices',
      sql`coalesce(${t.retailPrice}, 0) >= 0 and coalesce(${t.msrp}, 0) >= 0 and coalesce(${t.map}, 0) >= 0`,
    ),
  ],
)

/** One product as one source sells it: the supplier's own SKU and cost. */
export const offers = pgTable(
  'offers',
  {
    retailerId: retailerId(),
    id: id(),
    sourceId: uuid('source_id').notNull(),
    /** Absent while nothing in the catalogue matches: a candidate for listing. */
    productId: uuid('product_id'),
    supplierSku: text('supplier_sku').notNull(),
    description: text('description'),
    cost: decimal('cost').notNull(),
    currency: text('currency').notNull(),
    unit: text('unit').notNull().default('EA'),
    /** How many of the retailer's selling units one `unit` holds. */
    packSize: integer('pack_size').notNull().default(1),
    leadDays: integer('lead_days').notNull().default(1),
    discontinued: boolean('discontinued').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('offers_source', [t.retailerId, t.sourceId], sources),
    within('offers_product', [t.retailerId, t.productId], products),
    unique('offers_supplier_sku').on(t.retailerId, t.sourceId, t.supplierSku),
    index('offers_by_product').on(t.retailerId, t.productId),
    must('offers_amounts', sql`${t.cost} >= 0 and ${t.packSize} >= 1 and ${t.leadDays} >= 0`),
  ],
)

/** Stock of one offer at one location. Available to promise = max(0, quantity − reserved − buffer). */
export const stock = pgTable(
  'stock',
  {
    retailerId: retailerId(),
    offerId: uuid('offer_id').notNull(),
    /** The supplier's own name of the place; empty where stock is told as one number. */
    location: text('location').notNull().default(''),
    quantity: decimal('quantity').notNull(),
    reserved: decimal('reserved').notNull().default('0'),
    buffer: decimal('buffer').notNull().default('0'),
    nextAvailable: date('next_available', { mode: 'string' }),
    /** When the source last spoke of this item. */
    reportedAt: at('reported_at').notNull(),
    feedRunId: uuid('feed_run_id'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.offerId, t.location] }),
    within('stock_offer', [t.retailerId, t.offerId], offers),
    must('stock_amounts', sql`${t.quantity} >= 0 and ${t.reserved} >= 0 and ${t.buffer} >= 0`),
  ],
)

export const feedStatuses = ['received', 'validated', 'applied', 'quarantined', 'discarded', 'failed'] as const

/** One stock or product feed, from arrival to effect. */
export const feedRuns = pgTable(
  'feed_runs',
  {
    retailerId: retailerId(),
    id: id(),
    sourceId: uuid('source_id').notNull(),
    documentId: uuid('document_id'),
    kind: text('kind', { enum: ['inventory', 'product'] }).notNull(),
    scope: text('scope', { enum: ['full', 'delta'] }).notNull(),
    status: text('status', { enum: feedStatuses }).notNull(),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsChanged: integer('rows_changed').notNull().default(0),
    rowsUnchanged: integer('rows_unchanged').notNull().default(0),
    rowsRejected: integer('rows_rejected').notNull().default(0),
    reasons: json<Record<string, number>>('reasons').notNull().default({}),
    startedAt: at('started_at').notNull(),
    finishedAt: at('finished_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('feed_runs_source', [t.retailerId, t.sourceId], sources),
    /** A feed's document takes effect once. */
    unique('feed_runs_document').on(t.retailerId, t.documentId),
    index('feed_runs_by_source').on(t.retailerId, t.sourceId, t.id),
    oneOf('feed_runs_status', t.status, feedStatuses),
    oneOf('feed_runs_kind', t.kind, ['inventory', 'product']),
    oneOf('feed_runs_scope', t.scope, ['full', 'delta']),
    must('feed_runs_counts', sql`${t.rowsChanged} + ${t.rowsUnchanged} + ${t.rowsRejected} <= ${t.rowsRead}`),
  ],
)

/**
 * The rows of a feed run, in the feed's order: while it is being applied or waits in quarantine all of them, afterwards those that were
 * rejected, with the reason.
 */
export const feedRows = pgTable(
  'feed_rows',
  {
    retailerId: retailerId(),
    feedRunId: uuid('feed_run_id').notNull(),
    /** From 1. */
    position: integer('position').notNull(),
    supplierSku: text('supplier_sku'),
    sku: text('sku'),
    upc: text('upc'),
    location: text('location').notNull().default(''),
    quantity: decimal('quantity').notNull(),
    unit: text('unit'),
    unitCost: decimal('unit_cost'),
    currency: text('currency'),
    discontinued: boolean('discontinued'),
    nextAvailable: date('next_available', { mode: 'string' }),
    /** The offer that the row's ids name. */
    offerId: uuid('offer_id'),
    /** Why the row does not count. */
    reason: text('reason'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.feedRunId, t.position] }),
    within('feed_rows_run', [t.retailerId, t.feedRunId], feedRuns),
    within('feed_rows_offer', [t.retailerId, t.offerId], offers),
  ],
)

export const listingStatuses = ['candidate', 'listed', 'paused', 'delisted'] as const

/** A product on a sales channel. A paused listing has at least one reason and comes back when it has none. */
export const listings = pgTable(
  'listings',
  {
    retailerId: retailerId(),
    id: id(),
    productId: uuid('product_id').notNull(),
    channel: text('channel').notNull(),
    status: text('status', { enum: listingStatuses }).notNull(),
    pauseReasons: text('pause_reasons').array().notNull().default([]),
    price: decimal('price'),
    updatedAt: at('updated_at').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('listings_product', [t.retailerId, t.productId], products),
    unique('listings_channel').on(t.retailerId, t.productId, t.channel),
    oneOf('listings_status', t.status, listingStatuses),
    must('listings_paused_for_a_reason', sql`(${t.status} = 'paused') = (cardinality(${t.pauseReasons}) > 0)`),
  ],
)

export const ruleKinds = ['routing', 'listing', 'pricing', 'feed'] as const

/** A retailer's rules of one kind, versioned: decisions name the version that made them. */
export const ruleSets = pgTable(
  'rule_sets',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    kind: text('kind', { enum: ruleKinds }).notNull(),
    version: integer('version').notNull(),
    status: text('status', { enum: ['draft', 'published', 'retired'] }).notNull(),
    effectiveFrom: at('effective_from').notNull(),
    rules: json<unknown[]>('rules').notNull(),
    settings: json<Record<string, unknown>>('settings').notNull().default({}),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('rule_sets_version').on(t.retailerId, t.kind, t.version),
    oneOf('rule_sets_kind', t.kind, ruleKinds),
    oneOf('rule_sets_status', t.status, ['draft', 'published', 'retired']),
  ],
)

import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { CatalogProduct } from '../../translators/documents/index.ts'
import { at, beginning, createdAt, decimal, id, json, must, oneOf, retailerId, within } from './columns.ts'
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
    /** The product feed of whose items it was made without a person. */
    madeFromRunId: uuid('made_from_run_id'),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    index('products_made').on(t.retailerId, t.madeFromRunId).where(sql`${t.madeFromRunId} is not null`),
    unique('products_sku').on(t.retailerId, t.sku),
    index('products_upc').on(t.retailerId, t.upc),
    index('products_by_sku').on(t.retailerId, beginning(t.sku)),
    /** Any form of GTIN, filled up with zeros to 14 digits (GS1 General Specifications 1.4). */
    index('products_gtin14').on(t.retailerId, sql`lpad(coalesce(${t.gtin}, ${t.ean}, ${t.upc}), 14, '0')`),
    index('products_part').on(t.retailerId, sql`lower(${t.manufacturerPart})`),
    must(
      'products_prices',
      sql`coalesce(${t.retailPrice}, 0) >= 0 and coalesce(${t.msrp}, 0) >= 0 and coalesce(${t.map}, 0) >= 0`,
    ),
  ],
)

export const matchKinds = ['sku', 'gtin', 'part', 'person', 'made'] as const

/** A product of a supplier's feed without its names, prices and terms, which have columns of their own. */
export type OfferCatalog = Partial<Omit<CatalogProduct, 'ids' | 'brand' | 'category' | 'cost' | 'msrp' | 'map'>>

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
    /** GTIN-14, its check digit proved. */
    gtin: text('gtin'),
    /** A GTIN as the supplier gave it that cannot be right, until a person mends it. */
    damagedGtin: text('damaged_gtin'),
    brand: text('brand'),
    category: text('category'),
    manufacturerPart: text('manufacturer_part'),
    msrp: decimal('msrp'),
    map: decimal('map'),
    /** What else the supplier's product feeds say of it: title, description, pictures, attributes, weight, dimensions. */
    catalog: json<OfferCatalog>('catalog').notNull().default({}),
    /** What the match with the product rests on: `person` is never undone by a feed, `made` of this very item. */
    matchedBy: text('matched_by', { enum: matchKinds }),
    /** Products that a person refused as its match: never proposed again. */
    refusedProducts: uuid('refused_products').array().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('offers_source', [t.retailerId, t.sourceId], sources),
    within('offers_product', [t.retailerId, t.productId], products),
    unique('offers_supplier_sku').on(t.retailerId, t.sourceId, t.supplierSku),
    index('offers_by_product').on(t.retailerId, t.productId),
    index('offers_by_sku').on(t.retailerId, beginning(t.supplierSku)),
    index('offers_unmatched').on(t.retailerId, t.sourceId, t.supplierSku).where(sql`${t.productId} is null`),
    oneOf('offers_matched_by', t.matchedBy, matchKinds),
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
    /** Held back from promises: by the partnership's settings, and more while its feeds are late. */
    buffer: decimal('buffer').notNull().default('0'),
    /** What the source's last feed said of it; `quantity` goes its own way as goods leave. */
    told: decimal('told'),
    nextAvailable: date('next_available', { mode: 'string' }),
    /** When the source last spoke of this item. */
    reportedAt: at('reported_at').notNull(),
    feedRunId: uuid('feed_run_id'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.offerId, t.location] }),
    within('stock_offer', [t.retailerId, t.offerId], offers),
    /** What has moved since the source's word: few rows, found however many there are. */
    index('stock_moved').on(t.retailerId, t.offerId).where(sql`${t.quantity} <> ${t.told}`),
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
    /** Whether a person said the scope; otherwise the file does. */
    scopeSaid: boolean('scope_said').notNull().default(false),
    status: text('status', { enum: feedStatuses }).notNull(),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsChanged: integer('rows_changed').notNull().default(0),
    rowsUnchanged: integer('rows_unchanged').notNull().default(0),
    rowsRejected: integer('rows_rejected').notNull().default(0),
    reasons: json<Record<string, number>>('reasons').notNull().default({}),
    fileName: text('file_name'),
    /** How large the file is, and how far it has been read: octets. */
    fileSize: bigint('file_size', { mode: 'number' }),
    fileRead: bigint('file_read', { mode: 'number' }).notNull().default(0),
    /** Of all that decides what the run does: the file, how it is read, and what it is held against. The same again changes nothing. */
    fingerprint: text('fingerprint'),
    /** The earlier run whose file came again: the rejected rows stand there. */
    sameAs: uuid('same_as'),
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

export const feedStates = ['fresh', 'stale', 'expired'] as const

/** How fresh what a source says of its stock is; one row for each source that has ever told. */
export const feedHealth = pgTable(
  'feed_health',
  {
    retailerId: retailerId(),
    sourceId: uuid('source_id').notNull(),
    state: text('state', { enum: feedStates }).notNull(),
    /** When it last told. */
    toldAt: at('told_at').notNull(),
    feedRunId: uuid('feed_run_id'),
    /** When the state changes if nothing comes; null where it no longer does. */
    nextAt: at('next_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.sourceId] }),
    within('feed_health_source', [t.retailerId, t.sourceId], sources),
    index('feed_health_due').on(t.retailerId, t.nextAt),
    oneOf('feed_health_state', t.state, feedStates),
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
    /** Absent where the row had none that could be read. */
    quantity: decimal('quantity'),
    unit: text('unit'),
    unitCost: decimal('unit_cost'),
    currency: text('currency'),
    discontinued: boolean('discontinued'),
    nextAvailable: date('next_available', { mode: 'string' }),
    /** The offer that the row's ids name. */
    offerId: uuid('offer_id'),
    /** Why the row does not count. */
    reason: text('reason'),
    /** The same in words, where the row itself has more to say: the cell, and what was expected. */
    detail: text('detail'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.feedRunId, t.position] }),
    within('feed_rows_run', [t.retailerId, t.feedRunId], feedRuns),
    within('feed_rows_offer', [t.retailerId, t.offerId], offers),
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
    /** The version that it was begun from. */
    basedOn: integer('based_on'),
    createdBy: text('created_by'),
    createdAt: createdAt(),
    /** When a draft was last saved: whoever saves says which state was seen. */
    changedAt: at('changed_at'),
    publishedBy: text('published_by'),
    publishedAt: at('published_at'),
    /** Why it was published, in the words of whoever did. */
    reason: text('reason'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('rule_sets_version').on(t.retailerId, t.kind, t.version),
    uniqueIndex('rule_sets_one_draft').on(t.retailerId, t.kind).where(sql`${t.status} = 'draft'`),
    oneOf('rule_sets_kind', t.kind, ruleKinds),
    oneOf('rule_sets_status', t.status, ['draft', 'published', 'retired']),
  ],
)

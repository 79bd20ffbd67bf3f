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
import { at, createdAt, decimal, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { retailers, suppliers } from './people.ts'

export const partnershipStatuses = ['invited', 'testing', 'certified', 'live', 'paused', 'ended'] as const
export const transports = ['as2', 'sftp', 'ftp', 'http', 'email', 'portal', 'rest'] as const
export const messageFormats = ['x12', 'csv', 'xlsx', 'json', 'pdf', 'form'] as const

/** Payment terms agreed with a supplier; days count from the invoice date. */
export interface AgreedTerms {
  netDays: number
  discountDays?: number
  discountPercent?: string
}

/**
 * How far an invoice may differ before a person looks at it: by an amount, by a share (`0.02` = 2%), or, where both are given, by whichever is less; with
 * `whichever: 'greater'`, by whichever is more.
 */
export interface Tolerance {
  amount?: string
  share?: string
  whichever?: 'lesser' | 'greater'
}
export interface Tolerances {
  price?: Tolerance
  quantity?: Tolerance
  freight?: Tolerance
  tax?: Tolerance
  total?: Tolerance
}

/** Retailer × supplier: owns channels, maps, terms, tolerances and calendars. */
export const partnerships = pgTable(
  'partnerships',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => suppliers.id),
    status: text('status', { enum: partnershipStatuses }).notNull(),
    currency: text('currency').notNull(),
    terms: json<AgreedTerms>('terms').notNull(),
    tolerances: json<Tolerances>('tolerances').notNull().default({}),
    /** The retailer's vendor number for this supplier. */
    vendorNumber: text('vendor_number'),
    settings: json<Record<string, unknown>>('settings').notNull().default({}),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('partnerships_supplier').on(t.retailerId, t.supplierId),
    index('partnerships_by_supplier').on(t.supplierId),
    oneOf('partnerships_status', t.status, partnershipStatuses),
  ],
)

/** How messages travel to and from one partner. `secrets` is encrypted at rest. */
export const channels = pgTable(
  'channels',
  {
    retailerId: retailerId(),
    id: id(),
    partnershipId: uuid('partnership_id').notNull(),
    transport: text('transport', { enum: transports }).notNull(),
    format: text('format', { enum: messageFormats }).notNull(),
    /** X12 version such as 004010; absent for other formats. */
    version: text('version'),
    settings: json<Record<string, unknown>>('settings').notNull().default({}),
    secrets: text('secrets'),
    active: boolean('active').notNull().default(true),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('channels_partnership', [t.retailerId, t.partnershipId], partnerships),
    uniqueIndex('channels_one_active').on(t.retailerId, t.partnershipId).where(sql`${t.active}`),
    oneOf('channels_transport', t.transport, transports),
    oneOf('channels_format', t.format, messageFormats),
  ],
)

export const identityKinds = ['as2', 'x12', 'sftp', 'mailbox', 'sender'] as const

/**
 * The names by which a partner's messages find their partnership before the retailer is known, so this table belongs to no retailer.
 * as2: own and partner AS2 ids; x12: `qualifier:id` of receiver and sender; sftp: user name;
 * mailbox: the address written to; sender: the retailer's id and the address written from.
 */
export const identities = pgTable(
  'identities',
  {
    id: id().primaryKey(),
    kind: text('kind', { enum: identityKinds }).notNull(),
    own: text('own').notNull(),
    partner: text('partner').notNull(),
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailers.id),
    /** Absent for a retailer's general mailbox: the sender decides. */
    partnershipId: uuid('partnership_id'),
    createdAt: createdAt(),
  },
  t => [
    unique('identities_names').on(t.kind, t.own, t.partner),
    index('identities_partnership').on(t.retailerId, t.partnershipId),
    oneOf('identities_kind', t.kind, identityKinds),
  ],
)

export const mapStatuses = ['draft', 'published', 'retired'] as const

/** A trading-partner map: a versioned overlay on guide and map, or a CSV layout. Only a draft changes; there is one at a time. */
export const partnerMaps = pgTable(
  'partner_maps',
  {
    retailerId: retailerId(),
    id: id(),
    partnershipId: uuid('partnership_id').notNull(),
    format: text('format', { enum: messageFormats }).notNull(),
    documentKind: text('document_kind').notNull(),
    version: integer('version').notNull(),
    status: text('status', { enum: mapStatuses }).notNull(),
    overlay: json<Record<string, unknown>>('overlay').notNull(),
    /** The version that it was begun from. */
    basedOn: integer('based_on'),
    createdBy: text('created_by').notNull(),
    createdAt: createdAt(),
    changedAt: at('changed_at').notNull(),
    publishedBy: text('published_by'),
    publishedAt: at('published_at'),
    /** Why it was published, in the words of whoever did. */
    reason: text('reason'),
    retiredAt: at('retired_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('partner_maps_partnership', [t.retailerId, t.partnershipId], partnerships),
    unique('partner_maps_version').on(t.retailerId, t.partnershipId, t.format, t.documentKind, t.version),
    uniqueIndex('partner_maps_one_published')
      .on(t.retailerId, t.partnershipId, t.format, t.documentKind)
      .where(sql`${t.status} = 'published'`),
    uniqueIndex('partner_maps_one_draft')
      .on(t.retailerId, t.partnershipId, t.format, t.documentKind)
      .where(sql`${t.status} = 'draft'`),
    oneOf('partner_maps_status', t.status, mapStatuses),
    must(
      'partner_maps_published',
      sql`${t.status} = 'draft' or (${t.publishedAt} is not null and ${t.publishedBy} is not null)`,
    ),
    must('partner_maps_retired', sql`(${t.status} = 'retired') = (${t.retiredAt} is not null)`),
  ],
)

/** The last number given out per partner and series (`interchange`, `group`): allocated in the transaction that stores the bytes, so gapless. */
export const controlNumbers = pgTable(
  'control_numbers',
  {
    retailerId: retailerId(),
    partnershipId: uuid('partnership_id').notNull(),
    series: text('series').notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.partnershipId, t.series] }),
    within('control_numbers_partnership', [t.retailerId, t.partnershipId], partnerships),
    must('control_numbers_positive', sql`${t.last} >= 0`),
  ],
)

/** Where goods come from: a partnership, or a warehouse of the retailer's own. */
export const sources = pgTable(
  'sources',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    kind: text('kind', { enum: ['supplier', 'warehouse'] }).notNull(),
    partnershipId: uuid('partnership_id'),
    name: text('name').notNull(),
    postalCode: text('postal_code'),
    /** Lower is preferred. */
    priority: integer('priority').notNull().default(100),
    /** Charged by the source for each order. */
    orderFee: decimal('order_fee').notNull().default('0'),
    active: boolean('active').notNull().default(true),
    /** What routing should know besides: tags, minimum order, capacity a day. The shape is `engine/routing`'s. */
    routing: json<Record<string, unknown>>('routing').notNull().default({}),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('sources_partnership', [t.retailerId, t.partnershipId], partnerships),
    unique('sources_name').on(t.retailerId, t.name),
    uniqueIndex('sources_one_per_partnership')
      .on(t.retailerId, t.partnershipId)
      .where(sql`${t.partnershipId} is not null`),
    must(
      'sources_kind',
      sql`(${t.kind} = 'supplier') = (${t.partnershipId} is not null) and ${t.kind} in ('supplier', 'warehouse')`,
    ),
    must('sources_fee', sql`${t.orderFee} >= 0`),
  ],
)

/** What a source is known for on one business day: learned once, by the first decision of that day that asks, and the same for all others. */
export const sourceStandings = pgTable(
  'source_standings',
  {
    retailerId: retailerId(),
    sourceId: uuid('source_id').notNull(),
    /** The retailer's day. */
    day: date('day', { mode: 'string' }).notNull(),
    /** Mean of its scorecard's shares, from 0 to 1; absent where nothing could be measured. */
    score: decimal('score'),
    /** What its invoices added to an order on average, beyond items, agreed fee and freight. */
    surcharge: decimal('surcharge'),
    /** How many orders the surcharge was learned from. */
    billedOrders: integer('billed_orders').notNull().default(0),
    learnedAt: at('learned_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.sourceId, t.day] }),
    within('source_standings_source', [t.retailerId, t.sourceId], sources),
    must('source_standings_score', sql`${t.score} between 0 and 1`),
  ],
)

import { sql } from 'drizzle-orm'
import { bigint, boolean, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { Party } from '../../translators/documents/index.ts'
import { at, bytes, createdAt, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { retailers, suppliers } from './people.ts'
import { purchaseOrders } from './purchase-orders.ts'

/**
 * A GS1 company prefix from which a supplier numbers its packages (SSCC, GS1 General Specifications 3.2). It belongs to the supplier and to no retailer: the same
 * number must never stand on two packages, whoever they go to. A prefix that is no longer used stays, so that its numbers are not given again.
 */
export const containerPrefixes = pgTable(
  'container_prefixes',
  {
    prefix: text('prefix').notNull(),
    extension: integer('extension').notNull(),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => suppliers.id),
    /** The last serial reference given out, taken in the transaction that uses it: gapless. */
    last: bigint('last', { mode: 'number' }).notNull(),
    active: boolean('active').notNull().default(true),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.prefix, t.extension] }),
    uniqueIndex('container_prefixes_one_active').on(t.supplierId).where(sql`${t.active}`),
    must('container_prefixes_prefix', sql`${t.prefix} ~ '^[0-9]{7,12}$'`),
    must('container_prefixes_extension', sql`${t.extension} between 0 and 9`),
    must('container_prefixes_last', sql`${t.last} >= 0`),
  ],
)

/** Where a supplier ships from, for labels and ship notices. It belongs to the supplier and to no retailer; what was told with a shipment stays with that. */
export const shipFromAddresses = pgTable(
  'ship_from_addresses',
  {
    id: id().primaryKey(),
    supplierId: uuid('supplier_id')
      .notNull()
      .references(() => suppliers.id),
    /** What the supplier's people call it. */
    label: text('label').notNull(),
    address: json<Party>('address').notNull(),
    isDefault: boolean('is_default').notNull(),
    createdAt: createdAt(),
  },
  t => [
    uniqueIndex('ship_from_addresses_label').on(t.supplierId, sql`lower(${t.label})`),
    uniqueIndex('ship_from_addresses_one_default').on(t.supplierId).where(sql`${t.isDefault}`),
  ],
)

export const printKinds = ['purchase-order', 'packing-slip'] as const
export type PrintKind = (typeof printKinds)[number]

/** What a supplier has printed of an order, and when last: what is missing here waits in its print queue. */
export const prints = pgTable(
  'prints',
  {
    retailerId: retailerId(),
    purchaseOrderId: uuid('purchase_order_id').notNull(),
    kind: text('kind', { enum: printKinds }).notNull(),
    printedAt: at('printed_at').notNull(),
    actor: text('actor').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.purchaseOrderId, t.kind] }),
    within('prints_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    oneOf('prints_kind', t.kind, printKinds),
  ],
)

/** How packing slips look: of a retailer, and of each sales channel that looks otherwise. */
export const packingSlipBrands = pgTable(
  'packing_slip_brands',
  {
    retailerId: retailerId().references(() => retailers.id),
    /** The sales channel as orders name it; empty for all that have none of their own. */
    channel: text('channel').notNull(),
    /** Texts and colours: the shape is `engine/packing/brand.ts`'s. */
    look: json<Record<string, unknown>>('look').notNull(),
    /** PNG or JPEG. */
    logo: bytes('logo'),
    changedAt: at('changed_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.channel] }),
    must('packing_slip_brands_logo', sql`${t.logo} is null or length(${t.logo}) <= 262144`),
  ],
)

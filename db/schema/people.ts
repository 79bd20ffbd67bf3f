import { sql } from 'drizzle-orm'
import { pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, must } from './columns.ts'

export const retailerRoles = ['admin', 'operations', 'merchandiser', 'accountant', 'read-only'] as const
export const supplierRoles = ['owner', 'orders', 'warehouse', 'billing'] as const
export type RetailerRole = (typeof retailerRoles)[number]
export type SupplierRole = (typeof supplierRoles)[number]

/** A retailer served by this installation. The one with the nil id stands for the installation itself: it keeps messages that nobody could be found for. */
export const retailers = pgTable('retailers', {
  id: id().primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  currency: text('currency').notNull().default('USD'),
  timeZone: text('time_zone').notNull().default('UTC'),
  settings: json<Record<string, unknown>>('settings').notNull().default({}),
  createdAt: createdAt(),
})

/** A supplier, known once however many retailers it trades with. */
export const suppliers = pgTable('suppliers', {
  id: id().primaryKey(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  createdAt: createdAt(),
})

export const users = pgTable(
  'users',
  {
    id: id().primaryKey(),
    email: text('email').notNull().unique(),
    name: text('name').notNull(),
    /** Argon2id, PHC string; absent for those who have never chosen one. */
    passwordHash: text('password_hash'),
    /** When the person last showed that mail to this address reaches them, by using a link that was sent there. */
    emailVerifiedAt: at('email_verified_at'),
    timeZone: text('time_zone'),
    createdAt: createdAt(),
    disabledAt: at('disabled_at'),
  },
  t => [must('users_email_lower', sql`${t.email} = lower(${t.email})`)],
)

/** What the hub tells people by mail. */
export const notificationKinds = [
  'new-orders',
  'deadlines',
  'stock',
  'invoices',
  'connections',
  'certificates',
  'listings',
] as const
export type NotificationKind = (typeof notificationKinds)[number]

/** At once, once a day with all else, or not at all. */
export const noticeWays = ['mail', 'digest', 'none'] as const
export type NoticeWay = (typeof noticeWays)[number]

/** What a person chose to be told, and how; what is not chosen follows the person's role. */
export interface NoticeChoices {
  ways?: Partial<Record<NotificationKind, NoticeWay>>
  /** Hour of the person's own day at which the daily mail leaves, 0 to 23. */
  digestHour?: number
}

/** What a person may do, and where: at one retailer or at one supplier. */
export const memberships = pgTable(
  'memberships',
  {
    id: id().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    retailerId: uuid('retailer_id').references(() => retailers.id),
    supplierId: uuid('supplier_id').references(() => suppliers.id),
    role: text('role', { enum: [...retailerRoles, ...supplierRoles] }).notNull(),
    /** Which mail about this place the person wants. */
    notices: json<NoticeChoices>('notices').notNull().default({}),
    createdAt: createdAt(),
    /** Since when the person may not work here; absent while they may. */
    disabledAt: at('disabled_at'),
  },
  t => [
    must('memberships_one_side', sql`(${t.retailerId} is null) <> (${t.supplierId} is null)`),
    must(
      'memberships_role_fits_side',
      sql`(${t.retailerId} is not null and ${t.role} in (${sql.raw(retailerRoles.map(r => `'${r}'`).join(', '))})) or (${t.supplierId} is not null and ${t.role} in (${sql.raw(supplierRoles.map(r => `'${r}'`).join(', '))}))`,
    ),
    uniqueIndex('memberships_retailer').on(t.userId, t.retailerId).where(sql`${t.retailerId} is not null`),
    uniqueIndex('memberships_supplier').on(t.userId, t.supplierId).where(sql`${t.supplierId} is not null`),
  ],
)

/** A key of the REST API. Only its SHA-256 is kept; `prefix` is what people recognise it by. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: id().primaryKey(),
    retailerId: uuid('retailer_id').references(() => retailers.id),
    supplierId: uuid('supplier_id').references(() => suppliers.id),
    name: text('name').notNull(),
    prefix: text('prefix').notNull(),
    hash: text('hash').notNull().unique(),
    scopes: text('scopes').array().notNull(),
    createdAt: createdAt(),
    lastUsedAt: at('last_used_at'),
    /** From then on it is refused; absent for one without an end. */
    expiresAt: at('expires_at'),
    revokedAt: at('revoked_at'),
  },
  t => [must('api_keys_one_side', sql`(${t.retailerId} is null) <> (${t.supplierId} is null)`)],
)

/** Keys of the installation itself, made once and sealed: every process uses the same. */
export const installationKeys = pgTable('installation_keys', {
  name: text('name').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: createdAt(),
})

import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, must, oneOf } from './columns.ts'

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
    /** Argon2id, PHC string; absent until an invitation is taken up. */
    passwordHash: text('password_hash'),
    timeZone: text('time_zone'),
    createdAt: createdAt(),
    disabledAt: at('disabled_at'),
  },
  t => [must('users_email_lower', sql`${t.email} = lower(${t.email})`)],
)

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
    createdAt: createdAt(),
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

/** A signed-in browser; the shape that lucia's adapter asks for. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Which of the person's memberships is in use. */
    membershipId: uuid('membership_id'),
  },
  t => [index('sessions_user').on(t.userId)],
)

/** Failed sign-ins by e-mail address and by address of the network, for lock-out. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  { key: text('key').notNull(), at: at('at').notNull(), id: id() },
  t => [primaryKey({ columns: [t.key, t.id] })],
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
    revokedAt: at('revoked_at'),
  },
  t => [must('api_keys_one_side', sql`(${t.retailerId} is null) <> (${t.supplierId} is null)`)],
)

/** Single-use links: invitations and password resets. Only the token's SHA-256 is kept. */
export const accountTokens = pgTable(
  'account_tokens',
  {
    hash: text('hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: text('purpose', { enum: ['invitation', 'password-reset', 'sign-in'] }).notNull(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
    createdAt: createdAt(),
  },
  t => [oneOf('account_tokens_purpose', t.purpose, ['invitation', 'password-reset', 'sign-in'])],
)

/** Keys of the installation itself, made once and sealed: every process uses the same. */
export const installationKeys = pgTable('installation_keys', {
  name: text('name').primaryKey(),
  sealed: text('sealed').notNull(),
  createdAt: createdAt(),
})

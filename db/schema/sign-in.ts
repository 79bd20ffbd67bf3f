import { sql } from 'drizzle-orm'
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, must, oneOf } from './columns.ts'
import { retailerRoles, retailers, supplierRoles, suppliers, users } from './people.ts'

const person = () =>
  uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** A signed-in browser; the shape that lucia's adapter asks for. */
export const sessions = pgTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    userId: person(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Which of the person's memberships is in use. */
    membershipId: uuid('membership_id'),
    /** The only retailer that this session may work for: whoever came by a retailer's own OpenID provider is vouched for by that retailer alone. */
    onlyRetailerId: uuid('only_retailer_id'),
    /** Whether a second factor was asked for and given. */
    secondFactor: boolean('second_factor').notNull().default(false),
    userAgent: text('user_agent').notNull().default(''),
    /** Where the browser was last seen in the network, and when; written anew every few minutes. */
    address: text('address').notNull().default(''),
    lastSeenAt: at('last_seen_at'),
  },
  t => [index('sessions_user').on(t.userId)],
)

/** What was tried and failed, or was asked for too often: by e-mail address, person and address of the network, for lock-out. */
export const signInAttempts = pgTable(
  'sign_in_attempts',
  { key: text('key').notNull(), at: at('at').notNull(), id: id() },
  t => [primaryKey({ columns: [t.key, t.id] })],
)

export const accountTokenPurposes = ['password-reset', 'sign-in', 'second-step'] as const

/** Single-use tokens: links that reset a password or sign in, and the way from the first step of a sign-in to the second. Only the token's SHA-256 is kept. */
export const accountTokens = pgTable(
  'account_tokens',
  {
    hash: text('hash').primaryKey(),
    userId: person(),
    purpose: text('purpose', { enum: accountTokenPurposes }).notNull(),
    /** For a second step: the only retailer that the session will be for. */
    onlyRetailerId: uuid('only_retailer_id'),
    expiresAt: at('expires_at').notNull(),
    createdAt: createdAt(),
  },
  t => [index('account_tokens_user').on(t.userId), oneOf('account_tokens_purpose', t.purpose, accountTokenPurposes)],
)

/** Somebody asked to work at a retailer or supplier, by a link that can be used once. Only the link's SHA-256 is kept. */
export const invitations = pgTable(
  'invitations',
  {
    id: id().primaryKey(),
    email: text('email').notNull(),
    retailerId: uuid('retailer_id').references(() => retailers.id),
    supplierId: uuid('supplier_id').references(() => suppliers.id),
    role: text('role', { enum: [...retailerRoles, ...supplierRoles] }).notNull(),
    /** Whose mail server sends the link; for a supplier's people, the retailer for whose sake they are invited. */
    viaRetailerId: uuid('via_retailer_id')
      .notNull()
      .references(() => retailers.id),
    /** Who invited, as histories name them. */
    invitedBy: text('invited_by').notNull(),
    /** The newest link's; absent until one was made. Older links are dead. */
    hash: text('hash').unique(),
    /** Whether that link goes by mail alone, so that whoever uses it can read mail to the address. */
    byMail: boolean('by_mail').notNull().default(true),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    /** When the newest link left, or why it could not. */
    sentAt: at('sent_at'),
    failure: text('failure'),
    acceptedAt: at('accepted_at'),
    withdrawnAt: at('withdrawn_at'),
  },
  t => [
    must('invitations_one_side', sql`(${t.retailerId} is null) <> (${t.supplierId} is null)`),
    must('invitations_email_lower', sql`${t.email} = lower(${t.email})`),
    index('invitations_by_retailer').on(t.retailerId),
    index('invitations_by_supplier').on(t.supplierId),
  ],
)

/** A person's authenticator app (TOTP, RFC 6238): the shared secret, sealed. Not in force until a first code confirmed it. */
export const authenticators = pgTable('authenticators', {
  userId: person().primaryKey(),
  sealed: text('sealed').notNull(),
  /** The time step (30 s since 1970) of the last code that was used: that code and those before it are used up. */
  lastStep: integer('last_step').notNull().default(0),
  createdAt: createdAt(),
  confirmedAt: at('confirmed_at'),
})

/** Codes for whoever has lost the authenticator, each good once. Only their SHA-256 is kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  { userId: person(), hash: text('hash').notNull(), createdAt: createdAt(), usedAt: at('used_at') },
  t => [primaryKey({ columns: [t.userId, t.hash] })],
)

/** Which person of ours somebody at a retailer's OpenID provider is: known by issuer and subject once linked, whatever their address becomes. */
export const openIdLinks = pgTable(
  'open_id_links',
  {
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailers.id),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: person(),
    createdAt: createdAt(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.issuer, t.subject] }), index('open_id_links_user').on(t.userId)],
)

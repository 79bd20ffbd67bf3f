import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, must, oneOf } from './columns.ts'
import { retailers } from './people.ts'

export const certificateOwners = ['own', 'partner'] as const
export const certificateUses = ['sign', 'encrypt', 'tls-client'] as const
export const certificateStatuses = ['active', 'retired', 'revoked'] as const
export type CertificateOwner = (typeof certificateOwners)[number]
/**
 * What a certificate is for. sign: its owner signs with it, and the other side verifies under it; encrypt: the other side encrypts for it,
 * and its owner decrypts; tls-client: its owner shows it to the other side's server.
 */
export type CertificateUse = (typeof certificateUses)[number]
export type CertificateStatus = (typeof certificateStatuses)[number]

/**
 * A partner's or our own X.509 certificate. Several may be in use at once on both sides, each from a moment of its own, so that a roll-over
 * needs no minute that both sides share. Private keys are sealed, and only our own certificates have one.
 */
export const certificates = pgTable(
  'certificates',
  {
    id: id().primaryKey(),
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailers.id),
    /** Absent for the retailer's own that all its partnerships share. */
    partnershipId: uuid('partnership_id'),
    owner: text('owner', { enum: certificateOwners }).notNull(),
    status: text('status', { enum: certificateStatuses }).notNull().default('active'),
    uses: text('uses', { enum: certificateUses }).array().notNull(),
    pem: text('pem').notNull(),
    /** PEM of the authorities between it and a root, its own issuer first, where they came with it. */
    chain: text('chain').notNull().default(''),
    /** PKCS#8 PEM, sealed. */
    privateKey: text('private_key'),
    /** SHA-256 of the DER, lower-case hex; and SHA-1, which some products still show. */
    fingerprint: text('fingerprint').notNull(),
    fingerprintSha1: text('fingerprint_sha1').notNull(),
    /** SHA-256 of the public key (SubjectPublicKeyInfo), hex: a renewed certificate may keep its key. */
    publicKeyHash: text('public_key_hash').notNull(),
    serial: text('serial').notNull(),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    validFrom: at('valid_from').notNull(),
    validTo: at('valid_to').notNull(),
    /** From when we sign with it, or encrypt for it: the newest that has started is the one used. It verifies and decrypts from the beginning. */
    useFrom: at('use_from').notNull(),
    /** When it was retired or revoked, and why. */
    endedAt: at('ended_at'),
    endReason: text('end_reason'),
    createdAt: createdAt(),
  },
  t => [
    uniqueIndex('certificates_once').on(
      t.retailerId,
      t.fingerprint,
      sql`coalesce(${t.partnershipId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index('certificates_by_partnership').on(t.retailerId, t.partnershipId),
    oneOf('certificates_owner', t.owner, certificateOwners),
    oneOf('certificates_status', t.status, certificateStatuses),
    must('certificates_key_is_ours', sql`(${t.owner} = 'own') = (${t.privateKey} is not null)`),
    must('certificates_partner_named', sql`${t.owner} = 'own' or ${t.partnershipId} is not null`),
    must(
      'certificates_uses',
      sql`cardinality(${t.uses}) > 0 and ${t.uses} <@ array[${sql.raw(certificateUses.map(use => `'${use}'`).join(', '))}]`,
    ),
    must('certificates_dates', sql`${t.validFrom} < ${t.validTo}`),
    must('certificates_ended', sql`(${t.status} = 'active') = (${t.endedAt} is null)`),
    must('certificates_reason', sql`${t.status} <> 'revoked' or ${t.endReason} is not null`),
  ],
)

/** A key of ours that waits for an authority to sign its certificate. */
export const certificateRequests = pgTable(
  'certificate_requests',
  {
    id: id().primaryKey(),
    retailerId: uuid('retailer_id')
      .notNull()
      .references(() => retailers.id),
    partnershipId: uuid('partnership_id'),
    uses: text('uses', { enum: certificateUses }).array().notNull(),
    subject: text('subject').notNull(),
    /** PKCS#10, PEM: what the authority is given. */
    request: text('request').notNull(),
    /** PKCS#8 PEM, sealed. */
    privateKey: text('private_key').notNull(),
    /** SHA-256 of the public key (SubjectPublicKeyInfo), hex: by which the authority's answer is recognised. */
    publicKeyHash: text('public_key_hash').notNull(),
    createdAt: createdAt(),
  },
  t => [uniqueIndex('certificate_requests_key').on(t.retailerId, t.publicKeyHash)],
)

/** That people were told of a certificate's coming end, once for each number of days ahead. */
export const certificateWarnings = pgTable(
  'certificate_warnings',
  {
    certificateId: uuid('certificate_id')
      .notNull()
      .references(() => certificates.id, { onDelete: 'cascade' }),
    /** Days before the end: 60, 30, 14 or 7. */
    threshold: integer('threshold').notNull(),
    at: at('at').notNull(),
  },
  t => [primaryKey({ columns: [t.certificateId, t.threshold] })],
)

import { sql } from 'drizzle-orm'
import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, oneOf, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { memberships, notificationKinds, retailers } from './people.ts'

export const notificationStatuses = ['queued', 'sent', 'not-sent'] as const

/** Something told to people by mail: to the retailer's own, or to a supplier's. Kept whether or not a mail could leave. */
export const notifications = pgTable(
  'notifications',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    audience: text('audience', { enum: ['retailer', 'supplier'] }).notNull(),
    /** Absent for what concerns the retailer alone. */
    partnershipId: uuid('partnership_id'),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    /** What it is about, a record each: leaves as a CSV file with the mail, its columns as `headings` has them (stored JSON keeps no sequence). */
    rows: json<Record<string, string>[]>('rows').notNull(),
    headings: json<string[]>('headings').notNull(),
    status: text('status', { enum: notificationStatuses }).notNull(),
    /** To whom it went, or why it could not go. */
    detail: text('detail'),
    createdAt: createdAt(),
    settledAt: at('settled_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('notifications_partnership', [t.retailerId, t.partnershipId], partnerships),
    index('notifications_by_partnership').on(t.retailerId, t.partnershipId, t.id),
    oneOf('notifications_kind', t.kind, notificationKinds),
    oneOf('notifications_audience', t.audience, ['retailer', 'supplier']),
    oneOf('notifications_status', t.status, notificationStatuses),
  ],
)

/** What waits for somebody's daily mail, and what that has told. */
export const notificationDigests = pgTable(
  'notification_digests',
  {
    retailerId: retailerId(),
    notificationId: uuid('notification_id').notNull(),
    membershipId: uuid('membership_id')
      .notNull()
      .references(() => memberships.id, { onDelete: 'cascade' }),
    /** The hour that the person chose, after what happened. */
    dueAt: at('due_at').notNull(),
    settledAt: at('settled_at'),
    /** Why it could not be told. */
    failure: text('failure'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.notificationId, t.membershipId] }),
    within('notification_digests_notification', [t.retailerId, t.notificationId], notifications),
    index('notification_digests_due').on(t.retailerId, t.dueAt).where(sql`${t.settledAt} is null`),
  ],
)

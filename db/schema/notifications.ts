import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, json, oneOf, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { retailers } from './people.ts'

export const notificationStatuses = ['queued', 'sent', 'not-sent'] as const

/** Something told to people by mail: to the retailer's own, or to a supplier's. Kept whether or not a mail could leave. */
export const notifications = pgTable(
  'notifications',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
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
    oneOf('notifications_audience', t.audience, ['retailer', 'supplier']),
    oneOf('notifications_status', t.status, notificationStatuses),
  ],
)

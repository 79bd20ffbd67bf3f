import { sql } from 'drizzle-orm'
import { date, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, must, retailerId, within } from './columns.ts'
import { partnerships } from './partnerships.ts'
import { retailers } from './people.ts'

/** What a retailer tells its suppliers on their first page. What was told is not edited: it is withdrawn, and told anew. */
export const announcements = pgTable(
  'announcements',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** Absent where it is for every supplier. */
    partnershipId: uuid('partnership_id'),
    title: text('title').notNull(),
    body: text('body').notNull(),
    /** The last of the retailer's days on which it is shown; absent: until it is withdrawn. */
    showUntil: date('show_until', { mode: 'string' }),
    actor: text('actor').notNull(),
    createdAt: createdAt(),
    withdrawnAt: at('withdrawn_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('announcements_partnership', [t.retailerId, t.partnershipId], partnerships),
    index('announcements_standing').on(t.retailerId, t.id).where(sql`${t.withdrawnAt} is null`),
    must('announcements_said', sql`length(${t.title}) between 1 and 120 and length(${t.body}) between 1 and 4000`),
  ],
)

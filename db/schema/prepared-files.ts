import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { at, createdAt, id, must, retailerId } from './columns.ts'
import { retailers, users } from './people.ts'

/** A file of many rows that is made in the background for the person who asked for it, and kept for a day. */
export const preparedFiles = pgTable(
  'prepared_files',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** As what its person asked: it is made and handed out only as long as that holds. */
    membershipId: uuid('membership_id').notNull(),
    role: text('role').notNull(),
    secondFactor: boolean('second_factor').notNull(),
    timeZone: text('time_zone').notNull(),
    /** Where it is found as it is at any moment: path and query, as in `/retailer/orders/file?show=open`. */
    source: text('source').notNull(),
    name: text('name').notNull(),
    /** How many rows are written. */
    rows: integer('rows').notNull().default(0),
    createdAt: createdAt(),
    endedAt: at('ended_at'),
    /** Why it could not be made, in words. */
    failure: text('failure'),
    /** What was written: a blob that is never sealed, so that it is swept away after a day. */
    blobId: uuid('blob_id'),
    /** In octets. */
    size: bigint('size', { mode: 'number' }),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    index('prepared_files_by_person').on(t.retailerId, t.userId, t.id),
    must('prepared_files_rows', sql`${t.rows} >= 0`),
    must('prepared_files_written', sql`(${t.blobId} is null) = (${t.size} is null)`),
    must(
      'prepared_files_ended',
      sql`(${t.endedAt} is not null) = (${t.failure} is not null or ${t.blobId} is not null)`,
    ),
  ],
)

import { sql } from 'drizzle-orm'
import { bigint, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { must, retailerId } from './columns.ts'
import { retailers } from './people.ts'

/** The last number given out in one of a retailer's own series (`purchase-order`): taken in the transaction that uses it, so gapless. */
export const numberSeries = pgTable(
  'number_series',
  {
    retailerId: retailerId().references(() => retailers.id),
    series: text('series').notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
  },
  t => [primaryKey({ columns: [t.retailerId, t.series] }), must('number_series_positive', sql`${t.last} >= 0`)],
)

/**
 * Numbers of a series that were taken together and are given out from `next` to `last`: a transaction takes them from any block that no other has in
 * hand, so that nobody waits. Emptied blocks are removed.
 */
export const numberBlocks = pgTable(
  'number_blocks',
  {
    retailerId: retailerId().references(() => retailers.id),
    series: text('series').notNull(),
    last: bigint('last', { mode: 'number' }).notNull(),
    next: bigint('next', { mode: 'number' }).notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.series, t.last] }),
    must('number_blocks_within', sql`${t.next} between 1 and ${t.last} + 1`),
  ],
)

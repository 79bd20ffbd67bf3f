import { index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, oneOf, retailerId } from './columns.ts'
import { retailers, users } from './people.ts'

/** The lists of the portal whose filters, order and columns a person may keep under a name. */
export const viewLists = [
  'orders',
  'purchase-orders',
  'shipments',
  'messages',
  'exceptions',
  'invoices',
  'supplier-purchase-orders',
  'supplier-shipments',
  'supplier-invoices',
] as const
export type ViewList = (typeof viewLists)[number]

/** A list as a person likes to see it: its own, or everybody's at the retailer. */
export const savedViews = pgTable(
  'saved_views',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    list: text('list', { enum: viewLists }).notNull(),
    name: text('name').notNull(),
    /** What stands after the question mark in the list's address. */
    query: text('query').notNull(),
    /** Who sees it besides its maker. */
    sharedWith: text('shared_with', { enum: ['maker', 'retailer'] }).notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    index('saved_views_by_list').on(t.retailerId, t.list, t.userId),
    oneOf('saved_views_list', t.list, viewLists),
    oneOf('saved_views_shared_with', t.sharedWith, ['maker', 'retailer']),
  ],
)

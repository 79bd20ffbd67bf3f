import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { products } from './catalogue.ts'
import {
  at,
  beginning,
  createdAt,
  decimal,
  ending,
  id,
  json,
  must,
  oneOf,
  retailerId,
  within,
  words,
} from './columns.ts'
import { retailers } from './people.ts'

export const orderStatuses = ['imported', 'held', 'routed', 'partly-shipped', 'shipped', 'closed', 'cancelled'] as const
export type OrderStatus = (typeof orderStatuses)[number]

export interface Customer {
  name: string
  email?: string
  phone?: string
}
export interface Address {
  name: string
  address1: string
  address2?: string
  city: string
  state?: string
  postalCode: string
  country: string
  phone?: string
}

/** A customer's order at the retailer. */
export const orders = pgTable(
  'orders',
  {
    retailerId: retailerId().references(() => retailers.id),
    id: id(),
    /** The shop's own number; unique on its sales channel. */
    number: text('number').notNull(),
    channel: text('channel').notNull(),
    status: text('status', { enum: orderStatuses }).notNull(),
    holdReason: text('hold_reason'),
    /** The person who holds it: routing leaves it alone until somebody releases it. Absent where routing itself found no place. */
    heldBy: text('held_by'),
    currency: text('currency').notNull(),
    customer: json<Customer>('customer').notNull(),
    shipTo: json<Address>('ship_to').notNull(),
    shippingPrice: decimal('shipping_price').notNull().default('0'),
    notes: text('notes'),
    placedAt: at('placed_at').notNull(),
    createdAt: createdAt(),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('orders_number').on(t.retailerId, t.channel, t.number),
    index('orders_status').on(t.retailerId, t.status, t.id),
    index('orders_by_placement').on(t.retailerId, t.placedAt, t.id),
    /** Found by how a number begins, and by how it ends: people read out the last digits. */
    index('orders_by_number').on(t.retailerId, beginning(t.number)),
    index('orders_by_number_end').on(t.retailerId, ending(t.number)),
    index('orders_by_customer').using('gin', words(sql`${t.customer}->>'name'`)),
    index('orders_by_recipient').using('gin', words(sql`${t.shipTo}->>'name'`)),
    oneOf('orders_status_known', t.status, orderStatuses),
    must('orders_held_for_a_reason', sql`(${t.status} = 'held') = (${t.holdReason} is not null)`),
    must('orders_held_by_while_held', sql`${t.heldBy} is null or ${t.holdReason} is not null`),
    must('orders_shipping_price', sql`${t.shippingPrice} >= 0`),
  ],
)

/** One line of a customer's order. `placed` counts what stands on purchase orders now, `shipped` and `cancelled` what is settled. */
export const orderLines = pgTable(
  'order_lines',
  {
    retailerId: retailerId(),
    id: id(),
    orderId: uuid('order_id').notNull(),
    lineNumber: text('line_number').notNull(),
    productId: uuid('product_id'),
    sku: text('sku').notNull(),
    title: text('title').notNull(),
    unitPrice: decimal('unit_price').notNull(),
    quantity: decimal('quantity').notNull(),
    /** Of `quantity`, what a change of a purchase order brought since the order came. */
    added: decimal('added').notNull().default('0'),
    placed: decimal('placed').notNull().default('0'),
    shipped: decimal('shipped').notNull().default('0'),
    cancelled: decimal('cancelled').notNull().default('0'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('order_lines_order', [t.retailerId, t.orderId], orders),
    within('order_lines_product', [t.retailerId, t.productId], products),
    unique('order_lines_number').on(t.retailerId, t.orderId, t.lineNumber),
    must(
      'order_lines_quantities',
      sql`${t.quantity} > 0 and ${t.added} >= 0 and ${t.added} <= ${t.quantity} and ${t.placed} >= 0 and ${t.cancelled} >= 0 and ${t.shipped} >= 0 and ${t.placed} + ${t.cancelled} <= ${t.quantity} and ${t.shipped} <= ${t.placed}`,
    ),
    must('order_lines_price', sql`${t.unitPrice} >= 0`),
  ],
)

/** Why each line went where it went. Written once, never changed. */
export const routingDecisions = pgTable(
  'routing_decisions',
  {
    retailerId: retailerId(),
    id: id(),
    orderId: uuid('order_id').notNull(),
    /** 1, 2, … within the order: a reroute is a further decision. */
    sequence: integer('sequence').notNull(),
    cause: text('cause').notNull(),
    ruleVersion: integer('rule_version').notNull(),
    /** Candidates with what excluded or scored each, and what was chosen: the shape is `engine/routing`'s. */
    explanation: json<unknown>('explanation').notNull(),
    decidedAt: at('decided_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('routing_decisions_order', [t.retailerId, t.orderId], orders),
    unique('routing_decisions_sequence').on(t.retailerId, t.orderId, t.sequence),
  ],
)

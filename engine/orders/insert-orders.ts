import Big from 'big.js'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { orderLines, orders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordset } from '../records.ts'
import { lineNumberOf, type NewOrder } from './new-order.ts'

/** An order as its rows hold it. */
export type StoredOrder = typeof orders.$inferSelect & { lines: (typeof orderLines.$inferSelect)[] }

/** What the catalogue says of the SKUs that orders name. */
export type Catalogue = ReadonlyMap<string, { id: string; title: string }>

/** The rows that a new order becomes, spelled as the database gives them back: whoever stores them need not read them again. */
export function orderRows(work: Work, retailerId: string, input: NewOrder, catalogue: Catalogue): StoredOrder {
  const orderId = work.newId()
  const lines = input.lines.map((line, index) => {
    const product = catalogue.get(line.sku)!
    return {
      retailerId,
      id: work.newId(),
      orderId,
      lineNumber: lineNumberOf(line, index),
      productId: product.id,
      sku: line.sku,
      title: product.title,
      unitPrice: asStored(line.unitPrice),
      quantity: asStored(line.quantity),
      added: '0',
      placed: '0',
      shipped: '0',
      cancelled: '0',
    }
  })
  return {
    retailerId,
    id: orderId,
    number: input.number,
    channel: input.channel,
    status: 'imported',
    holdReason: null,
    heldBy: null,
    currency: input.currency,
    customer: input.customer,
    shipTo: input.shipTo,
    shippingPrice: asStored(input.shippingPrice),
    notes: notesOf(input),
    placedAt: input.placedAt === undefined ? work.now : new Date(input.placedAt),
    createdAt: work.now,
    updatedAt: work.now,
    lines,
  }
}

/** Notes are stored as lines of one text. */
export function notesOf({ notes }: NewOrder): string | null {
  return notes === undefined ? null : [notes].flat().join('\n') || null
}

/** A decimal as its column gives it back: an order's have no more places than the column. */
function asStored(value: string): string {
  return new Big(value).toFixed()
}

const orderColumns = {
  id: 'uuid',
  number: 'text',
  channel: 'text',
  currency: 'text',
  customer: 'jsonb',
  shipTo: 'jsonb',
  shippingPrice: 'numeric',
  notes: 'text',
  placedAt: 'timestamptz',
} as const

/** Stores orders without their lines; gives the ids of those whose number was free. */
export async function insertOrders(
  work: Work,
  retailerId: string,
  made: readonly StoredOrder[],
): Promise<ReadonlySet<string>> {
  if (made.length === 0) return new Set()
  const now = work.now.toISOString()
  const rows = made.map(order => pick(order, orderColumns))
  const stored = await rowsOf<{ id: string }>(
    work.tx,
    sql`insert into ${orders} (retailer_id, id, number, channel, status, currency, customer, ship_to, shipping_price, notes, placed_at, created_at, updated_at)
      select ${retailerId}::uuid, v.id, v.number, v.channel, 'imported', v.currency, v.customer, v."shipTo", v."shippingPrice", v.notes, v."placedAt",
        ${now}::timestamptz, ${now}::timestamptz
      from ${recordset(orderColumns, rows)}
      on conflict (retailer_id, channel, number) do nothing returning id`,
  )
  return new Set(stored.map(({ id }) => id))
}

const lineColumns = {
  id: 'uuid',
  orderId: 'uuid',
  lineNumber: 'text',
  productId: 'uuid',
  sku: 'text',
  title: 'text',
  unitPrice: 'numeric',
  quantity: 'numeric',
} as const

/** Stores the lines of orders that are stored. */
export async function insertLines(work: Work, retailerId: string, made: readonly StoredOrder[]): Promise<void> {
  const rows = made.flatMap(({ lines }) => lines.map(line => pick(line, lineColumns)))
  if (rows.length === 0) return
  await work.tx.execute(
    sql`insert into ${orderLines} (retailer_id, id, order_id, line_number, product_id, sku, title, unit_price, quantity)
      select ${retailerId}::uuid, v.id, v."orderId", v."lineNumber", v."productId", v.sku, v.title, v."unitPrice", v.quantity
      from ${recordset(lineColumns, rows)}`,
  )
}

/** What a statement's columns take of a row. */
function pick<Name extends string>(
  row: Readonly<Record<NoInfer<Name>, unknown>>,
  columns: Readonly<Record<Name, string>>,
): Record<Name, unknown> {
  const names = Object.keys(columns) as Name[]
  return Object.fromEntries(names.map(name => [name, row[name]])) as Record<Name, unknown>
}

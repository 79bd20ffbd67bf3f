import { isDeepStrictEqual } from 'node:util'
import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { orderLines, orders, products } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { lineNumberOf, type NewOrder } from './new-order.ts'

/**
 * Stores a customer's order, with the job that routes it. The same order again changes nothing; another order under the same channel and
 * number is refused as a `conflict`, and a SKU that the catalogue does not have as `invalid-input` naming `lines[i].sku`.
 */
export async function importOrder(
  work: Work,
  retailerId: string,
  input: NewOrder,
): Promise<{ orderId: string; created: boolean }> {
  const { number, channel, currency, customer, shipTo, shippingPrice } = input
  const [order] = await work.tx
    .insert(orders)
    .values({
      retailerId,
      id: work.newId(),
      number,
      channel,
      status: 'imported',
      currency,
      customer,
      shipTo,
      shippingPrice,
      notes: notesOf(input),
      placedAt: input.placedAt ? new Date(input.placedAt) : work.now,
      createdAt: work.now,
      updatedAt: work.now,
    })
    .onConflictDoNothing({ target: [orders.retailerId, orders.channel, orders.number] })
    .returning({ id: orders.id })
  if (!order) return { orderId: await sameAsStored(work, retailerId, input), created: false }
  const found = await catalogued(work, retailerId, input)
  await work.tx.insert(orderLines).values(linesOf(work, retailerId, order.id, input, found))
  await recordEvent(work, retailerId, 'order.imported', { orderId: order.id }, { number, channel })
  await work.enqueue('route-order', { retailerId, orderId: order.id, cause: 'imported' })
  return { orderId: order.id, created: true }
}

type Found = Map<string, { id: string; title: string }>

async function catalogued(work: Work, retailerId: string, input: NewOrder): Promise<Found> {
  const skus = [...new Set(input.lines.map(line => line.sku))]
  const rows = await work.tx
    .select({ id: products.id, sku: products.sku, title: products.title })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), inArray(products.sku, skus)))
  const found: Found = new Map(rows.map(row => [row.sku, row]))
  const unknown = input.lines.flatMap((line, index) => (found.has(line.sku) ? [] : [[index, line.sku] as const]))
  if (unknown.length > 0) {
    const fields = unknown.map(([index, sku]) => [`lines[${index}].sku`, `The catalogue has no SKU ${sku}.`])
    throw new ApplicationError(
      'invalid-input',
      `The catalogue does not have ${unknown.map(([, sku]) => sku).join(', ')}.`,
      Object.fromEntries(fields),
    )
  }
  return found
}

function linesOf(work: Work, retailerId: string, orderId: string, input: NewOrder, found: Found) {
  return input.lines.map((line, index) => ({
    retailerId,
    id: work.newId(),
    orderId,
    lineNumber: lineNumberOf(line, index),
    productId: found.get(line.sku)!.id,
    sku: line.sku,
    title: found.get(line.sku)!.title,
    unitPrice: line.unitPrice,
    quantity: line.quantity,
  }))
}

/** The id of the order stored under this number, if it says the same. */
async function sameAsStored(work: Work, retailerId: string, input: NewOrder): Promise<string> {
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.channel, input.channel), eq(orders.number, input.number)))
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, order!.id)))
  const numbered = input.lines.map((line, index) => ({ ...line, lineNumber: lineNumberOf(line, index) }))
  const samePlacing = !input.placedAt || new Date(input.placedAt).getTime() === order!.placedAt.getTime()
  const same =
    samePlacing &&
    order!.notes === notesOf(input) &&
    isDeepStrictEqual(contentOf(order!, lines), contentOf(input, numbered))
  if (same) return order!.id
  throw new ApplicationError('conflict', `Another order has the number ${input.number} on ${input.channel}.`, {
    number: 'given to another order',
  })
}

interface Content {
  currency: string
  customer: object
  shipTo: object
  shippingPrice: string
}

/** What two orders have to have in common to be the same, with each number in one spelling. */
function contentOf(
  order: Content,
  lines: { lineNumber: string; sku: string; quantity: string; unitPrice: string }[],
): unknown {
  return {
    currency: order.currency,
    customer: withoutAbsent(order.customer),
    shipTo: withoutAbsent(order.shipTo),
    shippingPrice: plain(order.shippingPrice),
    lines: lines
      .map(({ lineNumber, sku, quantity, unitPrice }) => [lineNumber, sku, plain(quantity), plain(unitPrice)])
      .sort(),
  }
}

/** Notes are stored as lines of one text. */
function notesOf({ notes }: NewOrder): string | null {
  return notes === undefined ? null : [notes].flat().join('\n') || null
}

function plain(value: string): string {
  return new Big(value).toFixed()
}

function withoutAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}

import { isDeepStrictEqual } from 'node:util'
import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { orderLines, orders, products } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isAnyText, recordEvents } from '../records.ts'
import { type Catalogue, insertLines, insertOrders, notesOf, orderRows, type StoredOrder } from './insert-orders.ts'
import { lineNumberOf, type NewOrder } from './new-order.ts'

/** What became of one order: stored now, as `order` says, or stored before by the same words; or why it cannot be. */
export type ImportOutcome =
  | { ok: true; orderId: string; created: true; order: StoredOrder }
  | { ok: true; orderId: string; created: false }
  | { ok: false; error: ApplicationError }

/**
 * Stores a customer's order, with the job that routes it. The same order again changes nothing; another order under the same channel and
 * number is refused as a `conflict`, and a SKU that the catalogue does not have as `invalid-input` naming `lines[i].sku`.
 */
export async function importOrder(
  work: Work,
  retailerId: string,
  input: NewOrder,
): Promise<{ orderId: string; created: boolean }> {
  const [outcome] = await importOrders(work, retailerId, [input])
  if (!outcome!.ok) throw outcome!.error
  return { orderId: outcome!.orderId, created: outcome!.created }
}

/** The same for many, in as few statements as one takes; one that cannot be stored keeps no other back. The answers stand in the order given. */
export async function importOrders(
  work: Work,
  retailerId: string,
  inputs: readonly NewOrder[],
): Promise<ImportOutcome[]> {
  const catalogue = await catalogued(work, retailerId, inputs)
  const unknown = inputs.map(input => unknownSkus(input, catalogue))
  const made = inputs.map((input, at) => (unknown[at] ? undefined : orderRows(work, retailerId, input, catalogue)))
  const stored = await insertOrders(
    work,
    retailerId,
    made.filter(order => order !== undefined),
  )
  const created = made.filter(order => order !== undefined && stored.has(order.id)) as StoredOrder[]
  // None of these waits for another: they leave together, and the answers come back together.
  await Promise.all([
    insertLines(work, retailerId, created),
    recordEvents(
      work,
      created.map(({ id, number, channel }) => ({
        retailerId,
        type: 'order.imported',
        orderId: id,
        data: { number, channel },
      })),
    ),
    work.enqueueAll(
      'route-order',
      created.map(({ id }) => ({ retailerId, orderId: id, cause: 'imported' as const })),
    ),
  ])
  const outcomes: ImportOutcome[] = []
  for (const [at, input] of inputs.entries()) {
    const order = made[at]
    outcomes.push(
      order && stored.has(order.id)
        ? { ok: true, orderId: order.id, created: true, order }
        : await storedBefore(work, retailerId, input, unknown[at]),
    )
  }
  return outcomes
}

async function catalogued(work: Work, retailerId: string, inputs: readonly NewOrder[]): Promise<Catalogue> {
  const skus = [...new Set(inputs.flatMap(({ lines }) => lines.map(({ sku }) => sku)))]
  const rows = await work.tx
    .select({ id: products.id, sku: products.sku, title: products.title })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), isAnyText(products.sku, skus)))
  return new Map(rows.map(row => [row.sku, row]))
}

function unknownSkus(input: NewOrder, catalogue: Catalogue): ApplicationError | undefined {
  const unknown = input.lines.flatMap(({ sku }, index) => (catalogue.has(sku) ? [] : [[index, sku] as const]))
  if (unknown.length === 0) return undefined
  const fields = unknown.map(([index, sku]) => [`lines[${index}].sku`, `The catalogue has no SKU ${sku}.`])
  return new ApplicationError(
    'invalid-input',
    `The catalogue does not have ${unknown.map(([, sku]) => sku).join(', ')}.`,
    Object.fromEntries(fields),
  )
}

/** An order that was not stored now: because it, or another, has the number already, or else for the reason given. */
async function storedBefore(
  work: Work,
  retailerId: string,
  input: NewOrder,
  reason: ApplicationError | undefined,
): Promise<ImportOutcome> {
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.channel, input.channel), eq(orders.number, input.number)))
  if (!order) return { ok: false, error: reason! }
  if (await saysTheSame(work, order, input)) return { ok: true, orderId: order.id, created: false }
  const message = `Another order has the number ${input.number} on ${input.channel}.`
  return { ok: false, error: new ApplicationError('conflict', message, { number: 'given to another order' }) }
}

async function saysTheSame(work: Work, order: typeof orders.$inferSelect, input: NewOrder): Promise<boolean> {
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, order.retailerId), eq(orderLines.orderId, order.id)))
  const numbered = input.lines.map((line, index) => ({ ...line, lineNumber: lineNumberOf(line, index) }))
  const asItCame = lines.flatMap(line => {
    const quantity = new Big(line.quantity).minus(line.added)
    return quantity.gt(0) ? [{ ...line, quantity: quantity.toFixed() }] : []
  })
  const said = contentOf(input, numbered)
  const samePlacing = !input.placedAt || new Date(input.placedAt).getTime() === order.placedAt.getTime()
  return (
    samePlacing &&
    order.notes === notesOf(input) &&
    [lines, asItCame].some(one => isDeepStrictEqual(contentOf(order, one), said))
  )
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

function plain(value: string): string {
  return new Big(value).toFixed()
}

function withoutAbsent(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined))
}

import Big from 'big.js'
import { z } from 'zod'
import type { ShopLine, ShopOrder } from '../../../engine/storefronts/order.ts'
import type { Answer, ChangedOrder } from '../contract.ts'
import type { Ask, Operation } from './client.ts'
import { readStanding, type Share, sharesOf } from './fulfillment-orders.ts'
import type { ShopifySettings } from './settings.ts'

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })

const changed = z.object({
  orders: z.object({ nodes: z.array(z.object({ id: z.string(), updatedAt: z.string() })), pageInfo }),
})
const changedOperation: Operation<z.infer<typeof changed>> = {
  query: `query ChangedOrders($after: String, $query: String!) {
    orders(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes { id updatedAt }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  data: changed,
}

const money = z.object({ shopMoney: z.object({ amount: z.string() }) })
const taxLines = z.array(z.object({ rate: z.number().nullish() }))
const lineItem = z.object({
  id: z.string(),
  sku: z.string().nullish(),
  name: z.string(),
  currentQuantity: z.number(),
  requiresShipping: z.boolean(),
  discountedUnitPriceAfterAllDiscountsSet: money,
  taxLines,
})
const address = z.object({
  name: z.string().nullish(),
  company: z.string().nullish(),
  address1: z.string().nullish(),
  address2: z.string().nullish(),
  city: z.string().nullish(),
  provinceCode: z.string().nullish(),
  zip: z.string().nullish(),
  countryCodeV2: z.string().nullish(),
  phone: z.string().nullish(),
})
const order = z.object({
  id: z.string(),
  name: z.string(),
  test: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  cancelledAt: z.string().nullish(),
  cancelReason: z.string().nullish(),
  currencyCode: z.string(),
  displayFinancialStatus: z.string().nullish(),
  displayFulfillmentStatus: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  note: z.string().nullish(),
  shippingAddress: address.nullish(),
  taxesIncluded: z.boolean(),
  currentShippingPriceSet: money,
  shippingLines: z.object({ nodes: z.array(z.object({ taxLines })) }),
  lineItems: z.object({ nodes: z.array(lineItem), pageInfo }),
})
type Order = z.infer<typeof order>

const oneOrder = z.object({ order: order.nullish() })
const orderOperation: Operation<z.infer<typeof oneOrder>> = {
  query: `query OneOrder($id: ID!, $after: String) {
    order(id: $id) {
      id name test createdAt updatedAt cancelledAt cancelReason currencyCode displayFinancialStatus displayFulfillmentStatus
      email phone note taxesIncluded
      shippingAddress { name company address1 address2 city provinceCode zip countryCodeV2 phone }
      currentShippingPriceSet { shopMoney { amount } }
      shippingLines(first: 1) { nodes { taxLines { rate } } }
      lineItems(first: 100, after: $after) {
        nodes {
          id sku name currentQuantity requiresShipping
          discountedUnitPriceAfterAllDiscountsSet { shopMoney { amount } }
          taxLines { rate }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }`,
  data: oneOrder,
}

/** Orders that changed since a moment, in the sequence in which they did. */
export async function changedOrders(
  ask: Ask,
  since: Date,
  page?: string,
): Promise<Answer<{ orders: ChangedOrder[]; next?: string }>> {
  const answer = await ask(changedOperation, { after: page ?? null, query: `updated_at:>='${since.toISOString()}'` })
  if (!answer.ok) return answer
  const { nodes, pageInfo: more } = answer.data.orders
  const orders = nodes.map(({ id, updatedAt }) => ({ remoteId: id, updatedAt: new Date(updatedAt) }))
  return { ok: true, orders, ...(more.hasNextPage && more.endCursor && { next: more.endCursor }) }
}

/** More pages of lines than any order has: Shopify takes at most 500 lines. */
const mostPages = 10

/** One order with all its lines. */
export async function readOrder(
  ask: Ask,
  settings: ShopifySettings,
  id: string,
): Promise<Answer<{ order: ShopOrder | undefined }>> {
  const lines: Order['lineItems']['nodes'] = []
  let after: string | null = null
  for (let page = 1; page <= mostPages; page++) {
    const answer: Answer<{ data: z.infer<typeof oneOrder> }> = await ask(orderOperation, { id, after })
    if (!answer.ok) return answer
    const found: Order | null | undefined = answer.data.order
    if (!found) return { ok: true, order: undefined }
    lines.push(...found.lineItems.nodes)
    after = found.lineItems.pageInfo.endCursor ?? null
    if (found.lineItems.pageInfo.hasNextPage) continue
    const shares = await readShares(ask, settings, found)
    return shares.ok ? { ok: true, order: shopOrder(found, lines, settings, shares.shares) } : shares
  }
  return { ok: false, failure: { code: 'too-large', detail: `${id} has more lines than an order can have.` } }
}

/** What of each line is the hub’s and still waits; without a map all of every line is. */
async function readShares(
  ask: Ask,
  settings: ShopifySettings,
  { id, cancelledAt, displayFulfillmentStatus }: Order,
): Promise<Answer<{ shares: Map<string, Share> | undefined }>> {
  const isWhole = displayFulfillmentStatus === 'UNFULFILLED' && settings.takeLines === 'all'
  if (isWhole || cancelledAt) return { ok: true, shares: undefined }
  const answer = await readStanding(ask, id)
  if (!answer.ok) return answer
  return { ok: true, shares: answer.order && sharesOf(answer.order, settings) }
}

/** The shop keeps it back: somebody looks into it, or it is for a later day (`OrderDisplayFulfillmentStatus`). */
const held = new Set(['ON_HOLD', 'SCHEDULED'])

/** Payment that is complete, whatever was given back since (`OrderDisplayFinancialStatus`). */
const paid = new Set(['PAID', 'PARTIALLY_REFUNDED'])
const unpayable = new Set(['VOIDED', 'REFUNDED', 'EXPIRED'])

function shopOrder(
  given: Order,
  items: Order['lineItems']['nodes'],
  { takeOrders, takeLines }: ShopifySettings,
  shares: Map<string, Share> | undefined,
): ShopOrder {
  const status = given.displayFinancialStatus ?? ''
  return {
    remoteId: given.id,
    number: given.name.replace(/^#/, ''),
    placedAt: new Date(given.createdAt),
    updatedAt: new Date(given.updatedAt),
    ...(given.cancelledAt && { cancelled: (given.cancelReason ?? 'other').toLowerCase() }),
    ready: !given.test && (takeOrders === 'paid' ? paid.has(status) : !unpayable.has(status)),
    held: held.has(given.displayFulfillmentStatus),
    fulfilled: given.displayFulfillmentStatus === 'FULFILLED',
    lines: items.flatMap(item => {
      const { total = 0, waiting = 0 } = shares?.get(item.id) ?? {}
      const quantity = takeLines === 'all' || !shares ? item.currentQuantity : Math.min(item.currentQuantity, total)
      return lineOf(item, quantity, shares ? Math.min(quantity, waiting) : quantity, given)
    }),
    head: headOf(given),
  }
}

function lineOf(
  item: z.infer<typeof lineItem>,
  quantity: number,
  waiting: number,
  { taxesIncluded }: Pick<Order, 'taxesIncluded'>,
): ShopLine[] {
  if (!item.requiresShipping || quantity <= 0) return []
  const price = item.discountedUnitPriceAfterAllDiscountsSet.shopMoney.amount
  const unitPrice = taxesIncluded ? withoutTax(price, item.taxLines) : price
  // A line without a SKU is told by its name: nobody sells it, and the person who sees that knows which it is.
  return [{ remoteId: item.id, sku: item.sku?.trim() || item.name.slice(0, 80), quantity, waiting, unitPrice }]
}

/** What is left of a price that includes taxes: the hub’s prices are without, as suppliers’ are. */
function withoutTax(price: string, taxes: z.infer<typeof taxLines>): string {
  const rate = taxes.reduce((sum, one) => sum.plus(one.rate ?? 0), new Big(0))
  return new Big(price).div(rate.plus(1)).round(4).toFixed()
}

/** Absent where empty, since Shopify has many fields that may be empty. */
const given = (name: string, text: string | null | undefined) => (text?.trim() ? { [name]: text.trim() } : {})

function headOf({ shippingAddress: to, ...order }: Order): Record<string, unknown> {
  const name = to?.name?.trim() || to?.company?.trim() || ''
  const shipping = order.currentShippingPriceSet.shopMoney.amount
  return {
    placedAt: order.createdAt,
    currency: order.currencyCode,
    customer: { name, ...given('email', order.email), ...given('phone', order.phone) },
    shipTo: {
      name,
      address1: to?.address1 ?? '',
      ...given('address2', to?.address2),
      city: to?.city ?? '',
      ...given('state', to?.provinceCode),
      postalCode: to?.zip ?? '',
      country: to?.countryCodeV2 ?? '',
      ...given('phone', to?.phone),
    },
    shippingPrice: order.taxesIncluded ? withoutTax(shipping, order.shippingLines.nodes[0]?.taxLines ?? []) : shipping,
    ...(order.note?.trim() && { notes: pieces(order.note.trim()) }),
  }
}

/** A note as an order takes it: ten pieces of 264 characters at most. */
function pieces(text: string): string[] {
  return (text.match(/[\s\S]{1,264}/g) ?? []).flatMap(piece => piece.trim() || []).slice(0, 10)
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { storefrontOrders } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { raiseException, resolveException } from '../exceptions/raise.ts'
import { cancelOrder } from '../orders/cancel.ts'
import { importOrders } from '../orders/import.ts'
import { type NewOrder, newOrder } from '../orders/new-order.ts'
import type { ShopOrder } from './order.ts'

/** The shop that an order is of. */
export interface OfShop {
  retailerId: string
  storefrontId: string
  /** The channel's name, which the order carries. */
  channel: string
  /** When the shop was connected: orders placed before are others' work. */
  connectedAt: Date
}

/** What became of an order that was read: `waiting` until it is paid, `refused` where a person has to look. */
export type TakenOrder = 'imported' | 'cancelled' | 'changed' | 'refused' | 'waiting' | 'known'

type Row = typeof storefrontOrders.$inferSelect

/**
 * Takes an order as its shop has it now. New and ready, it is imported; cancelled, or with nothing left of it, it is cancelled here; changed in any other way it is put before a
 * person, since suppliers may be working on it. Read twice it takes effect once, whichever reading comes first.
 */
export async function takeShopOrder(work: Work, shop: OfShop, order: ShopOrder): Promise<TakenOrder> {
  const { retailerId, storefrontId } = shop
  await lockKey(work.tx, `storefront-order:${storefrontId}:${order.remoteId}`)
  const [row] = await work.tx.select().from(storefrontOrders).where(rowOf(shop, order)).for('update')
  if (row && row.updatedAt.getTime() > order.updatedAt.getTime()) return 'known'
  if (row?.orderId) return await takeChange(work, shop, row, row.orderId, order)
  if (order.placedAt < shop.connectedAt) return 'known'
  const isOver = order.cancelled !== undefined || order.fulfilled || !order.lines.some(({ waiting }) => waiting > 0)
  if (isOver || !order.ready) {
    // It comes again when the shop changes it.
    if (row) await resolveException(work, retailerId, refusedKey(shop, order), 'cancelled at the shop')
    if (row) await work.tx.delete(storefrontOrders).where(rowOf(shop, order))
    return isOver ? 'known' : 'waiting'
  }
  if (order.held) {
    // Its release need not count as a change of the order: it is looked at in each round.
    await keep(work, shop, order, null)
    return 'waiting'
  }
  return await importNew(work, shop, order)
}

const rowOf = ({ retailerId, storefrontId }: OfShop, { remoteId }: ShopOrder) =>
  and(
    eq(storefrontOrders.retailerId, retailerId),
    eq(storefrontOrders.storefrontId, storefrontId),
    eq(storefrontOrders.remoteId, remoteId),
  )

const refusedKey = ({ storefrontId }: OfShop, { remoteId }: ShopOrder) => `storefront-order:${storefrontId}:${remoteId}`

async function importNew(work: Work, shop: OfShop, order: ShopOrder): Promise<TakenOrder> {
  const { retailerId } = shop
  const outcome = await importAs(work, shop, order)
  if (!outcome.ok) {
    await keep(work, shop, order, null)
    await raiseException(work, {
      ...{ retailerId, kind: 'storefront-order', key: refusedKey(shop, order) },
      ...{ expected: 'imported', actual: 'refused' },
      summary: `Order ${order.number} of ${shop.channel} cannot be taken. ${outcome.because}`.slice(0, 1000),
    })
    return 'refused'
  }
  await keep(work, shop, order, outcome.orderId)
  await resolveException(work, retailerId, refusedKey(shop, order), 'imported')
  return 'imported'
}

/** The lines that are worked on here. */
const waitingOf = ({ lines }: ShopOrder) => lines.filter(({ waiting }) => waiting > 0)

async function importAs(
  work: Work,
  { retailerId, channel }: OfShop,
  order: ShopOrder,
): Promise<{ ok: true; orderId: string } | { ok: false; because: string }> {
  const lines = waitingOf(order).map(({ sku, waiting, unitPrice }) => ({ sku, quantity: String(waiting), unitPrice }))
  const parsed = newOrder.safeParse({ ...order.head, number: order.number, channel, lines })
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    return { ok: false, because: problems.join('; ') }
  }
  const input: NewOrder = parsed.data
  const [outcome] = await importOrders(work, retailerId, [input])
  return outcome!.ok ? { ok: true, orderId: outcome!.orderId } : { ok: false, because: outcome!.error.message }
}

async function keep(work: Work, shop: OfShop, order: ShopOrder, orderId: string | null): Promise<void> {
  const { retailerId, storefrontId } = shop
  const lines = Object.fromEntries(waitingOf(order).map(({ remoteId }, index) => [String(index + 1), remoteId]))
  const row = { number: order.number, orderId, lines, seen: seenOf(order), updatedAt: order.updatedAt }
  await work.tx
    .insert(storefrontOrders)
    .values({ retailerId, storefrontId, remoteId: order.remoteId, ...row })
    .onConflictDoUpdate({
      target: [storefrontOrders.retailerId, storefrontOrders.storefrontId, storefrontOrders.remoteId],
      set: row,
    })
}

/** What of an order suppliers would have to be told, in words that a person can compare. */
function seenOf({ cancelled, lines, head }: ShopOrder): string {
  if (cancelled !== undefined || lines.length === 0) return gone
  const goods = lines
    .map(({ remoteId, sku, quantity }) => `${quantity} × ${sku} (${remoteId.replace(/^.*\//, '')})`)
    .sort()
  return `${goods.join(', ')}; to ${Object.values(head.shipTo ?? {}).join(', ')}`
}

const gone = 'cancelled'

async function takeChange(work: Work, shop: OfShop, row: Row, orderId: string, order: ShopOrder): Promise<TakenOrder> {
  const seen = seenOf(order)
  if (seen === row.seen) {
    await work.tx.update(storefrontOrders).set({ updatedAt: order.updatedAt }).where(rowOf(shop, order))
    return 'known'
  }
  await work.tx.update(storefrontOrders).set({ updatedAt: order.updatedAt, seen }).where(rowOf(shop, order))
  if (seen === gone) return await cancel(work, shop, orderId, order)
  await raiseChange(work, shop, orderId, order, { expected: row.seen, actual: seen, says: 'was changed at the shop' })
  return 'changed'
}

async function cancel(work: Work, shop: OfShop, orderId: string, order: ShopOrder): Promise<TakenOrder> {
  const reason = `Cancelled at the shop: ${order.cancelled ?? 'nothing is left of it'}`
  try {
    await cancelOrder(work, { retailerId: shop.retailerId, orderId, reason })
    return 'cancelled'
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'wrong-state') throw error
    const told = { expected: 'open', actual: gone, says: 'was cancelled at the shop after all of it had shipped' }
    await raiseChange(work, shop, orderId, order, told)
    return 'changed'
  }
}

async function raiseChange(
  work: Work,
  { retailerId, storefrontId, channel }: OfShop,
  orderId: string,
  { remoteId, number, updatedAt }: ShopOrder,
  { expected, actual, says }: { expected: string; actual: string; says: string },
): Promise<void> {
  await raiseException(work, {
    ...{ retailerId, kind: 'storefront-order', orderId },
    key: `storefront-order:${storefrontId}:${remoteId}:${updatedAt.toISOString()}`,
    ...{ expected: expected.slice(0, 1000), actual: actual.slice(0, 1000) },
    summary: `Order ${number} of ${channel} ${says}.`,
  })
}

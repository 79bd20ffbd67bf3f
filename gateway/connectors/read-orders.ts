import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { storefrontOrders, storefronts } from '../../db/schema/index.ts'
import { takeShopOrder } from '../../engine/storefronts/take-order.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import type { Answer, ChangedOrder, Storefront } from './contract.ts'
import type { StoredStorefront, StorefrontContext } from './open.ts'

/** Shops list an order a little after it changed: what changed shortly before is asked for once more. */
const overlap = 5 * 60_000

/** Pages of one round: what is left comes with the next. */
const mostPages = 20

/** Orders that could not be taken, tried again in each round. */
const mostRefused = 50

/** Reads every order that changed since the last round, and those that could not be taken. Gives what stopped it. */
export async function readOrders(
  context: Pick<StorefrontContext, 'hub'>,
  stored: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  const since = new Date(stored.row.readUpTo.getTime() - overlap)
  let next: string | undefined
  for (let page = 0; page < mostPages; page++) {
    const answer: Answer<{ orders: ChangedOrder[]; next?: string }> = await shop.changedOrders(since, next)
    if (!answer.ok) return answer.failure
    for (const remoteId of await unseen(context, stored, answer.orders)) {
      const failure = await readOrder(context, stored, shop, remoteId)
      if (failure) return failure
    }
    await noteRead(context, stored, answer.orders)
    next = answer.next
    if (next === undefined) break
  }
  for (const remoteId of await refusedOnes(context, stored)) {
    const failure = await readOrder(context, stored, shop, remoteId)
    if (failure) return failure
  }
  return undefined
}

/** Those that have changed since they were read. */
async function unseen(
  { hub }: Pick<StorefrontContext, 'hub'>,
  { row }: StoredStorefront,
  changed: readonly ChangedOrder[],
) {
  if (changed.length === 0) return []
  const { retailerId, id: storefrontId } = row
  const ids = changed.map(({ remoteId }) => remoteId)
  const known = await hub.orm
    .select({ remoteId: storefrontOrders.remoteId, updatedAt: storefrontOrders.updatedAt })
    .from(storefrontOrders)
    .where(
      and(
        eq(storefrontOrders.retailerId, retailerId),
        eq(storefrontOrders.storefrontId, storefrontId),
        inArray(storefrontOrders.remoteId, ids),
      ),
    )
  const seen = new Map(known.map(({ remoteId, updatedAt }) => [remoteId, updatedAt.getTime()]))
  return changed.flatMap(({ remoteId, updatedAt }) => (seen.get(remoteId) === updatedAt.getTime() ? [] : [remoteId]))
}

/** Reads one order and takes it. Gives what stopped it. */
export async function readOrder(
  { hub }: Pick<StorefrontContext, 'hub'>,
  { row, channel }: StoredStorefront,
  shop: Storefront,
  remoteId: string,
): Promise<DeliveryFailure | undefined> {
  const answer = await shop.readOrder(remoteId)
  if (!answer.ok) return answer.failure
  const { order } = answer
  const { retailerId, id: storefrontId } = row
  if (order)
    await hub.work(`shop:${channel.name}`, work =>
      takeShopOrder(work, { retailerId, storefrontId, channel: channel.name, connectedAt: row.createdAt }, order),
    )
  return undefined
}

async function noteRead(
  { hub }: Pick<StorefrontContext, 'hub'>,
  { row }: StoredStorefront,
  orders: readonly ChangedOrder[],
) {
  const latest = orders.at(-1)?.updatedAt
  const readUpTo = latest && latest > row.readUpTo ? { readUpTo: latest } : {}
  await hub.work('system', work =>
    work.tx
      .update(storefronts)
      .set({ readAt: work.now, ...readUpTo })
      .where(and(eq(storefronts.retailerId, row.retailerId), eq(storefronts.id, row.id))),
  )
}

async function refusedOnes({ hub }: Pick<StorefrontContext, 'hub'>, { row }: StoredStorefront): Promise<string[]> {
  const rows = await hub.orm
    .select({ remoteId: storefrontOrders.remoteId })
    .from(storefrontOrders)
    .where(
      and(
        eq(storefrontOrders.retailerId, row.retailerId),
        eq(storefrontOrders.storefrontId, row.id),
        isNull(storefrontOrders.orderId),
      ),
    )
    .orderBy(asc(storefrontOrders.updatedAt))
    .limit(mostRefused)
  return rows.map(({ remoteId }) => remoteId)
}

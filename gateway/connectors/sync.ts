import { and, eq } from 'drizzle-orm'
import { storefronts } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import {
  notePackageRefused,
  notePackageSent,
  noteTakenBack,
  takenBackPackages,
  untoldPackages,
} from '../../engine/storefronts/packages.ts'
import { nextLook, nextTry } from '../../partners/feeds/schedule.ts'
import { raiseNotFetched, settleNotFetched } from '../feeds/exceptions.ts'
import { type DeliveryFailure, deliveryFailures } from '../transports/contract.ts'
import type { Storefront } from './contract.ts'
import { findStorefront, openStorefront, type StoredStorefront, type StorefrontContext } from './open.ts'
import { readOrder, readOrders } from './read-orders.ts'
import { sendListings } from './send-listings.ts'
import { subscribeToWebhooks } from './subscribe.ts'

/** A failure is put before a person when it has happened so often in a row, or at once where trying again mends nothing. */
const patience = 3

/** Parcels of one round. */
const mostPackages = 200

/**
 * One round with a shop that was claimed for it: its orders come in, then it is told of parcels, products and stock. Killed in between, the next round goes on from what
 * was noted; nothing is told twice, since what the shop has is looked at before.
 */
export async function syncStorefront(
  context: StorefrontContext,
  { retailerId, storefrontId }: { retailerId: string; storefrontId: string },
): Promise<void> {
  const stored = await findStorefront(context, retailerId, storefrontId)
  if (!stored?.row.active || !stored.row.claimedUntil) return
  const opened = openStorefront(context, stored.row)
  const failure = 'failure' in opened ? opened.failure : await round(context, stored, opened.shop)
  await context.hub.work('system', work => recordRound(work, stored, failure))
}

async function round(
  context: StorefrontContext,
  stored: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  return (
    (await subscribeToWebhooks(context, stored, shop)) ??
    (await readOrders(context, stored, shop)) ??
    (await takeBackPackages(context, stored, shop)) ??
    (await sendPackages(context, stored, shop)) ??
    (stored.channel.active ? await sendListings(context, stored, shop) : undefined)
  )
}

/** Before new parcels are told: what is shipped in the place of a parcel has none left to fulfil until that is taken back. */
async function takeBackPackages(
  { hub }: StorefrontContext,
  { row }: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  const of = { retailerId: row.retailerId, storefrontId: row.id }
  for (const parcel of await takenBackPackages(hub.orm, of, mostPackages)) {
    const answer = await shop.takeBackPackage(parcel.remoteIds)
    if (!answer.ok && answer.failure.code !== 'partner-refused') return answer.failure
    await hub.work('system', work => noteTakenBack(work, of, parcel, answer.ok ? undefined : answer.failure.detail))
  }
  return undefined
}

async function sendPackages(
  { hub }: StorefrontContext,
  { row }: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  const of = { retailerId: row.retailerId, storefrontId: row.id }
  const told = new Map<string, string[]>()
  for (const parcel of await untoldPackages(hub.orm, of, mostPackages)) {
    // What this round told of the same order is not on the list that was read before it.
    const known = told.get(parcel.orderId) ?? []
    const answer = await shop.sendPackage({ ...parcel, told: [...parcel.told, ...known] })
    if (!answer.ok && answer.failure.code !== 'partner-refused') return answer.failure
    await hub.work('system', async work => {
      if (!answer.ok) return await notePackageRefused(work, of, parcel, answer.failure.detail)
      await notePackageSent(work, of, parcel, answer.remoteIds)
      await work.tx.update(storefronts).set({ sentAt: work.now }).where(rowOf(row))
    })
    if (answer.ok) told.set(parcel.orderId, [...known, ...answer.remoteIds])
  }
  return undefined
}

const rowOf = ({ retailerId, id }: StoredStorefront['row']) =>
  and(eq(storefronts.retailerId, retailerId), eq(storefronts.id, id))

async function recordRound(
  work: Work,
  { row, channel }: StoredStorefront,
  failure: DeliveryFailure | undefined,
): Promise<void> {
  const schedule = { everyMinutes: row.everyMinutes }
  const place = { retailerId: row.retailerId, id: row.id, partnershipId: null, name: channel.name }
  const settled = { failures: 0, failureCode: null, failureDetail: null, dueAt: nextLook(schedule, work.now) }
  const failures = row.failures + 1
  const failed = failure && {
    ...{ failures, failureCode: failure.code, failureDetail: failure.detail.slice(0, 1000) },
    dueAt: nextTry(schedule, work.now, failures, deliveryFailures[failure.code].retry),
  }
  await work.tx
    .update(storefronts)
    .set({ claimedUntil: null, ...(failed ?? settled) })
    .where(rowOf(row))
  if (!failure) return await settleNotFetched(work, place)
  if (!deliveryFailures[failure.code].retry || failures >= patience) await raiseNotFetched(work, place, failure)
}

/** Reads one order anew, as a webhook asked. Throws where the shop cannot be reached: the job is tried again, and polling finds the order in any case. */
export async function readStorefrontOrder(
  context: StorefrontContext,
  { retailerId, storefrontId, remoteId }: { retailerId: string; storefrontId: string; remoteId: string },
): Promise<void> {
  const stored = await findStorefront(context, retailerId, storefrontId)
  if (!stored?.row.active) return
  const opened = openStorefront(context, stored.row)
  const failure = 'failure' in opened ? opened.failure : await readOrder(context, stored, opened.shop, remoteId)
  if (failure) throw new Error(`${remoteId} cannot be read: ${failure.code} ${failure.detail}`)
}

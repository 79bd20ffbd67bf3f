import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, gt, isNotNull, lte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { listings, products, retailers, salesChannels } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { type FetchSchedule, fetchSchedule, nextLook, nextTry } from '../../partners/feeds/schedule.ts'
import { type SalesChannel, salesChannelById } from './channels.ts'
import { raiseNotSent, settleNotSent } from './feed-alerts.ts'
import { shownQuantity } from './refresh/tell.ts'

/** Where a channel's files go and when. The settings are the transport's own; `sealed` are its secrets, encrypted. */
export interface ChannelFeed {
  transport: 'sftp' | 'ftp'
  settings: Record<string, unknown>
  sealed: string | null
  schedule: FetchSchedule
}

/**
 * Sets where a channel is told by file of what changed, or that it is not. The next file is due at once; a place that is new to it gets all listings.
 * Throws `not-found`.
 */
export async function setChannelFeed(
  work: Work,
  command: { retailerId: string; id: string; feed: ChannelFeed | undefined },
): Promise<void> {
  const { retailerId, id, feed } = command
  const before = await salesChannelById(work.tx, retailerId, id)
  await work.tx
    .update(salesChannels)
    .set({
      feedTransport: feed?.transport ?? null,
      feedSettings: feed?.settings ?? {},
      feedSecrets: feed?.sealed ?? null,
      ...(feed && { feedSchedule: feed.schedule }),
      feedDueAt: feed ? work.now : null,
      ...(feed && !isSamePlace(before, feed) && { sentRevision: 0 }),
      ...{ failures: 0, failureCode: null, failureDetail: null },
    })
    .where(ofChannel(retailerId, id))
  if (!feed) await settleNotSent(work, before, 'no-file-wanted')
  const { feedTransport, feedSettings, feedSchedule } = before
  await recordChange(work, {
    ...{ retailerId, action: 'sales-channel.feed-set', subject: id },
    before: { transport: feedTransport, settings: feedSettings, schedule: feedSchedule },
    after: feed ? { transport: feed.transport, settings: feed.settings, schedule: feed.schedule } : { transport: null },
  })
}

/** Whether files go where they went: by server, port, user and folder. */
function isSamePlace({ feedTransport, feedSettings }: SalesChannel, { transport, settings }: ChannelFeed): boolean {
  const place = ({ host, port, username, put }: Record<string, unknown>) => {
    const { folder } = z.catch(z.object({ folder: z.string().optional() }), {}).parse(put)
    return [host, port, username, folder].map(part => String(part ?? ''))
  }
  return feedTransport === transport && isDeepStrictEqual(place(feedSettings), place(settings))
}

/** The next file, due at once, has all listings that the channel was ever told of. Throws `not-found`, `wrong-state` where no file is sent. */
export async function sendAllAgain(work: Work, { retailerId, id }: { retailerId: string; id: string }): Promise<void> {
  const { feedTransport, sentRevision } = await salesChannelById(work.tx, retailerId, id)
  if (feedTransport === null) throw new ApplicationError('wrong-state', 'The channel is not told by file.')
  await work.tx.update(salesChannels).set({ sentRevision: 0, feedDueAt: work.now }).where(ofChannel(retailerId, id))
  const change = { before: { sentRevision }, after: { sentRevision: 0 } }
  await recordChange(work, { retailerId, action: 'sales-channel.all-sent-again', subject: id, ...change })
}

const ofChannel = (retailerId: string, id: string) =>
  and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, id))

/** Whoever has a file in hand for longer is taken to be gone. */
const claimMinutes = 30

/** Claims the channels of a retailer whose file is due, and asks for one file each. */
export async function sweepChannelFeeds(work: Work, retailerId: string): Promise<void> {
  const claimed = await work.tx
    .update(salesChannels)
    .set({ feedDueAt: new Date(work.now.getTime() + claimMinutes * 60_000) })
    .where(
      and(
        eq(salesChannels.retailerId, retailerId),
        eq(salesChannels.active, true),
        isNotNull(salesChannels.feedTransport),
        lte(salesChannels.feedDueAt, work.now),
      ),
    )
    .returning({ id: salesChannels.id })
  for (const { id } of claimed) await work.enqueue('send-listing-file', { retailerId, channelId: id })
}

/** A listing as its channel is told of it. */
export interface ToldListing {
  id: string
  revision: number
  sku: string
  status: 'listed' | 'paused' | 'delisted'
  pauseReasons: string[]
  price: string | null
  currency: string
  /** What can be sold: none of what is not listed. */
  quantity: string
  gtin: string | null
  content: (typeof listings.$inferSelect)['content']
  updatedAt: Date
}

/** What a channel has not been told yet: each listing that changed after a change, as it is now, in the order of their latest changes. */
export async function changesSince(
  orm: Orm,
  retailerId: string,
  channelId: string,
  after: number,
  limit: number,
): Promise<ToldListing[]> {
  const rows = await orm
    .select({
      ...{ id: listings.id, revision: listings.revision, sku: products.sku, status: listings.status },
      ...{ pauseReasons: listings.pauseReasons, price: listings.price, currency: retailers.currency },
      ...{ quantity: listings.quantity, content: listings.content, updatedAt: listings.updatedAt },
    })
    .from(listings)
    .innerJoin(products, and(eq(products.retailerId, retailerId), eq(products.id, listings.productId)))
    .innerJoin(retailers, eq(retailers.id, listings.retailerId))
    .where(and(eq(listings.retailerId, retailerId), eq(listings.channelId, channelId), gt(listings.revision, after)))
    .orderBy(asc(listings.revision))
    .limit(limit)
  return rows.map(row => ({
    ...row,
    // What was listed and is a candidate again is off the channel, as it sees it.
    status: row.status === 'candidate' ? 'delisted' : row.status,
    quantity: shownQuantity(row.status, row.quantity),
    gtin: row.content.gtin ?? null,
  }))
}

/** What sending a file came to. `more`: there was more than fits in one. */
export type Sent =
  | { ok: true; upTo: number; more?: boolean }
  | { ok: false; code: string; detail: string; mayMend: boolean }

/** A failure is put before a person when it has happened so often in a row, or at once where trying again mends nothing. */
const patience = 3

/**
 * Writes down what sending a file came to, and when the next is due: at once where one file did not hold it all, sooner after a failure that may mend. Where
 * meanwhile another place was set, or all was asked for again, it says nothing of what is due there.
 */
export async function recordSent(work: Work, channel: SalesChannel, sent: Sent): Promise<void> {
  const schedule = scheduleOf(channel)
  const failures = channel.failures + 1
  const set = sent.ok
    ? {
        ...{ sentRevision: sent.upTo, failures: 0, failureCode: null, failureDetail: null },
        ...(sent.upTo > channel.sentRevision && { sentAt: work.now }),
        feedDueAt: sent.more ? work.now : nextLook(schedule, work.now),
      }
    : {
        ...{ failures, failureCode: sent.code, failureDetail: sent.detail.slice(0, 1000) },
        feedDueAt: nextTry(schedule, work.now, failures, sent.mayMend),
      }
  await work.tx
    .update(salesChannels)
    .set(set)
    .where(
      and(
        ofChannel(channel.retailerId, channel.id),
        eq(salesChannels.feedTransport, channel.feedTransport!),
        eq(salesChannels.sentRevision, channel.sentRevision),
        sql`${salesChannels.feedSettings} = ${JSON.stringify(channel.feedSettings)}::jsonb`,
      ),
    )
  if (sent.ok) await settleNotSent(work, channel, 'sent')
  else if (!sent.mayMend || failures >= patience) await raiseNotSent(work, channel, sent)
}

/** When a channel's files go. */
export function scheduleOf({ feedSchedule }: Pick<typeof salesChannels.$inferSelect, 'feedSchedule'>): FetchSchedule {
  return z.catch(fetchSchedule, { everyMinutes: 60 }).parse(feedSchedule)
}

import { and, eq, sql } from 'drizzle-orm'
import { salesChannels } from '../../../db/schema/index.ts'
import { recordEvent, type Work } from '../../../db/work.ts'
import type { ListingChannel, ListingValues } from './plan.ts'

/** A listing that is to be written down. `told`: its channel can see that it changed. */
export interface ListingChange {
  id: string
  productId: string
  sku: string
  channel: ListingChannel
  values: ListingValues
  told: boolean
}

/** Up to so many changes stand in the event itself; of more it only says where to read them. */
const mostInEvent = 100

/**
 * Gives every change that a channel can see the channel's next number, and tells of them by one event for each channel, which is how webhooks hear of it. The
 * channel's row stays locked until the transaction ends: numbers commit in their order.
 */
export async function tellChannels(
  work: Work,
  retailerId: string,
  channels: readonly ListingChannel[],
  changes: readonly ListingChange[],
): Promise<(ListingChange & { revision: number | null })[]> {
  const numbered: (ListingChange & { revision: number | null })[] = []
  for (const channel of channels) {
    const its = changes.filter(change => change.channel === channel)
    const told = its.filter(change => change.told)
    const last = told.length === 0 ? 0 : await takeNumbers(work, retailerId, channel.id, told.length)
    let revision = last - told.length
    for (const change of its) numbered.push({ ...change, revision: change.told ? ++revision : null })
    if (told.length > 0) await tellOf(work, retailerId, channel, told, last)
  }
  return numbered
}

async function takeNumbers(work: Work, retailerId: string, channelId: string, count: number): Promise<number> {
  const [row] = await work.tx
    .update(salesChannels)
    .set({ revision: sql`${salesChannels.revision} + ${count}` })
    .where(and(eq(salesChannels.retailerId, retailerId), eq(salesChannels.id, channelId)))
    .returning({ revision: salesChannels.revision })
  return row!.revision
}

async function tellOf(
  work: Work,
  retailerId: string,
  { id: channelId, name: channel }: ListingChannel,
  told: readonly ListingChange[],
  upTo: number,
): Promise<void> {
  const changes =
    told.length > mostInEvent
      ? {}
      : {
          listings: told.map(({ sku, values: { status, price, quantity } }) => ({
            ...{ sku, status, price },
            quantity: shownQuantity(status, quantity),
          })),
        }
  await recordEvent(
    work,
    retailerId,
    'listing.changed',
    {},
    {
      ...{ channelId, channel, changed: told.length, after: upTo - told.length, upTo },
      ...changes,
    },
  )
}

/** What a channel is told of the stock of a listing: none of one that is not shown. */
export function shownQuantity(status: ListingValues['status'], quantity: string): string {
  return status === 'listed' ? quantity : '0'
}

import { and, eq } from 'drizzle-orm'
import { partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { feedSettingsOf } from '../../engine/inventory/feed-settings.ts'
import { withStatusWords } from '../../engine/inventory/status-words.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import { type CsvLayout, csvLayout, defaultLayouts } from '../../translators/csv/index.ts'
import type { Issue } from '../../translators/issue.ts'
import type { ReadContext } from './format.ts'

/** The layouts that hold for every partner. */
export const everyLayout: CsvLayout[] = Object.values(defaultLayouts)

/** What a file does not say and its receiver knows: the partnership's currency, and of a feed its number and day. */
export async function givenBy(
  { work, retailerId, messageId, partnershipId }: ReadContext,
  layout: CsvLayout,
): Promise<Record<string, string>> {
  const isFeed = layout.kind === 'inventory-advice' || layout.kind === 'product-catalog'
  const feed: Record<string, string> = isFeed ? { number: messageId, date: work.now.toISOString().slice(0, 10) } : {}
  if (!partnershipId) return feed
  const [partnership] = await work.tx
    .select({ currency: partnerships.currency })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return { ...feed, ...(partnership ? { currency: partnership.currency } : {}) }
}

/** The layout with the words that the partner uses for quantities, where it is one of stock. */
export async function inWordsOf(
  { work, retailerId, partnershipId }: ReadContext,
  layout: CsvLayout,
): Promise<CsvLayout> {
  if (layout.kind !== 'inventory-advice' || !partnershipId) return layout
  const [partnership] = await work.tx
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return withStatusWords(layout, feedSettingsOf(partnership?.settings ?? {}).statusWords)
}

/** The partner's own layouts. */
export async function layoutsOf(
  work: Pick<Work, 'tx'>,
  retailerId: string,
  partnershipId: string,
): Promise<CsvLayout[]> {
  const maps = await publishedMaps(work.tx, retailerId, partnershipId, 'csv')
  return [...maps.values()].map(value => csvLayout.parse(value))
}

/** The layout by which a kind of document leaves: the partner's own, or the default one. */
export async function layoutFor(
  work: Pick<Work, 'tx'>,
  channel: Pick<Channel, 'retailerId' | 'partnershipId'>,
  kind: string,
): Promise<CsvLayout | undefined> {
  const own = await layoutsOf(work, channel.retailerId, channel.partnershipId)
  return [...own, ...everyLayout].find(layout => layout.kind === kind)
}

/** Tells that a kind of document stands in no table. */
export function noLayout(kind: string): Issue {
  return { severity: 'error', code: 'no-layout', message: `There is no layout of columns for ${kind}.`, at: {} }
}

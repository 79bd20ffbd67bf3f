import type { Orm } from '../../db/connection.ts'
import type { offers } from '../../db/schema/index.ts'
import { loadInEffect } from '../rule-sets/book.ts'
import { listingBook } from './books.ts'
import { listSalesChannels } from './channels.ts'
import { compileListingRules } from './conditions.ts'
import { askedOf, missingOf, type ProductWords } from './content.ts'

/** A supplier's item that no product of the catalogue is. */
export type CandidateOffer = typeof offers.$inferSelect

/** What a channel would ask of an item, were it a product, and what the item lacks of it. */
export interface ChannelAsks {
  channel: string
  asked: string[]
  missing: string[]
}

/** What a supplier says of its item, as the listing rules look at it. */
export function wordsOf({
  catalog,
  brand,
  category,
  gtin,
  manufacturerPart,
  msrp,
  description,
}: CandidateOffer): ProductWords {
  const some = (value: string | null | undefined) => value ?? undefined
  return {
    title: catalog.title ?? description ?? '',
    ...{ description: catalog.description, weight: inPounds(catalog), msrp: some(msrp) },
    ...{ brand: some(brand), category: some(category), gtin: some(gtin), manufacturerPart: some(manufacturerPart) },
    attributes: Object.fromEntries((catalog.attributes ?? []).map(({ name, value }) => [name, value])),
    images: catalog.images ?? [],
  }
}

/** Other units are not told as pounds. */
const inPounds = ({ weight, weightUnit }: CandidateOffer['catalog']) =>
  ['LB', 'LBR', 'LBS'].includes(weightUnit?.toUpperCase() ?? 'LB') ? weight : undefined

/**
 * What each active channel asks of items that are candidates for listing, by the listing rules in effect: the fields for their category, brand and channel.
 * A title is always asked for; a price follows from the item's cost.
 * @returns by the offer's id, channels by name
 */
export async function askOfCandidates(
  orm: Orm,
  retailerId: string,
  items: readonly CandidateOffer[],
  now: Date,
): Promise<Map<string, ChannelAsks[]>> {
  const channels = (await listSalesChannels(orm, retailerId)).filter(({ active }) => active)
  const rules = compileListingRules(await loadInEffect(listingBook, orm, retailerId, now))
  return new Map(
    items.map(item => {
      const words = wordsOf(item)
      const asks = channels.map(({ name }) => {
        const product = {
          ...{ channel: name, sku: item.supplierSku, category: words.category, brand: words.brand },
          ...{ ownQuantity: '0', supplierQuantity: '1' },
        }
        const title = words.title === '' ? ['title'] : []
        const asked = ['title', ...askedOf(product, rules)]
        return { channel: name, asked, missing: [...title, ...missingOf(product, words, true, rules)] }
      })
      return [item.id, asks]
    }),
  )
}

/** How much of what is asked for is there, in whole percent. */
export function completeness({ asked, missing }: ChannelAsks): number {
  return Math.floor((1 - missing.length / asked.length) * 100)
}

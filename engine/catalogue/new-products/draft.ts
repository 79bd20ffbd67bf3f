import { type CandidateOffer, type ChannelAsks, wordsOf } from '../../listing/candidates.ts'
import { type NewProduct, newProduct } from '../put-products.ts'
import type { SourceOfNews } from './settings.ts'

/** What an item would be as a product, or what keeps it from being one. */
export type Draft = { product: NewProduct } | { lacks: string[] }

/**
 * The product that a supplier's item would be, with all that the supplier says of it. It is complete where it has what at least one channel
 * asks for; without channels a title is enough. A GTIN that cannot be right is mended first.
 */
export function draftOf(offer: CandidateOffer, asks: readonly ChannelAsks[], source: SourceOfNews): Draft {
  const { title } = wordsOf(offer)
  if (offer.damagedGtin) return { lacks: ['gtin'] }
  if (title.trim() === '') return { lacks: ['title'] }
  const lacking = asks.map(({ missing }) => missing)
  if (lacking.length > 0 && lacking.every(missing => missing.length > 0)) return { lacks: leastOf(lacking) }
  const sku = skuOf(offer, source)
  if (sku === undefined) return { lacks: ['gtin'] }
  const made = productOf(offer, sku)
  return 'issue' in made ? { lacks: [made.issue.field] } : made
}

const leastOf = (lists: readonly string[][]) => lists.toSorted((one, other) => one.length - other.length)[0]!

function skuOf({ supplierSku, gtin }: CandidateOffer, { sku, supplier }: SourceOfNews): string | undefined {
  if (sku.includes('{gtin}') && !gtin) return undefined
  const fields: Record<string, string> = { supplierSku, gtin: gtin ?? '', supplier }
  return sku.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? '').trim()
}

/** A supplier's item as a product of this SKU; or which of its fields no product can have. */
export function productOf(
  offer: CandidateOffer,
  sku: string,
): { product: NewProduct } | { issue: { field: string; message: string } } {
  const { title, brand, category, gtin, manufacturerPart, msrp, weight, attributes } = wordsOf(offer)
  const made = newProduct.safeParse({
    ...{ sku, title: title.slice(0, 264), brand, category, gtin: gtin?.padStart(14, '0') },
    ...{ manufacturerPart, msrp, map: offer.map ?? undefined, weight, attributes },
  })
  if (made.success) return { product: made.data }
  const [issue] = made.error.issues
  return { issue: { field: String(issue!.path[0]), message: issue!.message } }
}

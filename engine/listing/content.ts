import type { ListingContent } from '../../db/schema/index.ts'
import type { CompiledListingRules, ListedProduct } from './conditions.ts'

/** What the catalogue, and where it is silent a source, says of a product. */
export interface ProductWords {
  title: string
  description?: string | undefined
  brand?: string | undefined
  category?: string | undefined
  gtin?: string | undefined
  manufacturerPart?: string | undefined
  msrp?: string | undefined
  /** Pounds. */
  weight?: string | undefined
  attributes: Record<string, string>
  images: string[]
}

/** What a channel shows of a product: categories and attributes by its own names, texts by the retailer's templates. */
export function contentOf(product: ListedProduct, words: ProductWords, rules: CompiledListingRules): ListingContent {
  const category = rules.category.find(rule => rule.applies(product))?.effect.to ?? words.category
  const names = new Map(
    rules.attribute
      .filter(rule => rule.applies(product))
      .toReversed()
      .map(({ effect }) => [effect.from.toLowerCase(), effect.to]),
  )
  const attributes = Object.fromEntries(
    Object.entries(words.attributes).map(([name, value]) => [names.get(name.toLowerCase()) ?? name, value]),
  )
  const text = (field: 'title' | 'description') => {
    const rule = rules.text.find(one => one.effect.field === field && one.applies(product))
    const made = rule && fillTemplate(rule.effect.template, product.sku, words)
    return made || words[field]
  }
  const description = text('description')
  return {
    title: text('title') ?? words.title,
    ...(description && { description }),
    ...(words.brand && { brand: words.brand }),
    ...(category && { category }),
    attributes,
    images: words.images,
  }
}

/**
 * A text with its fields filled in: `{brand} {title}`. What a product does not have leaves nothing, and neither the space or comma that went with it.
 */
export function fillTemplate(template: string, sku: string, words: ProductWords): string {
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => fieldValue(name.trim(), sku, words) ?? '')
  return filled
    .replaceAll(/[ \t]+([,.;:])/g, '$1')
    .replaceAll(/([,;:])(?:\s*[,;:])+/g, '$1')
    .replaceAll(/[ \t]{2,}/g, ' ')
    .replaceAll(/^[\s,;:–-]+|[\s,;:–-]+$/g, '')
}

/** The fields that the rules for the channel ask a product to have, each once. */
export function askedOf(product: ListedProduct, rules: Pick<CompiledListingRules, 'require'>): string[] {
  const those = rules.require.filter(rule => rule.applies(product))
  return [...new Set(those.flatMap(rule => rule.effect.fields))]
}

/** What the channel asks for and the product lacks, by the rules for it. A price is always asked for. */
export function missingOf(
  product: ListedProduct,
  words: ProductWords,
  hasPrice: boolean,
  rules: Pick<CompiledListingRules, 'require'>,
): string[] {
  const missing = askedOf(product, rules).filter(field => fieldValue(field, product.sku, words) === undefined)
  return [...missing, ...(hasPrice ? [] : ['price'])].sort()
}

/** The value of a field by its name; undefined where the product has none. */
function fieldValue(name: string, sku: string, words: ProductWords): string | undefined {
  const { attributes, images, ...texts } = words
  if (name === 'sku') return sku
  if (name === 'images') return images[0]
  if (name.startsWith('attribute.')) {
    const wanted = name.slice('attribute.'.length).toLowerCase()
    const found = Object.entries(attributes).find(([key]) => key.toLowerCase() === wanted)
    return found?.[1].trim() || undefined
  }
  return texts[name as keyof typeof texts]?.trim() || undefined
}

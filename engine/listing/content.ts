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
    ...(words.gtin && { gtin: words.gtin }),
    attributes,
    images: words.images,
  }
}

/**
 * A text with its fields filled in: `{brand} {title}`. What a product does not have leaves nothing, and neither the space or comma that went with it.
 */
export function fillTemplate(template: string, sku: string, words: ProductWords): string {
  const [first = '', ...rest] = template.split(/(\{[^{}]+\})/)
  // What stands between two fields that the product has: the template's own words, and gaps for what it does not have.
  const runs = [first]
  const values: string[] = []
  for (const [at, piece] of rest.entries()) {
    const value = at % 2 === 0 ? fieldValue(piece.slice(1, -1).trim(), sku, words) : undefined
    if (value === undefined) runs.push(runs.pop() + (at % 2 === 0 ? gap : piece))
    else {
      values.push(value)
      runs.push('')
    }
  }
  const closed = runs.map((run, at) => closeGaps(run, { starts: at === 0, ends: at === runs.length - 1 }))
  return closed
    .map((run, at) => run + (values[at] ?? ''))
    .join('')
    .trim()
}

/** Stands where a product has nothing. */
const gap = '\0'
const between = String.raw`[ \t,;:|/–—\0-]*`
const emptyBrackets = new RegExp(String.raw`\(${between}\0${between}\)|\[${between}\0${between}\]`, 'g')
const gaps = new RegExp(String.raw`(${between})\0(${between})`, 'g')

/** Of what parts the fields on both sides of a gap the first is left, or a space; nothing at either end of a line. */
function closeGaps(run: string, { starts, ends }: { starts: boolean; ends: boolean }): string {
  const text = run.replaceAll(emptyBrackets, gap)
  return text.replaceAll(gaps, (found: string, left: string, right: string, at: number) => {
    const [before, after] = [text.slice(0, at).at(-1), text.slice(at + found.length)[0]]
    const isEdge = (isLast: boolean, next: string | undefined) => (next === undefined ? isLast : next === '\n')
    if (isEdge(starts, before) || isEdge(ends, after)) return ''
    const [parted = ''] = found.match(/[ \t]?[,;:|/–—-]/) ?? []
    const isSpaced = /[ \t]$/.test(parted === '' ? found : right || left) || /^[ \t]/.test(right)
    return `${parted}${isSpaced && !/[.!?)\]]/.test(after ?? '') ? ' ' : ''}`
  })
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

import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

const words = z.array(z.string().min(1).max(200)).min(1).max(5000)

/** When a rule applies: every condition that is given must hold. Channels, categories and brands are compared without regard to case. */
export const listingCondition = z.strictObject({
  /** Names of sales channels. */
  channels: words.optional(),
  /** The product's own categories, before any mapping. */
  categories: words.optional(),
  brands: words.optional(),
  skus: words.optional(),
  /** What all sources together can promise is below this. */
  quantityBelow: positiveDecimal.optional(),
  /** Whether the retailer's own warehouses have any. */
  ownWarehouse: z.enum(['in', 'out']).optional(),
  /** Whether any supplier has any. */
  suppliers: z.enum(['in', 'out']).optional(),
})
export type ListingCondition = z.infer<typeof listingCondition>

/** What a product can be asked to have before it is listed; `attribute.Color` is an attribute. A title and a price are always asked for. */
export const askedFields = [
  'description',
  'brand',
  'category',
  'images',
  'gtin',
  'manufacturerPart',
  'msrp',
  'weight',
] as const
const askedField = z
  .string()
  .max(60)
  .refine(
    field => (askedFields as readonly string[]).includes(field) || /^attribute\..+$/.test(field),
    `expected one of ${askedFields.join(', ')}, or an attribute such as attribute.Color`,
  )

const attributeName = z.string().min(1).max(40)

/** What a rule does with the listings that it applies to. */
export const listingEffect = z.discriminatedUnion('action', [
  /** Off the channel while the rule applies; it stands on the listing as a reason. */
  z.strictObject({ action: z.literal('pause') }),
  /** On the channel by itself as soon as it is complete. */
  z.strictObject({ action: z.literal('list') }),
  /** Not complete without these. The rules add up. */
  z.strictObject({ action: z.literal('require'), fields: z.array(askedField).min(1).max(50) }),
  /** The channel's word for the category. The first rule that applies counts. */
  z.strictObject({ action: z.literal('category'), to: z.string().min(1).max(200) }),
  /** The channel's name of an attribute. */
  z.strictObject({ action: z.literal('attribute'), from: attributeName, to: attributeName }),
  /** A text made of the product's fields: `{brand} {title}, {attribute.Color}`. The first rule for a field that applies counts. */
  z.strictObject({
    action: z.literal('text'),
    field: z.enum(['title', 'description']),
    template: z.string().min(1).max(4000),
  }),
])
export type ListingEffect = z.infer<typeof listingEffect>

/** The reason of a pause that is no rule's: the listing lacks what its channel asks for. */
export const incomplete = 'incomplete'

/** One rule of listing. */
export const listingRule = z.strictObject({
  /** Stands on a paused listing as the reason; its own in the rule set. */
  id: z
    .string()
    .min(1)
    .max(60)
    .refine(id => id !== incomplete, 'this name is the hub’s own'),
  name: z.string().min(1).max(200).optional(),
  /** Kept, but without effect. */
  off: z.boolean().optional(),
  when: listingCondition.default({}),
  effect: listingEffect,
})
export type ListingRule = z.infer<typeof listingRule>

/** A retailer's listing rules of one version, in their order. */
export const listingRules = z.object({
  version: z.int().min(0),
  rules: z
    .array(listingRule)
    .max(2000)
    .default([])
    .refine(rules => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id'),
  settings: z.strictObject({}).prefault({}),
})
export type ListingRules = z.infer<typeof listingRules>

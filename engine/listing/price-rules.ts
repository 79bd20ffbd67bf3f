import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

const share = z.string().regex(/^0(\.\d{1,6})?$/, 'expected a share such as 0.25')
const signedPercent = z.string().regex(/^-?\d{1,4}(\.\d{1,4})?$/, 'expected a percentage such as 12.5')
const words = z.array(z.string().min(1).max(200)).min(1).max(5000)

/** How a price comes from its basis. */
export const adjustment = z.discriminatedUnion('by', [
  /** `40` makes 10.00 into 14.00. */
  z.strictObject({ by: z.literal('percent'), percent: signedPercent }),
  z.strictObject({
    by: z.literal('amount'),
    amount: z.string().regex(/^-?\d{1,18}(\.\d{1,6})?$/, 'expected an amount such as 4.50'),
  }),
  /** The share of the price that is left after the basis: `0.4` makes 6.00 into 10.00. */
  z.strictObject({ by: z.literal('margin'), margin: share }),
  /** The first tier whose `upTo` is not below the basis; the last has none. */
  z.strictObject({
    by: z.literal('tiers'),
    tiers: z
      .array(z.strictObject({ upTo: positiveDecimal.optional(), percent: signedPercent }))
      .min(1)
      .max(100),
  }),
])
export type Adjustment = z.infer<typeof adjustment>

/** Whose price a rule makes. Capitals matter in item numbers alone. */
const priced = z.strictObject({
  /** Of two rules of the same level, one that names the channel goes first. */
  channels: words.optional(),
  skus: words.optional(),
  brands: words.optional(),
  categories: words.optional(),
})

/** One rule of pricing. */
export const priceRule = z.strictObject({
  /** Named in explanations; its own in the rule set. */
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(200).optional(),
  /** Kept, but without effect. */
  off: z.boolean().optional(),
  /** A rule for products goes before one for brands, that before one for categories, that before one for all; then the first in order. */
  for: priced.default({}),
  basis: z.enum(['cost', 'msrp', 'map']),
  adjustment,
  /** Never below cost plus this margin, nor (unless switched off) below the advertised minimum. */
  floor: z.strictObject({ margin: share.optional(), map: z.boolean().default(true) }).prefault({}),
  /** Never above the recommended price, unless switched off. */
  ceiling: z.strictObject({ msrp: z.boolean().default(true) }).prefault({}),
  /** Cents that a price ends in; the price goes up to the next such. */
  ending: z
    .string()
    .regex(/^\.\d\d$/, 'expected an ending such as .99')
    .optional(),
})
export type PriceRule = z.infer<typeof priceRule>

/** What a product costs where several sources sell it, of those that trade with us: the lowest that has stock (or of all, when none has), the lowest, the highest. */
export const costChoices = ['lowest-in-stock', 'lowest', 'highest'] as const
export type CostChoice = (typeof costChoices)[number]

/** What holds for all rules of pricing. */
export const priceSettings = z.strictObject({
  cost: z.enum(costChoices).default('lowest-in-stock'),
  /** A new price that differs from the one that stands by more than this share of it waits for a person; without it none does. */
  approveAbove: share.optional(),
})

/** A retailer's pricing rules of one version. */
export const priceRules = z.object({
  version: z.int().min(0),
  rules: z
    .array(priceRule)
    .max(2000)
    .default([])
    .refine(rules => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id'),
  settings: priceSettings.prefault({}),
})
export type PriceRules = z.infer<typeof priceRules>

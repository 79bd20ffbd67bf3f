import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

const share = z.string().regex(/^0(\.\d{1,6})?$/, 'expected a share such as 0.25')
const signedPercent = z.string().regex(/^-?\d{1,4}(\.\d{1,4})?$/, 'expected a percentage such as 12.5')

/** How a price comes from its basis. */
const adjustment = z.discriminatedUnion('by', [
  /** `40` makes 10.00 into 14.00. */
  z.strictObject({ by: z.literal('percent'), percent: signedPercent }),
  z.strictObject({ by: z.literal('amount'), amount: z.string().regex(/^-?\d{1,18}(\.\d{1,6})?$/) }),
  /** The share of the price that is left after the basis: `0.4` makes 6.00 into 10.00. */
  z.strictObject({ by: z.literal('margin'), margin: share }),
  /** The first tier whose `upTo` is not below the basis; the last has none. */
  z.strictObject({
    by: z.literal('tiers'),
    tiers: z.array(z.strictObject({ upTo: positiveDecimal.optional(), percent: signedPercent })).min(1),
  }),
])

const priceRule = z.strictObject({
  /** Named in explanations. */
  id: z.string().min(1).max(60),
  /** A rule for products goes before one for brands, that before one for categories, that before one for all; then the first in order. */
  for: z
    .strictObject({
      skus: z.array(z.string()).optional(),
      brands: z.array(z.string()).optional(),
      categories: z.array(z.string()).optional(),
    })
    .default({}),
  basis: z.enum(['cost', 'msrp', 'map']),
  adjustment,
  /** Never below cost plus this margin, nor (unless switched off) below the advertised minimum. */
  floor: z.strictObject({ margin: share.optional(), map: z.boolean().default(true) }).prefault({}),
  /** Never above the recommended price, unless switched off. */
  ceiling: z.strictObject({ msrp: z.boolean().default(true) }).prefault({}),
  /** Cents that a price ends in; the price goes up to the next such. */
  ending: z
    .string()
    .regex(/^\.\d\d$/)
    .optional(),
})
export type PriceRule = z.infer<typeof priceRule>

/** A retailer's pricing rules of one version. */
export const priceRules = z.object({ version: z.int().min(0), rules: z.array(priceRule) })
export type PriceRules = z.infer<typeof priceRules>

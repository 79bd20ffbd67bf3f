import { z } from 'zod'
import { decimal, positiveDecimal } from '../../translators/documents/index.ts'
import { routingSettings } from './settings.ts'

const words = z.array(z.string().min(1).max(200)).min(1).max(500)
const share = z.string().regex(/^-?\d{1,3}(\.\d{1,6})?$/, 'expected a share such as 0.15')

/**
 * When a rule applies: every condition that is given must hold, each by any one of its values. The first part is about order and line; conditions
 * on the source make it apply to that candidate alone.
 */
export const condition = z.strictObject({
  channels: words.optional(),
  countries: words.optional(),
  states: words.optional(),
  /** Beginnings of the destination's postal code. */
  postalPrefixes: words.optional(),
  /** The destination's postal code lies between these, both included, compared by as many characters as each has: `970` to `979`. */
  postalRanges: z
    .array(z.strictObject({ from: z.string().min(1).max(15), to: z.string().min(1).max(15) }))
    .min(1)
    .max(200)
    .optional(),
  /** The customer's name, email address, or what stands after its `@`; capitals do not matter. */
  customers: words.optional(),
  skus: words.optional(),
  categories: words.optional(),
  brands: words.optional(),
  /** Words in the product's attribute `tags`. */
  tags: words.optional(),
  /** The line asks for at least so many selling units, or for fewer. */
  quantityFrom: positiveDecimal.optional(),
  quantityBelow: positiveDecimal.optional(),
  /** The order's lines are worth at least so much at retail, in its currency, or less. */
  valueFrom: positiveDecimal.optional(),
  valueBelow: positiveDecimal.optional(),
  /** The line weighs at least so many pounds, or less. What has no known weight fulfils neither. */
  weightFrom: positiveDecimal.optional(),
  weightBelow: positiveDecimal.optional(),
  /** Ids or names of sources. */
  sources: words.optional(),
  sourceKinds: z
    .array(z.enum(['supplier', 'warehouse']))
    .min(1)
    .optional(),
  /** Tags of the source. */
  sourceTags: words.optional(),
  /** (price − landed cost before rules) ÷ price of the line, `0.15` for 15%: at least, or less. */
  marginFrom: share.optional(),
  marginBelow: share.optional(),
  /** So many days or more until it ships. */
  shipDaysFrom: z.int().min(0).max(400).optional(),
  /** So many miles or more from the destination. Unknown distances do not fulfil it. */
  milesFrom: z.int().min(0).max(13_000).optional(),
  /** The scorecard's mean share is below this, from 0 to 1. A source without one does not fulfil it. */
  scoreBelow: share.optional(),
})
export type Condition = z.infer<typeof condition>

/** What a rule does to the candidates that it applies to; `hold` keeps the line for a person. */
export const ruleEffect = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('exclude') }),
  /** Nobody but the sources named in the condition may have the line. */
  z.strictObject({ action: z.literal('require') }),
  /** Added to the candidate's preference; more goes first, before any other criterion. */
  z.strictObject({ action: z.literal('prefer'), by: z.int().min(-1000).max(1000) }),
  /** Added to the candidate's landed cost of the line. */
  z.strictObject({ action: z.literal('add-cost'), amount: decimal }),
  /** The landed cost of a selling unit, whatever it would be otherwise; of several the last counts. */
  z.strictObject({ action: z.literal('set-cost'), amount: positiveDecimal }),
  /** Each of the sources gets at most so many orders, or selling units, a day of its own clocks. */
  z.strictObject({
    action: z.literal('cap'),
    of: z.enum(['orders', 'units']),
    aDay: z.int().min(0).max(1_000_000),
  }),
  z.strictObject({ action: z.literal('hold'), reason: z.string().min(1).max(200) }),
])
export type RuleEffect = z.infer<typeof ruleEffect>

/** One routing rule. */
export const rule = z.strictObject({
  /** Named in explanations; its own in the rule set. */
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(200).optional(),
  /** Kept, but without effect. */
  off: z.boolean().optional(),
  when: condition.default({}),
  effect: ruleEffect,
})
export type Rule = z.infer<typeof rule>

/** The most rules that a set holds. */
export const mostRules = 2000

/** A retailer's routing rules of one version; they apply in their order. */
export const routingRules = z.object({
  version: z.int().min(0),
  rules: z
    .array(rule)
    .max(mostRules)
    .default([])
    .refine(rules => new Set(rules.map(({ id }) => id)).size === rules.length, 'two rules have the same id'),
  settings: routingSettings.prefault({}),
})
export type RoutingRules = z.infer<typeof routingRules>

/** What holds until a retailer publishes its own: own warehouse first, then priority, then the lowest landed cost. */
export const defaultRules: RoutingRules = routingRules.parse({ version: 0 })

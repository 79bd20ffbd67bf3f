import { z } from 'zod'
import { decimal } from '../../translators/documents/index.ts'

/**
 * When a rule applies: every condition that is given must hold, each by any one of its values. Conditions on the source make it apply to that
 * candidate alone.
 */
const condition = z.strictObject({
  channels: z.array(z.string()).optional(),
  countries: z.array(z.string()).optional(),
  states: z.array(z.string()).optional(),
  /** Beginnings of the destination's postal code. */
  postalPrefixes: z.array(z.string()).optional(),
  skus: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
  brands: z.array(z.string()).optional(),
  /** Ids or names of sources. */
  sources: z.array(z.string()).optional(),
  sourceKinds: z.array(z.enum(['supplier', 'warehouse'])).optional(),
  /** The line asks for at least so many selling units. */
  quantityFrom: decimal.optional(),
  /** The order's lines are worth at least so much at retail, in its currency. */
  valueFrom: decimal.optional(),
})
export type Condition = z.infer<typeof condition>

/** What a rule does to the candidates that it applies to; `hold` keeps the line for a person. */
const ruleEffect = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('exclude') }),
  /** Nobody but the sources named in the condition may have the line. */
  z.strictObject({ action: z.literal('require') }),
  /** Added to the candidate's preference; more goes first, before any other criterion. */
  z.strictObject({ action: z.literal('prefer'), by: z.int().min(-1000).max(1000) }),
  /** Added to the candidate's landed cost of the line. */
  z.strictObject({ action: z.literal('add-cost'), amount: decimal }),
  z.strictObject({ action: z.literal('hold'), reason: z.string().min(1).max(200) }),
])

const rule = z.strictObject({
  /** Named in explanations. */
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(200).optional(),
  when: condition.default({}),
  effect: ruleEffect,
})
export type Rule = z.infer<typeof rule>

const criteria = ['own-warehouse', 'priority', 'landed-cost', 'lead-days'] as const
export type Criterion = (typeof criteria)[number]

const routingSettings = z.strictObject({
  /** By what candidates are ranked, after preference: the first that tells two apart decides. A tie goes to the source's name, then its id. */
  rankBy: z.array(z.enum(criteria)).default(['own-warehouse', 'priority', 'landed-cost', 'lead-days']),
  /** Whether one source should, or must, have the whole order. */
  oneSource: z.enum(['no', 'preferred', 'required']).default('no'),
  /** Whether a line that no single source can fill may be split over several. */
  splitQuantity: z.boolean().default(true),
  /** Whether what there is goes out when a line cannot be filled; otherwise the whole line waits. */
  partial: z.boolean().default(true),
})
export type RoutingSettings = z.infer<typeof routingSettings>

/** A retailer's routing rules of one version; they apply in their order. */
export const routingRules = z.object({
  version: z.int().min(0),
  rules: z.array(rule).default([]),
  settings: routingSettings.prefault({}),
})
export type RoutingRules = z.infer<typeof routingRules>

/** What holds until a retailer publishes its own: own warehouse first, then priority, then the lowest landed cost. */
export const defaultRules: RoutingRules = routingRules.parse({ version: 0 })

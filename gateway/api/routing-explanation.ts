import { z } from 'zod'
import type { CandidateExplanation, Exclusion, LineExplanation, UnplacedReason } from '../../engine/routing/decision.ts'
import { amount } from './fields.ts'

const exclusions = [
  ...(['source-not-in-use', 'discontinued', 'other-currency', 'tried-before', 'excluded-by-rule'] as const),
  ...(['required-elsewhere', 'no-stock', 'pack-too-large', 'at-capacity', 'below-minimum'] as const),
] as const satisfies readonly Exclusion[]

const unplacedReasons = [
  ...(['nobody-sells-it', 'held-by-rule', 'all-tried', 'out-of-stock', 'all-excluded', 'not-enough-stock'] as const),
  ...(['no-single-source', 'too-large', 'none-can-take-it'] as const),
] as const satisfies readonly UnplacedReason[]

const score = z
  .object({
    preference: z.int().describe('By rules that prefer; more goes first, before all else.'),
    ownWarehouse: z.boolean(),
    priority: z.int().describe('Lower goes first.'),
    landedCost: amount,
    costs: z
      .object({
        items: amount,
        fee: amount.optional(),
        shipping: amount.optional(),
        surcharge: amount.optional(),
        rules: amount.optional(),
      })
      .optional()
      .describe('What the landed cost is made of, where it is more than the items; parts that are zero are left out.'),
    leadDays: z.int().describe('Days until it ships.'),
    shipsOn: z.iso.date().optional(),
    miles: z.int().optional(),
    scorecard: z.string().optional().describe('Mean share, from 0 to 1.'),
  })
  .meta({ id: 'RoutingScore', description: 'What a candidate was ranked by, in the order’s currency.' })

const candidate: z.ZodType<CandidateExplanation> = z
  .object({
    sourceId: z.uuid(),
    sourceName: z.string(),
    offerId: z.uuid(),
    available: amount.describe('In units of the offer.'),
    excluded: z
      .object({ reason: z.enum(exclusions), rule: z.string().optional().describe('Id of the rule.') })
      .optional(),
    score: score.optional().describe('Absent of one that was excluded.'),
    rules: z
      .array(z.string())
      .optional()
      .describe('Ids of the rules that preferred it, changed its cost or kept it out.'),
    rank: z.int().min(1).optional().describe('1 is the best.'),
    placed: amount.optional().describe('What it got of the line, in selling units.'),
    belowMinimum: z
      .object({ value: amount, minimum: amount })
      .optional()
      .describe('It got the line although its order stays below its minimum.'),
  })
  .meta({ id: 'RoutingCandidate' })

/** One line of a decision: every candidate, the best first and the excluded last, and what went to nobody. */
export const lineExplanation: z.ZodType<LineExplanation> = z
  .object({
    orderLineId: z.uuid(),
    sku: z.string(),
    quantity: amount,
    candidates: z.array(candidate),
    unplaced: z
      .object({
        quantity: amount,
        reason: z.enum(unplacedReasons),
        rule: z.string().optional(),
        note: z.string().optional(),
      })
      .optional()
      .describe('What went to nobody, and why.'),
  })
  .meta({ id: 'RoutingLine', description: 'Why a line went where it went.' })

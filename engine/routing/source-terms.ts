import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** What routing should know of a source besides its price list: a source's `routing`. */
export const sourceTerms = z.strictObject({
  /** Words by which rules can name several sources at once. */
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
  /** The least that it wants to be ordered, at its cost, in the partnership's currency. */
  minimumOrder: positiveDecimal.optional(),
  /** The most orders, and selling units, that it takes a day, by its own clocks. */
  ordersADay: z.int().min(0).max(1_000_000).optional(),
  unitsADay: z.int().min(0).max(100_000_000).optional(),
})
export type SourceTerms = z.infer<typeof sourceTerms>

/** A source's terms as stored. What is wrong in them counts as not set. */
export function sourceTermsOf(stored: Record<string, unknown>): SourceTerms {
  const parsed = sourceTerms.safeParse(stored)
  return parsed.success ? parsed.data : {}
}

/** Whether a source takes only so much a day. */
export function isLimited({ ordersADay, unitsADay }: SourceTerms): boolean {
  return ordersADay !== undefined || unitsADay !== undefined
}

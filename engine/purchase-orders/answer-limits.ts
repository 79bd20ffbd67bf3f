import Big from 'big.js'
import { z } from 'zod'
import type { Tolerance, Tolerances } from '../../db/schema/index.ts'
import { daysAfter } from '../../partners/calendars/business-date.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'
import { allowedBeyond } from '../invoices/tolerance.ts'

const limit = z.object({ amount: positiveDecimal.optional(), share: positiveDecimal.optional() })

/** How far an answer may go from the order before the retailer has to agree: a partnership's `settings.answers`. */
export const answerSettings = z.object({
  /** Of a unit price; left out, the invoices' tolerance on prices. */
  price: limit.optional(),
  /** Of a line's quantity, in its unit. */
  quantity: limit.optional(),
  /** How many days after the order's last day for shipping. */
  laterByDays: z.int().min(0).max(400).default(0),
})

export interface AnswerLimits {
  price: Tolerance | undefined
  quantity: Tolerance | undefined
  laterByDays: number
}

/** The limits of a partnership. What is missing or wrong in its settings counts as not set: everything else than ordered waits for a person. */
export function answerLimitsOf(settings: Record<string, unknown>, tolerances: Tolerances): AnswerLimits {
  const parsed = answerSettings.safeParse(settings.answers ?? {})
  const { price, quantity, laterByDays } = parsed.success ? parsed.data : answerSettings.parse({})
  return { price: toleranceOf(price) ?? tolerances.price, quantity: toleranceOf(quantity), laterByDays }
}

function toleranceOf(given: z.infer<typeof limit> | undefined): Tolerance | undefined {
  if (!given) return undefined
  const { amount, share } = given
  return { ...(amount !== undefined && { amount }), ...(share !== undefined && { share }) }
}

/** Whether a price may be taken without asking. What was agreed on since the order does not widen what was ordered at. */
export function isPriceWithin(
  unitPrice: Big,
  line: { unitCost: string; orderedUnitCost: string | null },
  { price }: AnswerLimits,
): boolean {
  const ordered = new Big(line.orderedUnitCost ?? line.unitCost)
  return unitPrice.minus(ordered).abs().lte(allowedBeyond(ordered, price))
}

/** Whether so much of a line may be missing, or be too much, without asking. */
export function isQuantityWithin(difference: Big, line: { ordered: string }, { quantity }: AnswerLimits): boolean {
  return difference.lte(allowedBeyond(new Big(line.ordered), quantity))
}

/** Whether a day promised for shipping (`YYYY-MM-DD`) may be taken without asking: it was agreed on, or is not too long after what was ordered. */
export function isDateWithin(
  promised: string,
  order: { shipNotAfter: string | null; orderedShipNotAfter: string | null },
  { laterByDays }: AnswerLimits,
): boolean {
  const { shipNotAfter, orderedShipNotAfter } = order
  if (shipNotAfter === null || promised <= shipNotAfter) return true
  return promised <= daysAfter(orderedShipNotAfter ?? shipNotAfter, laterByDays)
}

import { z } from 'zod'
import { calendarSettings } from '../../partners/calendars/calendar.ts'
import { type DefaultSection, houseDefaultsOf, type SectionValues, valuesOf } from '../../partners/terms/own-values.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'
import { deadlinePolicy } from '../deadlines/policy.ts'
import { invoicePolicy } from '../invoices/policy.ts'
import { shipViaSettings } from '../shipments/carrier.ts'
import { answerSettings } from './answer-limits.ts'

const tolerance = z.strictObject({
  amount: positiveDecimal.optional(),
  share: positiveDecimal.optional(),
  whichever: z.enum(['lesser', 'greater']).optional(),
})

/** What a retailer and a supplier have agreed, section by section, each with the shape in which the partnership keeps it. */
export const tradingSections = {
  calendar: calendarSettings,
  deadlines: deadlinePolicy,
  answers: answerSettings,
  shipVia: shipViaSettings,
  invoicing: invoicePolicy,
  backorders: z.object({ withinDays: z.int().min(0).max(400).optional() }),
  tolerances: z.strictObject({
    price: tolerance.optional(),
    quantity: tolerance.optional(),
    freight: tolerance.optional(),
    tax: tolerance.optional(),
    total: tolerance.optional(),
  }),
  terms: z
    .object({
      netDays: z.int().min(0).max(400),
      discountDays: z.int().min(0).max(400).optional(),
      discountPercent: positiveDecimal.optional(),
    })
    .refine(({ discountDays, discountPercent }) => (discountDays === undefined) === (discountPercent === undefined), {
      path: ['discountDays'],
      message: 'A discount needs both: how much, and within how many days.',
    }),
} as const
export type TradingSection = keyof typeof tradingSections

/**
 * What holds in a section for partners without values of their own, by the retailer's settings: what it has set, and else what the hub takes for usual. Of payment
 * terms there is nothing usual: without the retailer's there are none.
 */
export function defaultValuesOf(retailerSettings: Record<string, unknown>, section: DefaultSection): SectionValues {
  const stored = houseDefaultsOf(retailerSettings)[section]
  const parsed = tradingSections[section].safeParse(stored ?? {})
  return valuesOf(section, parsed.success ? parsed.data : tradingSections[section].safeParse({}).data)
}

import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { calendarSettings } from '../../partners/calendars/calendar.ts'
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
  terms: z.object({
    netDays: z.int().min(0).max(400),
    discountDays: z.int().min(0).max(400).optional(),
    discountPercent: positiveDecimal.optional(),
  }),
} as const
export type TradingSection = keyof typeof tradingSections

/** Sections that have a column of their own; the others stand in the partnership's settings. */
const columns = ['tolerances', 'terms'] as const

/** One section, as it is to be from now on. */
export interface ChangeTradingTerms {
  retailerId: string
  partnershipId: string
  section: TradingSection
  /** In the section's shape. */
  value: unknown
}

/**
 * Changes one section of what was agreed with a supplier, for whatever comes from now on, and keeps in the audit log who changed what. The same again changes nothing.
 * Throws `not-found`, and `invalid-input` for a value of another shape.
 */
export async function changeTradingTerms(work: Work, command: ChangeTradingTerms): Promise<void> {
  const { retailerId, partnershipId, section } = command
  const parsed = tradingSections[section].safeParse(command.value)
  if (!parsed.success) {
    throw new ApplicationError('invalid-input', parsed.error.issues[0]?.message ?? 'This cannot be agreed on.')
  }
  const own = and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId))
  const [row] = await work.tx.select().from(partnerships).where(own).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such partnership.')
  const isColumn = columns.some(column => column === section)
  const before = isColumn ? row[section as (typeof columns)[number]] : (row.settings[section] ?? null)
  const after = parsed.data
  if (canonical(before) === canonical(after)) return
  await work.tx
    .update(partnerships)
    .set(isColumn ? { [section]: after } : { settings: { ...row.settings, [section]: after } })
    .where(own)
  await recordChange(work, {
    retailerId,
    action: `partnership.${kebab(section)}-changed`,
    subject: partnershipId,
    before,
    after,
  })
}

/** JSON with its keys in order: the database gives them in another than they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
}

/** `shipVia` → `ship-via`. */
function kebab(section: string): string {
  return section.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
}

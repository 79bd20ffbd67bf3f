import { z } from 'zod'
import { daysAfter } from '../../partners/calendars/business-date.ts'

/**
 * The part of a partnership's settings that says what becomes of a backorder: kept however long it takes, unless `backorders.withinDays` is
 * set; then what is promised for later than that, or for no day, goes to another source.
 */
const backorderSettings = z.object({ backorders: z.object({ withinDays: z.int().min(0).optional() }).optional() })

/** Whether a quantity promised for `shipDate` is waited for. `today` is the retailer's day. */
export function keepsBackorder(settings: Record<string, unknown>, shipDate: string | null, today: string): boolean {
  const parsed = backorderSettings.safeParse(settings)
  const withinDays = parsed.data?.backorders?.withinDays
  if (withinDays === undefined) return true
  return shipDate !== null && shipDate <= daysAfter(today, withinDays)
}

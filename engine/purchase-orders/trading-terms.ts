import { and, eq, inArray } from 'drizzle-orm'
import { partnerships, retailers, suppliers, type Tolerances } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type Calendar, calendarOf } from '../../partners/calendars/calendar.ts'

/** What a retailer and a supplier have agreed, as far as purchase orders ask. */
export interface TradingTerms {
  partnershipId: string
  supplierName: string
  settings: Record<string, unknown>
  tolerances: Tolerances
  /** IANA name of the retailer's time zone: its business dates are told by it. */
  timeZone: string
  calendar: Calendar
}

/** The terms of one partnership, which exists. */
export async function loadTerms(work: Work, retailerId: string, partnershipId: string): Promise<TradingTerms> {
  return (await loadAllTerms(work, retailerId, [partnershipId])).get(partnershipId)!
}

/** The terms of several partnerships, by their ids. */
export async function loadAllTerms(
  work: Work,
  retailerId: string,
  partnershipIds: readonly string[],
): Promise<Map<string, TradingTerms>> {
  if (partnershipIds.length === 0) return new Map()
  const rows = await work.tx
    .select({ partnership: partnerships, supplierName: suppliers.name, timeZone: retailers.timeZone })
    .from(partnerships)
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(partnerships.retailerId, retailerId), inArray(partnerships.id, [...partnershipIds])))
  return new Map(
    rows.map(({ partnership: { id, settings, tolerances }, supplierName, timeZone }) => {
      const calendar = calendarOf(settings, timeZone)
      return [id, { partnershipId: id, supplierName, settings, tolerances, timeZone, calendar }]
    }),
  )
}

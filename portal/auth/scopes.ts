import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerships, type RetailerRole, retailers, type SupplierRole, sources } from '../../db/schema/index.ts'
import { securityOf } from '../../engine/people/security-settings.ts'

/** What a retailer's person sees: rows of this retailer and no other. */
export interface RetailerScope {
  retailerId: string
  retailerName: string
  role: RetailerRole
}

/** One retailer that a supplier trades with. */
export interface Trade {
  retailerId: string
  retailerName: string
  /** Names the retailer in addresses. */
  slug: string
  currency: string
  partnershipId: string
  sourceId: string | null
  /** The roles that this retailer asks for a second factor. */
  secondFactorFor: (RetailerRole | SupplierRole)[]
}

/** What a supplier's person sees: rows of this partnership and no other. */
export interface SupplierScope extends Trade {
  supplierId: string
  supplierName: string
  role: SupplierRole
  /** Everybody this supplier trades with, for switching. */
  trades: Trade[]
}

/** The retailers that a supplier trades with, by name; ended partnerships stay readable. */
export async function tradesOf(orm: Orm, supplierId: string): Promise<Trade[]> {
  const rows = await orm
    .select({
      settings: retailers.settings,
      retailerId: partnerships.retailerId,
      retailerName: retailers.name,
      slug: retailers.slug,
      currency: partnerships.currency,
      partnershipId: partnerships.id,
      sourceId: sources.id,
    })
    .from(partnerships)
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .leftJoin(sources, and(eq(sources.retailerId, partnerships.retailerId), eq(sources.partnershipId, partnerships.id)))
    .where(eq(partnerships.supplierId, supplierId))
    .orderBy(asc(retailers.name), asc(retailers.id))
  return rows.map(({ settings, ...trade }) => ({ ...trade, secondFactorFor: securityOf(settings).secondFactorFor }))
}

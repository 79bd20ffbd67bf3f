import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { partnerships, retailers } from '../../db/schema/index.ts'
import type { KeyOwner } from '../../partners/api-keys/scopes.ts'
import type { Endpoint, SupplierTenant } from './endpoint.ts'

/** Which retailer a supplier's request is about. */
const retailerQuery = z.object({
  retailer: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('The retailer’s short name; needed by suppliers that trade with several.'),
})

/** The parameters that an endpoint knows, if any. */
export function queryOf({ query, side }: Endpoint): z.ZodObject | undefined {
  return side === 'supplier' ? (query ?? z.object({})).extend(retailerQuery.shape) : query
}

/**
 * For whom a request works: the key's retailer, or the partnership between the key's supplier and the retailer it names.
 * Throws `invalid-input` when a supplier does not say which of several, `not-found` for one with which it does not trade.
 */
export async function tenantOf(orm: Orm, owner: KeyOwner, retailer: string | undefined): Promise<SupplierTenant> {
  if ('retailerId' in owner) return { retailerId: owner.retailerId } as SupplierTenant
  const trades = await orm
    .select({ slug: retailers.slug, retailerId: partnerships.retailerId, partnershipId: partnerships.id })
    .from(partnerships)
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .where(
      and(
        eq(partnerships.supplierId, owner.supplierId),
        inArray(partnerships.status, ['testing', 'certified', 'live', 'paused']),
      ),
    )
    .orderBy(asc(retailers.slug))
  const found =
    retailer === undefined && trades.length === 1 ? trades[0] : trades.find(trade => trade.slug === retailer)
  if (found) return { ...owner, retailerId: found.retailerId, partnershipId: found.partnershipId }
  if (retailer === undefined && trades.length > 1) {
    const names = trades.map(trade => trade.slug).join(', ')
    throw new ApplicationError('invalid-input', 'Say which retailer this is about.', { retailer: `One of ${names}.` })
  }
  throw new ApplicationError('not-found', 'There is no such partnership.')
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'

/** Throws `invalid-input` where a body names a partner that is none of the retailer's. */
export async function refuseUnknownPartner(orm: Orm, retailerId: string, id: string): Promise<void> {
  const [partnership] = await orm
    .select({ id: partnerships.id })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  if (partnership) return
  throw new ApplicationError('invalid-input', 'There is no such partner.', { partnershipId: 'Names no partner.' })
}

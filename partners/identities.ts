import { and, eq } from 'drizzle-orm'
import type { Orm } from '../db/connection.ts'
import { identities, type identityKinds } from '../db/schema/index.ts'

/** Whom a message is from, once its names have been found. */
export interface FoundPartner {
  retailerId: string
  /** Null for a general mailbox of the retailer. */
  partnershipId: string | null
}

/**
 * Finds who trades under these two names. `own` is the name of this side, `partner` that of the other; both as the wire gives them,
 * without padding or quotes.
 */
export async function findPartner(
  orm: Orm,
  kind: (typeof identityKinds)[number],
  own: string,
  partner: string,
): Promise<FoundPartner | undefined> {
  const [found] = await orm
    .select({ retailerId: identities.retailerId, partnershipId: identities.partnershipId })
    .from(identities)
    .where(and(eq(identities.kind, kind), eq(identities.own, own), eq(identities.partner, partner)))
  return found
}

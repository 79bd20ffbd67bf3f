import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** The partnership, locked until the work ends. Throws `not-found`; `wrong-state` for one that has ended, unless it may have. */
export async function lockPartnership(
  work: Work,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string },
  { mayHaveEnded = false }: { mayHaveEnded?: boolean } = {},
) {
  const [row] = await work.tx
    .select()
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
    .for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such partner.')
  if (row.status === 'ended' && !mayHaveEnded)
    throw new ApplicationError('wrong-state', 'Trade with this partner has ended.')
  return row
}

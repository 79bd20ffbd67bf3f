import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { sources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import type { SourceTerms } from './source-terms.ts'

/** Everything that routing goes by about a source and a retailer sets. */
export interface SourceSettings {
  active: boolean
  priority: number
  orderFee: string
  /** Where it ships from; null where that is not known. */
  postalCode: string | null
  terms: SourceTerms
}

/** Changes what routing goes by about a source; what is left out stays. Throws `not-found`. */
export async function setSourceTerms(
  work: Work,
  command: { retailerId: string; sourceId: string; change: Partial<SourceSettings> },
): Promise<void> {
  const { retailerId, sourceId, change } = command
  const which = and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId))
  const [before] = await work.tx.select().from(sources).where(which).for('update')
  if (!before) throw new ApplicationError('not-found', 'There is no such source.')
  const { terms, ...columns } = change
  const set = { ...columns, ...(terms && { routing: { ...terms } }) }
  if (Object.keys(set).length === 0) return
  await work.tx.update(sources).set(set).where(which)
  const { active, priority, orderFee, postalCode, routing } = before
  await recordChange(work, {
    ...{ retailerId, action: 'source.changed', subject: sourceId },
    before: { active, priority, orderFee, postalCode, routing },
    after: set,
  })
}

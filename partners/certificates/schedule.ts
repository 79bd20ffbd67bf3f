import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { certificates } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'

/**
 * Sets from when a certificate is used for what we make: the newest that has started signs, or is encrypted for; all of them verify and
 * decrypt meanwhile, so the partner may change over at any other moment. Throws `not-found`, `wrong-state` for one that has ended, and
 * `invalid-input` for a moment outside its validity.
 */
export async function scheduleUse(
  work: Work,
  command: { retailerId: string; id: string; useFrom: Date },
): Promise<void> {
  const { retailerId, id, useFrom } = command
  const [row] = await work.tx
    .select()
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.id, id)))
    .for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such certificate.')
  if (row.status !== 'active') throw new ApplicationError('wrong-state', `The certificate is ${row.status}.`)
  if (useFrom < row.validFrom || useFrom > row.validTo) {
    const [from, to] = [row.validFrom, row.validTo].map(at => at.toISOString().slice(0, 10))
    const reason = `It is valid from ${from} to ${to}: choose a moment between.`
    throw new ApplicationError('invalid-input', reason, { useFrom: reason })
  }
  await work.tx.update(certificates).set({ useFrom }).where(eq(certificates.id, id))
  await recordChange(work, {
    retailerId,
    action: 'certificate.scheduled',
    subject: id,
    before: { useFrom: row.useFrom },
    after: { useFrom },
  })
}

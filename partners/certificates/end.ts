import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { certificates } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'

/** Which certificate, and why it ends. */
export interface CertificateEnd {
  retailerId: string
  id: string
  reason: string
}

/**
 * Takes a certificate out of use for good: nothing is signed, verified, encrypted or decrypted with it any more. For one that was replaced
 * and that nobody uses now. Throws `not-found`, and `wrong-state` for one that has ended before.
 */
export async function retireCertificate(work: Work, command: CertificateEnd): Promise<void> {
  await end(work, command, 'retired')
}

/**
 * Declares a certificate untrustworthy from now on: a message under it is refused, and is told why. For a key that was lost or stolen.
 * Throws `not-found`, `wrong-state` for one that is revoked already, and `invalid-input` without a reason.
 */
export async function revokeCertificate(work: Work, command: CertificateEnd): Promise<void> {
  if (!command.reason.trim()) {
    const reason = 'Say why: whoever is refused because of it will read this.'
    throw new ApplicationError('invalid-input', reason, { reason })
  }
  await end(work, command, 'revoked')
}

async function end(
  work: Work,
  { retailerId, id, reason }: CertificateEnd,
  status: 'retired' | 'revoked',
): Promise<void> {
  const [row] = await work.tx
    .select({ status: certificates.status, subject: certificates.subject })
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.id, id)))
    .for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such certificate.')
  // What was retired may still turn out to have been stolen.
  const mayEnd = row.status === 'active' || (row.status === 'retired' && status === 'revoked')
  if (!mayEnd) throw new ApplicationError('wrong-state', `The certificate is ${row.status} already.`)
  const endReason = reason.trim().slice(0, 500) || null
  await work.tx.update(certificates).set({ status, endReason, endedAt: work.now }).where(eq(certificates.id, id))
  await recordChange(work, {
    retailerId,
    action: `certificate.${status}`,
    subject: id,
    before: row,
    after: { status, reason: endReason },
  })
}

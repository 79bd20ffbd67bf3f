import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { invoiceReviews } from '../../../db/schema/index.ts'
import { recordEvent, type Work } from '../../../db/work.ts'
import { businessIssue } from '../../outcome.ts'
import { lockWaiting, type ReviewOf, settleDocument } from './waiting.ts'

/** Says that a page is no invoice, or none that is taken. Throws `not-found`, `wrong-state`, and `invalid-input` without a reason. */
export async function refuseReview(work: Work, command: ReviewOf & { reason: string }): Promise<void> {
  const { retailerId, documentId } = command
  const reason = command.reason.trim()
  if (reason === '') throw new ApplicationError('invalid-input', 'Say why.', { reason: 'Say why it is refused.' })
  const { partnershipId } = await lockWaiting(work, command)
  const issue = businessIssue('refused', `It was refused: ${reason}`, '')
  await settleDocument(work, command, { status: 'rejected', issues: [issue] })
  await work.tx
    .update(invoiceReviews)
    .set({ status: 'refused', reason: reason.slice(0, 500), decidedAt: work.now, decidedBy: work.actor })
    .where(and(eq(invoiceReviews.retailerId, retailerId), eq(invoiceReviews.documentId, documentId)))
  await recordEvent(work, retailerId, 'invoice.review-refused', { partnershipId, documentId }, { reason })
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { documents, invoiceReviews, messages } from '../../../db/schema/index.ts'
import { recordEvent, type Work } from '../../../db/work.ts'
import { notify } from '../../deadlines/notify.ts'
import { businessIssue } from '../../outcome.ts'
import { lockWaiting, type ReviewOf, settleDocument } from './waiting.ts'

/** Says that a page is no invoice, or none that is taken, and tells the supplier why by mail. Throws `not-found`, `wrong-state`, and `invalid-input` without a reason. */
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
  await tellSupplier(work, { retailerId, documentId, partnershipId, reason })
  await recordEvent(work, retailerId, 'invoice.review-refused', { partnershipId, documentId }, { reason })
}

/** Names the invoice as the page did, as far as it could be read, and the file that it came in. */
async function tellSupplier(
  work: Work,
  { retailerId, documentId, partnershipId, reason }: ReviewOf & { partnershipId: string; reason: string },
): Promise<void> {
  const [came] = await work.tx
    .select({ number: documents.number, fileName: messages.fileName })
    .from(documents)
    .leftJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
  const file = came?.fileName ?? ''
  const number = came?.number ?? ''
  await notify(work, {
    kind: 'invoices',
    retailerId,
    partnershipId,
    audience: 'supplier',
    subject: `Your invoice ${number || file} was not taken`.replace('  ', ' '),
    body: `We could not take the invoice that you sent${file && ` as ${file}`}: ${reason}\n\nNothing of it is booked or will be paid. Please send it again as it should be.`,
    rows: [{ invoice: number, file, reason }],
  })
}

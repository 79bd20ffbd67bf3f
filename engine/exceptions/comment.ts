import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { exceptions } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { commentText } from '../comment-text.ts'
import { commentOnInvoice } from '../invoices/comment.ts'

/**
 * Adds a comment to the history of what an exception is about, open or resolved, for the retailer's own people: of its invoice, else of its order. Throws `not-found`, and
 * `invalid-input` for one that is empty or endless. Who may comment is the caller's to check.
 */
export async function commentOnException(
  work: Work,
  { retailerId, exceptionId, comment }: { retailerId: string; exceptionId: string; comment: string },
): Promise<void> {
  const [exception] = await work.tx
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, exceptionId)))
  if (!exception) throw new ApplicationError('not-found', 'There is no such exception.')
  const { kind, orderId, purchaseOrderId, invoiceId, partnershipId, documentId } = exception
  if (invoiceId) return await commentOnInvoice(work, { retailerId, invoiceId, comment })
  const reason = commentText(comment)
  const subject = { orderId, purchaseOrderId, invoiceId, partnershipId, documentId }
  await recordEvent(work, retailerId, 'exception.commented', subject, { exceptionId, kind, reason })
}

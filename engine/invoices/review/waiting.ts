import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { documents, invoiceReviews } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import type { Issue } from '../../../translators/issue.ts'
import type { PdfReading } from '../../../translators/pdf/invoice/index.ts'
import { addMessageEvent } from '../../messages/timeline.ts'

/** Which review: it bears the id of its document. */
export interface ReviewOf {
  retailerId: string
  documentId: string
}

/** The review, locked until the transaction ends. Throws `not-found`, and `wrong-state` where it has been decided. */
export async function lockWaiting(work: Work, { retailerId, documentId }: ReviewOf) {
  const [review] = await work.tx
    .select()
    .from(invoiceReviews)
    .where(and(eq(invoiceReviews.retailerId, retailerId), eq(invoiceReviews.documentId, documentId)))
    .for('update')
  if (!review) throw new ApplicationError('not-found', 'There is no such invoice under review.')
  if (review.status !== 'waiting') throw new ApplicationError('wrong-state', 'Somebody has decided this already.')
  return { ...review, reading: review.reading as PdfReading }
}

/** What became of the document, on itself and on the timeline of the message that it came in. */
export async function settleDocument(
  work: Work,
  { retailerId, documentId }: ReviewOf,
  change: Partial<typeof documents.$inferInsert> & { status: 'applied' | 'duplicate' | 'rejected' },
): Promise<void> {
  const [document] = await work.tx
    .update(documents)
    .set({ ...change, settledAt: work.now })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
    .returning({ kind: documents.kind, number: documents.number, messageId: documents.messageId })
  if (!document?.messageId) return
  const issues = (change.issues ?? []) as Issue[]
  const detail = { kind: document.kind, number: document.number, documentId, issues, by: work.actor }
  await addMessageEvent(work, retailerId, document.messageId, `document-${change.status}`, detail)
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { invoiceReviews, pdfLayouts } from '../../../db/schema/index.ts'
import { recordEvent, type Work } from '../../../db/work.ts'
import type { Invoice } from '../../../translators/documents/index.ts'
import { learnLayout, type PdfReading } from '../../../translators/pdf/invoice/index.ts'
import type { Outcome } from '../../outcome.ts'
import { receiveInvoice } from '../receive.ts'
import { lockWaiting, type ReviewOf, settleDocument } from './waiting.ts'

/** What a person says that the page says. */
export interface ConfirmReview extends ReviewOf {
  invoice: Invoice
}

/**
 * Makes an invoice of what a person has confirmed, by the command that an 810 takes: the same invoice by another way stays one. How the page looks is kept
 * for the next of this supplier. Throws `not-found`, `wrong-state` where it was decided before, and `invalid-input` where it cannot be received.
 */
export async function confirmReview(work: Work, command: ConfirmReview): Promise<Outcome> {
  const { retailerId, documentId, invoice } = command
  const { partnershipId, reading } = await lockWaiting(work, command)
  const outcome = await receiveInvoice(work, { retailerId, partnershipId, invoice, documentId })
  if (outcome.result === 'rejected') {
    const fields = Object.fromEntries(outcome.issues.map(issue => [issue.at.path ?? '', issue.message]))
    throw new ApplicationError('invalid-input', outcome.issues[0]?.message ?? 'This cannot be received.', fields)
  }
  await settleDocument(work, command, { status: outcome.result, content: invoice, number: invoice.number })
  await work.tx
    .update(invoiceReviews)
    .set({ status: 'confirmed', invoiceId: outcome.id!, decidedAt: work.now, decidedBy: work.actor })
    .where(and(eq(invoiceReviews.retailerId, retailerId), eq(invoiceReviews.documentId, documentId)))
  const learnt = await keepLayout(work, command, partnershipId, reading)
  const subject = { invoiceId: outcome.id!, partnershipId, documentId }
  await recordEvent(work, retailerId, 'invoice.review-confirmed', subject, { number: invoice.number, learnt })
  return outcome
}

/** A scan has no text to learn from. */
async function keepLayout(
  work: Work,
  { retailerId, documentId, invoice }: ConfirmReview,
  partnershipId: string,
  { pages }: PdfReading,
): Promise<boolean> {
  if (pages.every(page => page.words.length === 0)) return false
  const kept = { layout: learnLayout(pages, invoice), documentId, confirmedBy: work.actor, confirmedAt: work.now }
  await work.tx
    .insert(pdfLayouts)
    .values({ retailerId, partnershipId, type: invoice.type, ...kept })
    .onConflictDoUpdate({ target: [pdfLayouts.retailerId, pdfLayouts.partnershipId, pdfLayouts.type], set: kept })
  return true
}

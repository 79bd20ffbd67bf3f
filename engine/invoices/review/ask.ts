import { invoiceReviews } from '../../../db/schema/index.ts'
import { recordEvent, type Work } from '../../../db/work.ts'
import type { PdfReading } from '../../../translators/pdf/invoice/index.ts'

/** An invoice that a person has to look at before it is one. Its document is stored, and holds no content yet. */
export interface AskForReview {
  retailerId: string
  partnershipId: string
  documentId: string
  reading: PdfReading
}

/** Puts what was read of an invoice before a person. */
export async function askForReview(
  work: Work,
  { retailerId, partnershipId, documentId, reading }: AskForReview,
): Promise<void> {
  await work.tx
    .insert(invoiceReviews)
    .values({ retailerId, documentId, partnershipId, status: 'waiting', reading, createdAt: work.now })
  const doubts = reading.doubts.map(({ code }) => code)
  await recordEvent(work, retailerId, 'invoice.review-asked', { partnershipId, documentId }, { doubts })
}

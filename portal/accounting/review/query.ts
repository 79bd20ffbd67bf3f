import { and, count, desc, eq, lt } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { documents, invoiceReviews, messages, partnerships, suppliers } from '../../../db/schema/index.ts'
import type { PdfReading } from '../../../translators/pdf/invoice/index.ts'
import { onePage, pageSize } from '../../ui/request.ts'

const columns = {
  id: invoiceReviews.documentId,
  supplier: suppliers.name,
  status: invoiceReviews.status,
  reading: invoiceReviews.reading,
  invoiceId: invoiceReviews.invoiceId,
  reason: invoiceReviews.reason,
  decidedBy: invoiceReviews.decidedBy,
  createdAt: invoiceReviews.createdAt,
  messageId: messages.id,
  fileName: messages.fileName,
  blobId: messages.blobId,
  size: messages.size,
}

function reviewsOf(orm: Orm) {
  return orm
    .select(columns)
    .from(invoiceReviews)
    .innerJoin(
      documents,
      and(eq(documents.retailerId, invoiceReviews.retailerId), eq(documents.id, invoiceReviews.documentId)),
    )
    .innerJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoiceReviews.retailerId), eq(partnerships.id, invoiceReviews.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
}

/** One invoice under review, with the file that it came in. */
export type Review = Omit<Awaited<ReturnType<typeof reviewsOf>>[number], 'reading'> & { reading: PdfReading }

const typed = (row: Awaited<ReturnType<typeof reviewsOf>>[number]): Review => ({
  ...row,
  reading: row.reading as PdfReading,
})

/** The invoices that wait, newest first. */
export async function listWaiting(
  orm: Orm,
  retailerId: string,
  after: string | undefined,
): Promise<{ rows: Review[]; older: string | undefined }> {
  const rows = await reviewsOf(orm)
    .where(
      and(
        eq(invoiceReviews.retailerId, retailerId),
        eq(invoiceReviews.status, 'waiting'),
        after ? lt(invoiceReviews.documentId, after) : undefined,
      ),
    )
    .orderBy(desc(invoiceReviews.documentId))
    .limit(pageSize + 1)
  return onePage(rows.map(typed))
}

/** One of them, whatever became of it. Throws `not-found`. */
export async function loadReview(orm: Orm, retailerId: string, id: string): Promise<Review> {
  const [row] = await reviewsOf(orm).where(
    and(eq(invoiceReviews.retailerId, retailerId), eq(invoiceReviews.documentId, id)),
  )
  if (!row) throw new ApplicationError('not-found', 'There is no such invoice under review.')
  return typed(row)
}

/** How many wait. */
export async function countWaiting(orm: Orm, retailerId: string): Promise<number> {
  const [row] = await orm
    .select({ n: count() })
    .from(invoiceReviews)
    .where(and(eq(invoiceReviews.retailerId, retailerId), eq(invoiceReviews.status, 'waiting')))
  return row?.n ?? 0
}

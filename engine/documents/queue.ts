import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type BusinessDocument, documentNumberOf } from '../../translators/documents/index.ts'

/** A business document that is to leave for a partner. */
export interface OutgoingDocument {
  retailerId: string
  partnershipId: string
  /** What makes it this document and no other, e.g. `purchase-order:PO-1001:1`. Queued again it stays one. */
  key: string
  content: BusinessDocument
  purchaseOrderId?: string
}

/** Stores the document and the job that renders it. Returns its id, or undefined when it had been queued before. */
export async function queueDocument(work: Work, outgoing: OutgoingDocument): Promise<string | undefined> {
  const { retailerId, partnershipId, key, content, purchaseOrderId } = outgoing
  const [stored] = await work.tx
    .insert(documents)
    .values({
      retailerId,
      id: work.newId(),
      direction: 'out',
      kind: content.kind,
      number: documentNumberOf(content),
      partnershipId,
      purchaseOrderId,
      key,
      status: 'queued',
      content,
      createdAt: work.now,
    })
    .onConflictDoNothing({ target: [documents.retailerId, documents.key] })
    .returning({ id: documents.id })
  if (stored) await work.enqueue('render-document', { retailerId, documentId: stored.id })
  return stored?.id
}

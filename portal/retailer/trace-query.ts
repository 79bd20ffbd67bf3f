import { and, asc, eq, inArray, isNotNull, or } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  acknowledgments,
  documents,
  invoices,
  messages,
  purchaseOrderLines,
  shipmentLines,
  shipments,
} from '../../db/schema/index.ts'

/** The documents from which facts about these purchase orders came. */
async function factDocuments(orm: Orm, retailerId: string, purchaseOrderIds: string[]): Promise<string[]> {
  const answered = await orm
    .select({ id: acknowledgments.documentId })
    .from(acknowledgments)
    .where(
      and(
        eq(acknowledgments.retailerId, retailerId),
        inArray(acknowledgments.purchaseOrderId, purchaseOrderIds),
        isNotNull(acknowledgments.documentId),
      ),
    )
  const shipped = await orm
    .selectDistinct({ id: shipments.documentId })
    .from(shipmentLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, shipmentLines.retailerId),
        eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId),
      ),
    )
    .innerJoin(
      shipments,
      and(eq(shipments.retailerId, shipmentLines.retailerId), eq(shipments.id, shipmentLines.shipmentId)),
    )
    .where(
      and(
        eq(shipmentLines.retailerId, retailerId),
        inArray(purchaseOrderLines.purchaseOrderId, purchaseOrderIds),
        isNotNull(shipments.documentId),
      ),
    )
  const billed = await orm
    .select({ id: invoices.documentId })
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        inArray(invoices.purchaseOrderId, purchaseOrderIds),
        isNotNull(invoices.documentId),
      ),
    )
  return [...answered, ...shipped, ...billed].map(row => row.id!)
}

/** Every document about these purchase orders, out and in, with the message whose bytes it stands in. */
export async function loadTrace(orm: Orm, retailerId: string, purchaseOrderIds: string[]) {
  if (purchaseOrderIds.length === 0) return []
  const ids = await factDocuments(orm, retailerId, purchaseOrderIds)
  return await orm
    .select({
      id: documents.id,
      direction: documents.direction,
      kind: documents.kind,
      number: documents.number,
      status: documents.status,
      setNumber: documents.setNumber,
      partnershipId: documents.partnershipId,
      purchaseOrderId: documents.purchaseOrderId,
      createdAt: documents.createdAt,
      messageId: documents.messageId,
      transport: messages.transport,
      messageStatus: messages.status,
      fileName: messages.fileName,
    })
    .from(documents)
    .leftJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(
      and(
        eq(documents.retailerId, retailerId),
        or(
          inArray(documents.purchaseOrderId, purchaseOrderIds),
          ids.length > 0 ? inArray(documents.id, ids) : undefined,
        ),
      ),
    )
    .orderBy(asc(documents.id))
}

export type TracedDocument = Awaited<ReturnType<typeof loadTrace>>[number]

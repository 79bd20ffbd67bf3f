import { and, desc, eq, exists, inArray, isNotNull, not, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  documents,
  messages,
  purchaseOrderAnswers,
  purchaseOrderChanges,
  purchaseOrderStatuses,
  purchaseOrders,
} from '../../db/schema/index.ts'
import { loadChanges } from '../../engine/purchase-orders/load-changes.ts'
import { type PurchaseOrder, purchaseOrder } from '../../translators/documents/index.ts'
import { presentSuppliersChange, suppliersChangeSchema } from './changes-present.ts'
import type { SupplierTenant } from './endpoint.ts'
import { moment } from './fields.ts'
import { matching, notBefore } from './filters.ts'
import { olderThan, oneMore, type PageQuery, pageOf } from './pages.ts'

/** A purchase order as its supplier sees it: where it stands, and the document itself. */
export const suppliersOrderSchema = z
  .object({
    id: z.uuid(),
    number: z.string(),
    status: z.enum(purchaseOrderStatuses),
    answer: z.enum(purchaseOrderAnswers),
    document: purchaseOrder.describe('What is ordered.'),
    changes: z.array(suppliersChangeSchema).describe('What either side asked to change, oldest first.'),
    messageId: z.uuid().nullable().describe('The message that it left in; null while it is being written.'),
    receivedAt: moment.nullable().describe('When you, or your system on the wire, confirmed that you have it.'),
    releasedAt: moment.nullable(),
    updatedAt: moment,
  })
  .meta({ id: 'SuppliersPurchaseOrder', description: 'A purchase order as its supplier sees it.' })

export interface SuppliersOrderFilters {
  number?: string | undefined
  /** Whether it is still to be answered. */
  open?: boolean | undefined
  /** Whether the retailer asks to change it and waits for the answer. */
  asked?: boolean | undefined
  /** Whether its receipt is confirmed. */
  received?: boolean | undefined
  status?: (typeof purchaseOrderStatuses)[number] | undefined
  updatedSince?: string | undefined
}

/** A page of a supplier's purchase orders that were released to it, newest first. */
export async function presentSuppliersOrders(
  orm: Orm,
  { retailerId, partnershipId }: SupplierTenant,
  filters: SuppliersOrderFilters,
  page: PageQuery,
) {
  const rows = await orm
    .select({
      id: purchaseOrders.id,
      number: purchaseOrders.number,
      status: purchaseOrders.status,
      answer: purchaseOrders.answer,
      document: documents.content,
      messageId: documents.messageId,
      receivedAt: messages.confirmedAt,
      releasedAt: purchaseOrders.releasedAt,
      updatedAt: purchaseOrders.updatedAt,
    })
    .from(purchaseOrders)
    .innerJoin(
      documents,
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.purchaseOrderId, purchaseOrders.id),
        eq(documents.direction, 'out'),
        eq(documents.kind, 'purchase-order'),
      ),
    )
    .leftJoin(messages, and(eq(messages.retailerId, retailerId), eq(messages.id, documents.messageId)))
    .where(
      and(
        eq(purchaseOrders.retailerId, retailerId),
        eq(purchaseOrders.partnershipId, partnershipId),
        matching(purchaseOrders.number, filters.number),
        whether(filters.open, inArray(purchaseOrders.status, ['released', 'sent'])),
        whether(filters.asked, isAsked(orm, retailerId)),
        matching(purchaseOrders.status, filters.status),
        notBefore(purchaseOrders.updatedAt, filters.updatedSince),
        whether(filters.received, isNotNull(messages.confirmedAt)),
        olderThan(purchaseOrders.id, page.cursor),
      ),
    )
    .orderBy(desc(purchaseOrders.id))
    .limit(oneMore(page))
  const { data, nextCursor } = pageOf(rows, page)
  const changes = await loadChanges(
    orm,
    retailerId,
    data.map(row => row.id),
  )
  const changesOf = (id: string) => changes.filter(change => change.purchaseOrderId === id).map(presentSuppliersChange)
  return {
    data: data.map(row => ({ ...row, document: row.document as PurchaseOrder, changes: changesOf(row.id) })),
    nextCursor,
  }
}

/** The condition, its contrary, or neither where nothing was asked. */
function whether(wanted: boolean | undefined, condition: SQL): SQL | undefined {
  return wanted === undefined ? undefined : wanted ? condition : not(condition)
}

/** Whether the retailer asks to change the purchase order and waits for the answer. */
function isAsked(orm: Orm, retailerId: string) {
  const asked = purchaseOrderChanges
  const condition = and(
    eq(asked.retailerId, retailerId),
    eq(asked.purchaseOrderId, purchaseOrders.id),
    eq(asked.status, 'requested'),
    eq(asked.askedBy, 'retailer'),
  )
  return exists(orm.select({ id: asked.id }).from(asked).where(condition))
}

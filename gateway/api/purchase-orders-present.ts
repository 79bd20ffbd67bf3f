import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  documents,
  events,
  messages,
  purchaseOrderAnswers,
  purchaseOrderLines,
  purchaseOrderStatuses,
  purchaseOrders,
  sources,
} from '../../db/schema/index.ts'
import { openOf } from '../../engine/purchase-orders/line.ts'
import { loadChanges } from '../../engine/purchase-orders/load-changes.ts'
import { changeSchema, presentChange } from './changes-present.ts'
import { documentSchema, presentDocuments } from './documents-present.ts'
import { amount, day, found, moment } from './fields.ts'
import { messageColumns, messageSummarySchema } from './messages-present.ts'

/** Where goods come from, as other things name it. */
export const sourceReferenceSchema = z
  .object({ id: z.uuid(), name: z.string(), kind: z.enum(['supplier', 'warehouse']) })
  .meta({ id: 'SourceReference', description: 'A supplier, or a warehouse of the retailer’s own.' })

export const purchaseOrderSummarySchema = z
  .object({
    id: z.uuid(),
    number: z.string(),
    orderId: z.uuid().describe('The customer’s order that it serves.'),
    partnershipId: z.uuid().nullable().describe('Null for the retailer’s own warehouse.'),
    source: sourceReferenceSchema,
    status: z.enum(purchaseOrderStatuses),
    answer: z.enum(purchaseOrderAnswers).describe('What the supplier’s acknowledgments so far amount to.'),
    currency: z.string(),
    orderDate: day,
    shipNotAfter: day.nullable(),
    supplierOrderNumber: z.string().nullable(),
    expectedFees: amount,
    createdAt: moment,
    releasedAt: moment.nullable(),
    sentAt: moment.nullable(),
    acknowledgedAt: moment.nullable(),
    shippedAt: moment.nullable(),
    closedAt: moment.nullable(),
    updatedAt: moment,
  })
  .meta({ id: 'PurchaseOrderSummary', description: 'An order to one source.' })

const lineSchema = z
  .object({
    lineNumber: z.string(),
    sku: z.string(),
    supplierSku: z.string(),
    description: z.string(),
    unit: z.string(),
    packSize: z.int().describe('How many of the retailer’s selling units one unit holds.'),
    unitCost: amount,
    ordered: amount.describe('= open + accepted + backordered + rejected + cancelled'),
    open: amount.describe('Not answered yet.'),
    accepted: amount,
    backordered: amount,
    rejected: amount,
    cancelled: amount,
    shipped: amount,
    overShipped: amount.describe('Shipped beyond what could be.'),
    invoiced: amount,
    credited: amount,
    expectedShipDate: day.nullable(),
    rejectionReason: z.string().nullable(),
  })
  .meta({ id: 'PurchaseOrderLine', description: 'A line and what has become of it.' })

export const eventSchema = z
  .object({
    id: z.uuid(),
    type: z.string(),
    actor: z.string(),
    data: z.record(z.string(), z.unknown()),
    at: moment,
  })
  .meta({ id: 'Event', description: 'Something that happened, e.g. purchase-order.acknowledged.' })

/** A purchase order with all that belongs to it. */
export const purchaseOrderDetailSchema = purchaseOrderSummarySchema
  .extend({
    lines: z.array(lineSchema),
    changes: z.array(changeSchema).describe('What either side asked to change, oldest first.'),
    documents: z.array(documentSchema),
    messages: z.array(messageSummarySchema),
    history: z.array(eventSchema),
  })
  .meta({
    id: 'PurchaseOrder',
    description: 'A purchase order with its lines, changes, documents, messages and history.',
  })

/** What a list tells of a purchase order; to be joined with its source. */
export const purchaseOrderColumns = {
  id: purchaseOrders.id,
  number: purchaseOrders.number,
  orderId: purchaseOrders.orderId,
  partnershipId: purchaseOrders.partnershipId,
  source: { id: sources.id, name: sources.name, kind: sources.kind },
  status: purchaseOrders.status,
  answer: purchaseOrders.answer,
  currency: purchaseOrders.currency,
  orderDate: purchaseOrders.orderDate,
  shipNotAfter: purchaseOrders.shipNotAfter,
  supplierOrderNumber: purchaseOrders.supplierOrderNumber,
  expectedFees: purchaseOrders.expectedFees,
  createdAt: purchaseOrders.createdAt,
  releasedAt: purchaseOrders.releasedAt,
  sentAt: purchaseOrders.sentAt,
  acknowledgedAt: purchaseOrders.acknowledgedAt,
  shippedAt: purchaseOrders.shippedAt,
  closedAt: purchaseOrders.closedAt,
  updatedAt: purchaseOrders.updatedAt,
}

/** One purchase order with all that belongs to it. Throws `not-found`. */
export async function presentPurchaseOrder(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select(purchaseOrderColumns)
    .from(purchaseOrders)
    .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, purchaseOrders.sourceId)))
    .where(and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, id)))
  const order = found(row, 'purchase order')
  const lines = await orm
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.purchaseOrderId, id)))
    .orderBy(asc(purchaseOrderLines.id))
  return {
    ...order,
    lines: lines.map(line => ({ ...line, open: openOf(line).toFixed() })),
    changes: (await loadChanges(orm, retailerId, [id])).map(presentChange),
    documents: presentDocuments(await documentsAbout(orm, retailerId, id)),
    messages: await messagesAbout(orm, retailerId, id),
    history: await orm
      .select()
      .from(events)
      .where(and(eq(events.retailerId, retailerId), eq(events.purchaseOrderId, id)))
      .orderBy(asc(events.id)),
  }
}

async function documentsAbout(orm: Orm, retailerId: string, purchaseOrderId: string) {
  return await orm
    .select()
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), eq(documents.purchaseOrderId, purchaseOrderId)))
    .orderBy(asc(documents.id))
}

async function messagesAbout(orm: Orm, retailerId: string, purchaseOrderId: string) {
  return await orm
    .selectDistinct(messageColumns)
    .from(messages)
    .innerJoin(documents, and(eq(documents.retailerId, retailerId), eq(documents.messageId, messages.id)))
    .where(and(eq(messages.retailerId, retailerId), eq(documents.purchaseOrderId, purchaseOrderId)))
    .orderBy(asc(messages.id))
}

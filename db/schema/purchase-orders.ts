import { sql } from 'drizzle-orm'
import {
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { Party, ProductIds } from '../../translators/documents/index.ts'
import { offers, products } from './catalogue.ts'
import { at, beginning, createdAt, decimal, ending, id, json, must, oneOf, retailerId, within } from './columns.ts'
import { orderLines, orders, routingDecisions } from './orders.ts'
import { partnerships, sources } from './partnerships.ts'

export const purchaseOrderStatuses = [
  'created',
  'released',
  'sent',
  'acknowledged',
  'partly-shipped',
  'shipped',
  'partly-invoiced',
  'invoiced',
  'closed',
  'cancelled',
] as const
export type PurchaseOrderStatus = (typeof purchaseOrderStatuses)[number]

/** What the acknowledgments so far amount to. */
export const purchaseOrderAnswers = ['none', 'accepted', 'changed', 'partial', 'backordered', 'rejected'] as const
export type PurchaseOrderAnswer = (typeof purchaseOrderAnswers)[number]

/** An order to one source: a supplier, or the retailer's own warehouse (then without partnership and never invoiced). */
export const purchaseOrders = pgTable(
  'purchase_orders',
  {
    retailerId: retailerId(),
    id: id(),
    number: text('number').notNull(),
    orderId: uuid('order_id').notNull(),
    sourceId: uuid('source_id').notNull(),
    partnershipId: uuid('partnership_id'),
    routingDecisionId: uuid('routing_decision_id').notNull(),
    status: text('status', { enum: purchaseOrderStatuses }).notNull(),
    answer: text('answer', { enum: purchaseOrderAnswers }).notNull().default('none'),
    currency: text('currency').notNull(),
    orderDate: date('order_date', { mode: 'string' }).notNull(),
    shipNotAfter: date('ship_not_after', { mode: 'string' }),
    /** By when it was to ship as ordered, where both sides have agreed on another `shipNotAfter` since. */
    orderedShipNotAfter: date('ordered_ship_not_after', { mode: 'string' }),
    supplierOrderNumber: text('supplier_order_number'),
    /** What routing expected this order to cost besides its items. */
    expectedFees: decimal('expected_fees').notNull().default('0'),
    createdAt: createdAt(),
    releasedAt: at('released_at'),
    sentAt: at('sent_at'),
    acknowledgedAt: at('acknowledged_at'),
    shippedAt: at('shipped_at'),
    closedAt: at('closed_at'),
    updatedAt: at('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    unique('purchase_orders_number').on(t.retailerId, t.number),
    /** A decision makes at most one order for each source: routing tried twice takes effect once. */
    unique('purchase_orders_decision').on(t.retailerId, t.routingDecisionId, t.sourceId),
    within('purchase_orders_order', [t.retailerId, t.orderId], orders),
    within('purchase_orders_source', [t.retailerId, t.sourceId], sources),
    within('purchase_orders_partnership', [t.retailerId, t.partnershipId], partnerships),
    within('purchase_orders_decision_made', [t.retailerId, t.routingDecisionId], routingDecisions),
    index('purchase_orders_by_status').on(t.retailerId, t.status, t.id),
    index('purchase_orders_by_partnership').on(t.retailerId, t.partnershipId, t.status, t.id),
    index('purchase_orders_of_partner').on(t.retailerId, t.partnershipId, t.id),
    index('purchase_orders_of_partner_due').on(t.retailerId, t.partnershipId, t.shipNotAfter, t.id),
    index('purchase_orders_of_partner_number').on(t.retailerId, t.partnershipId, beginning(t.number), t.id),
    index('purchase_orders_by_order').on(t.retailerId, t.orderId),
    index('purchase_orders_by_number').on(t.retailerId, beginning(t.number)),
    index('purchase_orders_by_number_end').on(t.retailerId, ending(t.number)),
    index('purchase_orders_by_ship_date').on(t.retailerId, t.shipNotAfter, t.id),
    index('purchase_orders_by_date').on(t.retailerId, t.orderDate),
    index('purchase_orders_by_source').on(t.retailerId, t.sourceId, t.orderDate),
    oneOf('purchase_orders_status', t.status, purchaseOrderStatuses),
    oneOf('purchase_orders_answer', t.answer, purchaseOrderAnswers),
  ],
)

/**
 * A line and what has become of it. ordered = open + accepted + backordered + rejected + cancelled, `open` being what is left of it;
 * shipped ≤ accepted; what was shipped beyond that stands in `overShipped`; invoiced − credited ≤ shipped + overShipped + tolerated.
 */
export const purchaseOrderLines = pgTable(
  'purchase_order_lines',
  {
    retailerId: retailerId(),
    id: id(),
    purchaseOrderId: uuid('purchase_order_id').notNull(),
    lineNumber: text('line_number').notNull(),
    orderLineId: uuid('order_line_id').notNull(),
    offerId: uuid('offer_id').notNull(),
    productId: uuid('product_id').notNull(),
    sku: text('sku').notNull(),
    supplierSku: text('supplier_sku').notNull(),
    description: text('description').notNull(),
    unit: text('unit').notNull(),
    /** How many of the order line's selling units one `unit` holds, as the offer said when the order was made. */
    packSize: integer('pack_size').notNull().default(1),
    unitCost: decimal('unit_cost').notNull(),
    /** At what it was ordered, where both sides have agreed on another `unitCost` since. */
    orderedUnitCost: decimal('ordered_unit_cost'),
    ordered: decimal('ordered').notNull(),
    accepted: decimal('accepted').notNull().default('0'),
    backordered: decimal('backordered').notNull().default('0'),
    rejected: decimal('rejected').notNull().default('0'),
    cancelled: decimal('cancelled').notNull().default('0'),
    /** Of `cancelled`, what the supplier caused: it asked for it, did not answer in time, or promised too late. */
    cancelledBySupplier: decimal('cancelled_by_supplier').notNull().default('0'),
    shipped: decimal('shipped').notNull().default('0'),
    overShipped: decimal('over_shipped').notNull().default('0'),
    invoiced: decimal('invoiced').notNull().default('0'),
    credited: decimal('credited').notNull().default('0'),
    tolerated: decimal('tolerated').notNull().default('0'),
    expectedShipDate: date('expected_ship_date', { mode: 'string' }),
    rejectionReason: text('rejection_reason'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('purchase_order_lines_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    within('purchase_order_lines_order_line', [t.retailerId, t.orderLineId], orderLines),
    within('purchase_order_lines_offer', [t.retailerId, t.offerId], offers),
    within('purchase_order_lines_product', [t.retailerId, t.productId], products),
    unique('purchase_order_lines_number').on(t.retailerId, t.purchaseOrderId, t.lineNumber),
    index('purchase_order_lines_by_order_line').on(t.retailerId, t.orderLineId),
    index('purchase_order_lines_by_offer').on(t.retailerId, t.offerId),
    index('purchase_order_lines_unbilled')
      .on(t.retailerId, t.id)
      .where(sql`${t.shipped} + ${t.overShipped} - ${t.invoiced} > 0`),
    must(
      'purchase_order_lines_not_negative',
      sql`${t.ordered} > 0 and ${t.packSize} >= 1 and least(${t.accepted}, ${t.backordered}, ${t.rejected}, ${t.cancelled}, ${t.shipped}, ${t.overShipped}, ${t.invoiced}, ${t.credited}, ${t.tolerated}, ${t.unitCost}) >= 0`,
    ),
    must(
      'purchase_order_lines_answered',
      sql`${t.accepted} + ${t.backordered} + ${t.rejected} + ${t.cancelled} <= ${t.ordered}`,
    ),
    must('purchase_order_lines_shipped', sql`${t.shipped} <= ${t.accepted}`),
    must(
      'purchase_order_lines_cancelled_by_supplier',
      sql`${t.cancelledBySupplier} >= 0 and ${t.cancelledBySupplier} <= ${t.cancelled}`,
    ),
    must(
      'purchase_order_lines_invoiced',
      sql`${t.credited} <= ${t.invoiced} and ${t.invoiced} - ${t.credited} <= ${t.shipped} + ${t.overShipped} + ${t.tolerated}`,
    ),
  ],
)

/** What is still held of a source's stock for one purchase order line. */
export const reservations = pgTable(
  'reservations',
  {
    retailerId: retailerId(),
    purchaseOrderLineId: uuid('purchase_order_line_id').notNull(),
    offerId: uuid('offer_id').notNull(),
    location: text('location').notNull().default(''),
    quantity: decimal('quantity').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.purchaseOrderLineId, t.location] }),
    within('reservations_line', [t.retailerId, t.purchaseOrderLineId], purchaseOrderLines),
    within('reservations_offer', [t.retailerId, t.offerId], offers),
    must('reservations_quantity', sql`${t.quantity} >= 0`),
  ],
)

/** A supplier's answer, as it was given. Never changed. */
export const acknowledgments = pgTable(
  'acknowledgments',
  {
    retailerId: retailerId(),
    id: id(),
    purchaseOrderId: uuid('purchase_order_id').notNull(),
    /** The document it came in, where it came in one. */
    documentId: uuid('document_id'),
    /** SHA-256 of the answer's meaning: the same answer by another way is the same fact. */
    fingerprint: text('fingerprint').notNull(),
    type: text('type').notNull(),
    supplierOrderNumber: text('supplier_order_number'),
    actor: text('actor').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('acknowledgments_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    unique('acknowledgments_once').on(t.retailerId, t.purchaseOrderId, t.fingerprint),
  ],
)

export const acknowledgmentLines = pgTable(
  'acknowledgment_lines',
  {
    retailerId: retailerId(),
    id: id(),
    acknowledgmentId: uuid('acknowledgment_id').notNull(),
    purchaseOrderLineId: uuid('purchase_order_line_id').notNull(),
    status: text('status').notNull(),
    quantity: decimal('quantity').notNull(),
    /** How much of it could take effect; the rest contradicts what was already said and is an exception. */
    applied: decimal('applied').notNull(),
    shipDate: date('ship_date', { mode: 'string' }),
    unitPrice: decimal('unit_price'),
    reason: text('reason'),
    note: text('note'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('acknowledgment_lines_acknowledgment', [t.retailerId, t.acknowledgmentId], acknowledgments),
    within('acknowledgment_lines_line', [t.retailerId, t.purchaseOrderLineId], purchaseOrderLines),
    must(
      'acknowledgment_lines_quantity',
      sql`${t.quantity} >= 0 and ${t.applied} >= 0 and ${t.applied} <= ${t.quantity}`,
    ),
  ],
)

export const changeStatuses = ['requested', 'accepted', 'refused'] as const

/** A wish to change or cancel an order already sent; it takes effect when the other side accepts. */
export const purchaseOrderChanges = pgTable(
  'purchase_order_changes',
  {
    retailerId: retailerId(),
    id: id(),
    purchaseOrderId: uuid('purchase_order_id').notNull(),
    sequence: integer('sequence').notNull(),
    kind: text('kind', { enum: ['change', 'cancellation'] }).notNull(),
    askedBy: text('asked_by', { enum: ['retailer', 'supplier'] }).notNull(),
    status: text('status', { enum: changeStatuses }).notNull(),
    /** What is asked, and what becomes of the quantity: the shape is `engine/purchase-orders/request-change.ts`'s. */
    request: json<unknown>('request').notNull(),
    /** What the other side said, line by line. */
    answer: json<unknown>('answer'),
    /** The document that it came in, where it came in one. */
    documentId: uuid('document_id'),
    actor: text('actor').notNull(),
    requestedAt: at('requested_at').notNull(),
    answeredAt: at('answered_at'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('purchase_order_changes_order', [t.retailerId, t.purchaseOrderId], purchaseOrders),
    unique('purchase_order_changes_sequence').on(t.retailerId, t.purchaseOrderId, t.sequence),
    oneOf('purchase_order_changes_status', t.status, changeStatuses),
    /** One wish at a time: the answer to one decides what the next can ask. */
    uniqueIndex('purchase_order_changes_one_open')
      .on(t.retailerId, t.purchaseOrderId)
      .where(sql`${t.status} = 'requested'`),
    must('purchase_order_changes_answered', sql`(${t.status} = 'requested') = (${t.answeredAt} is null)`),
  ],
)

/**
 * Goods that left a source, as its notice said. What was told stays: a notice that was cancelled or corrected is marked as taken back and counts for nothing from then
 * on. A shipment number is given once among those that stand.
 */
export const shipments = pgTable(
  'shipments',
  {
    retailerId: retailerId(),
    id: id(),
    sourceId: uuid('source_id').notNull(),
    number: text('number').notNull(),
    documentId: uuid('document_id'),
    shippedOn: date('shipped_on', { mode: 'string' }).notNull(),
    estimatedDelivery: date('estimated_delivery', { mode: 'string' }),
    scac: text('scac'),
    carrier: text('carrier'),
    service: text('service'),
    billOfLading: text('bill_of_lading'),
    /** Where it left from, as its notice said. */
    shipFrom: json<Party>('ship_from'),
    actor: text('actor').notNull(),
    receivedAt: at('received_at').notNull(),
    /** When its source took it back, by a cancellation or by the notice named in `replacedById`. */
    takenBackAt: at('taken_back_at'),
    takenBackBy: text('taken_back_by'),
    /** The document that took it back, where it came in one. */
    takenBackDocumentId: uuid('taken_back_document_id'),
    replacedById: uuid('replaced_by_id'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('shipments_source', [t.retailerId, t.sourceId], sources),
    uniqueIndex('shipments_number').on(t.retailerId, t.sourceId, t.number).where(sql`${t.takenBackAt} is null`),
    index('shipments_by_number').on(t.retailerId, t.sourceId, t.number),
    index('shipments_by_receipt').on(t.retailerId, t.receivedAt),
    index('shipments_of_source').on(t.retailerId, t.sourceId, t.receivedAt, t.id),
    must(
      'shipments_taken_back',
      sql`(${t.takenBackAt} is null) = (${t.takenBackBy} is null) and (${t.takenBackAt} is not null or ${t.replacedById} is null)`,
    ),
  ],
)

export const shipmentPackages = pgTable(
  'shipment_packages',
  {
    retailerId: retailerId(),
    id: id(),
    shipmentId: uuid('shipment_id').notNull(),
    sequence: integer('sequence').notNull(),
    sscc: text('sscc'),
    /** Whether its check digit is right. */
    ssccValid: boolean('sscc_valid'),
    trackingNumber: text('tracking_number'),
    /** Whether the number's check digit fits its carrier; absent where the carrier has none or is unknown. */
    trackingValid: boolean('tracking_valid'),
    weight: decimal('weight'),
    weightUnit: text('weight_unit'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('shipment_packages_shipment', [t.retailerId, t.shipmentId], shipments),
    unique('shipment_packages_sequence').on(t.retailerId, t.shipmentId, t.sequence),
    index('shipment_packages_tracking').on(t.retailerId, t.trackingNumber),
    index('shipment_packages_by_sscc').on(t.retailerId, t.sscc),
    must('shipment_packages_sscc', sql`${t.sscc} is null or ${t.sscc} ~ '^[0-9]{18}$'`),
  ],
)

export const shipmentLines = pgTable(
  'shipment_lines',
  {
    retailerId: retailerId(),
    id: id(),
    shipmentId: uuid('shipment_id').notNull(),
    packageId: uuid('package_id').notNull(),
    purchaseOrderLineId: uuid('purchase_order_line_id').notNull(),
    quantity: decimal('quantity').notNull(),
    /** The part of `quantity` beyond what could be shipped. */
    over: decimal('over').notNull().default('0'),
    /** What was sent instead, as the supplier named it, where that is not what was ordered. */
    substitute: json<ProductIds>('substitute'),
  },
  t => [
    primaryKey({ columns: [t.retailerId, t.id] }),
    within('shipment_lines_shipment', [t.retailerId, t.shipmentId], shipments),
    within('shipment_lines_package', [t.retailerId, t.packageId], shipmentPackages),
    within('shipment_lines_line', [t.retailerId, t.purchaseOrderLineId], purchaseOrderLines),
    index('shipment_lines_by_shipment').on(t.retailerId, t.shipmentId),
    index('shipment_lines_by_line').on(t.retailerId, t.purchaseOrderLineId),
    must('shipment_lines_quantity', sql`${t.quantity} > 0 and ${t.over} >= 0 and ${t.over} <= ${t.quantity}`),
  ],
)

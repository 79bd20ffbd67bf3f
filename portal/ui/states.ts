import type {
  DocumentStatus,
  InboundStatus,
  InvoiceStatus,
  OrderStatus,
  OutboundStatus,
  PurchaseOrderAnswer,
  PurchaseOrderStatus,
} from '../../db/schema/index.ts'
import type { StateLook } from './badge.tsx'

const look = (word: string, tone: StateLook['tone'], icon: StateLook['icon']): StateLook => ({ word, tone, icon })

export const orderStates: Record<OrderStatus, StateLook> = {
  imported: look('New', 'info', 'dot'),
  held: look('Held', 'bad', 'pause'),
  routed: look('Routed', 'info', 'right'),
  'partly-shipped': look('Partly shipped', 'info', 'half'),
  shipped: look('Shipped', 'good', 'truck'),
  closed: look('Closed', 'good', 'check'),
  cancelled: look('Cancelled', 'idle', 'cross'),
}

/** As the retailer sees a purchase order. */
export const purchaseOrderStates: Record<PurchaseOrderStatus, StateLook> = {
  created: look('Created', 'idle', 'dot'),
  released: look('Released', 'info', 'dot'),
  sent: look('Sent', 'warn', 'clock'),
  acknowledged: look('Acknowledged', 'info', 'check'),
  'partly-shipped': look('Partly shipped', 'info', 'half'),
  shipped: look('Shipped', 'good', 'truck'),
  'partly-invoiced': look('Partly invoiced', 'info', 'half'),
  invoiced: look('Invoiced', 'good', 'invoice'),
  closed: look('Closed', 'good', 'check'),
  cancelled: look('Cancelled', 'idle', 'cross'),
}

/** As the supplier sees the same order: in words of what is theirs to do. */
export const supplierOrderStates: Record<PurchaseOrderStatus, StateLook> = {
  ...purchaseOrderStates,
  released: look('New', 'warn', 'clock'),
  sent: look('New', 'warn', 'clock'),
  acknowledged: look('Ready to ship', 'info', 'truck'),
  'partly-shipped': look('Partly shipped', 'info', 'half'),
  shipped: look('Shipped', 'good', 'truck'),
}

export const answers: Record<PurchaseOrderAnswer, string> = {
  none: 'Not answered',
  accepted: 'Accepted',
  changed: 'Accepted with changes',
  partial: 'Partly accepted',
  backordered: 'Backordered',
  rejected: 'Rejected',
}

export const invoiceStates: Record<InvoiceStatus, StateLook> = {
  received: look('Received', 'info', 'dot'),
  waiting: look('Waiting for shipment', 'warn', 'clock'),
  matched: look('Matched', 'good', 'equal'),
  'within-tolerance': look('Within tolerance', 'good', 'equal'),
  exception: look('Exception', 'bad', 'alert'),
  disputed: look('With the supplier', 'warn', 'messages'),
  approved: look('Approved', 'good', 'check'),
  exported: look('Exported', 'good', 'export'),
  paid: look('Paid', 'good', 'money'),
  void: look('Void', 'idle', 'cross'),
}

/** The same, as the supplier sees them who sent the invoice. */
export const supplierInvoiceStates: Record<InvoiceStatus, StateLook> = {
  ...invoiceStates,
  'within-tolerance': look('Matched', 'good', 'equal'),
  exception: look('In question', 'warn', 'clock'),
  disputed: look('Answer it', 'bad', 'alert'),
  exported: look('To be paid', 'good', 'export'),
}

export const messageStates: Record<InboundStatus | OutboundStatus, StateLook> = {
  received: look('Received', 'info', 'dot'),
  processed: look('Processed', 'good', 'check'),
  'partly-processed': look('Partly processed', 'warn', 'half'),
  rejected: look('Rejected', 'bad', 'cross'),
  duplicate: look('Duplicate', 'idle', 'copy'),
  queued: look('Queued', 'info', 'clock'),
  sent: look('Sent', 'info', 'out'),
  confirmed: look('Confirmed', 'good', 'check'),
  retrying: look('Retrying', 'warn', 'retry'),
  failed: look('Failed', 'bad', 'alert'),
}

export const documentStates: Record<DocumentStatus, StateLook> = {
  received: look('Received', 'info', 'dot'),
  applied: look('Applied', 'good', 'check'),
  duplicate: look('Duplicate', 'idle', 'copy'),
  rejected: look('Rejected', 'bad', 'cross'),
  test: look('Test', 'idle', 'half'),
  queued: look('Queued', 'info', 'clock'),
  rendered: look('Sent', 'info', 'out'),
  acknowledged: look('Acknowledged', 'good', 'check'),
  refused: look('Refused', 'bad', 'cross'),
}

export const partnershipStates: Record<string, StateLook> = {
  invited: look('Invited', 'idle', 'clock'),
  testing: look('Testing', 'info', 'half'),
  certified: look('Certified', 'info', 'check'),
  live: look('Live', 'good', 'check'),
  paused: look('Paused', 'warn', 'pause'),
  ended: look('Ended', 'idle', 'cross'),
}

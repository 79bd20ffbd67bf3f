import type { events } from '../../db/schema/index.ts'

type Event = typeof events.$inferSelect

/** An event as it is told: the same bytes at every attempt. `type`, `timestamp` and `data` are those of Standard Webhooks ("Payload structure"). */
export function retailerBody(event: Event): string {
  const { type, at, actor, data, orderId, purchaseOrderId, invoiceId, partnershipId, documentId } = event
  return JSON.stringify({
    type,
    timestamp: at.toISOString(),
    data: { ...sorted(data), actor, orderId, purchaseOrderId, invoiceId, partnershipId, documentId },
  })
}

/** What a supplier may know of an event: which purchase order it is about, and no more. */
export function supplierBody({ type, at }: Event, purchaseOrderNumber: string | null, retailer: string): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data: { retailer, purchaseOrderNumber } })
}

/** Stored JSON keeps no sequence of keys. */
function sorted(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1)))
}

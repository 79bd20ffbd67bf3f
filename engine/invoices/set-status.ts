import { sql } from 'drizzle-orm'
import { type InvoiceStatus, invoices } from '../../db/schema/index.ts'
import type { Actor, Work } from '../../db/work.ts'
import { recordEvents, recordset } from '../records.ts'
import type { InvoiceRow, LockedInvoice } from './lock.ts'

/** Once here, an invoice is matched no more. */
const settledStatuses: readonly InvoiceStatus[] = ['approved', 'exported', 'paid', 'void']

/** Whether an invoice has been decided on for good. */
export function isSettled(status: InvoiceStatus): boolean {
  return settledStatuses.includes(status)
}

/** Statuses of invoices that a match can still change. */
export const openStatuses: readonly InvoiceStatus[] = [
  'received',
  'waiting',
  'matched',
  'within-tolerance',
  'exception',
  'disputed',
]

/** What may change with the status of an invoice. */
type Change = Pick<InvoiceRow, 'status'> &
  Partial<
    Pick<
      InvoiceRow,
      | 'purchaseOrderId'
      | 'matchedAt'
      | 'payable'
      | 'waitUntil'
      | 'firstApproval'
      | 'approvedAt'
      | 'approvedBy'
      | 'voidReason'
    >
  >

/** A line of an invoice's history. Who did it, where that is not who does the work. */
export interface InvoiceEvent {
  type: string
  data?: Record<string, unknown>
  actor?: Actor
}

/** An invoice with its new status, what goes with it, and what is told of it. */
export interface StatusChange {
  held: LockedInvoice
  change: Change
  events: readonly InvoiceEvent[]
}

/** Stores a new status with what goes with it, and its event. The invoice is locked. */
export async function setStatus(work: Work, held: LockedInvoice, change: Change, event: InvoiceEvent): Promise<void> {
  await setStatuses(work, [{ held, change, events: [event] }])
}

const columns = {
  id: 'uuid',
  status: 'text',
  purchaseOrderId: 'uuid',
  matchedAt: 'timestamptz',
  payable: 'numeric',
  waitUntil: 'timestamptz',
  firstApproval: 'jsonb',
  approvedAt: 'timestamptz',
  approvedBy: 'text',
  voidReason: 'text',
} as const

/** The same for many invoices of one retailer. */
export async function setStatuses(work: Work, changes: readonly StatusChange[]): Promise<void> {
  if (changes.length === 0) return
  const { retailerId } = changes[0]!.held.invoice
  const rows = changes.map(({ held, change }) => {
    const merged = { ...held.invoice, ...change }
    return Object.fromEntries(Object.keys(columns).map(name => [name, merged[name as keyof typeof columns]]))
  }) as Record<keyof typeof columns, unknown>[]
  await work.tx.execute(sql`
    update ${invoices} as i
    set status = v.status, purchase_order_id = v."purchaseOrderId", matched_at = v."matchedAt", payable = v.payable,
        wait_until = v."waitUntil", first_approval = v."firstApproval", approved_at = v."approvedAt",
        approved_by = v."approvedBy", void_reason = v."voidReason", updated_at = ${work.now.toISOString()}
    from ${recordset(columns, rows)}
    where i.retailer_id = ${retailerId} and i.id = v.id`)
  await recordInvoiceEvents(work, changes)
}

/** Writes what is told of invoices into their histories. */
export async function recordInvoiceEvents(
  work: Work,
  told: readonly Pick<StatusChange, 'held' | 'events'>[],
): Promise<void> {
  const rows = told.flatMap(({ held: { invoice, orders }, events: own }) =>
    own.map(({ type, data, actor }) => ({
      retailerId: invoice.retailerId,
      type,
      invoiceId: invoice.id,
      partnershipId: invoice.partnershipId,
      documentId: invoice.documentId,
      purchaseOrderId: orders[0]?.id ?? null,
      orderId: orders[0]?.orderId ?? null,
      ...(actor && { actor }),
      data: { number: invoice.number, ...data },
    })),
  )
  await recordEvents(work, rows)
}

import { and, asc, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { invoiceCharges, invoiceLines, invoices, partnerships, purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { lockPurchaseOrders, type PurchaseOrderRow } from '../purchase-orders/lock.ts'

export type InvoiceRow = typeof invoices.$inferSelect
export type InvoiceLineRow = typeof invoiceLines.$inferSelect
export type InvoiceChargeRow = typeof invoiceCharges.$inferSelect
export type PartnershipRow = typeof partnerships.$inferSelect

/** An invoice that nobody else changes until the transaction ends, with all that belongs to it. */
export interface LockedInvoice {
  invoice: InvoiceRow
  lines: InvoiceLineRow[]
  charges: InvoiceChargeRow[]
  partnership: PartnershipRow
  /** The purchase orders that its lines name, locked too; in the order of their ids. */
  orders: PurchaseOrderRow[]
}

/** Locks an invoice and the purchase orders that it names: orders first, as every command does. Throws `not-found`. */
export async function lockInvoice(work: Work, retailerId: string, invoiceId: string): Promise<LockedInvoice> {
  const mine = and(eq(invoices.retailerId, retailerId), eq(invoices.id, invoiceId))
  const [seen] = await work.tx.select().from(invoices).where(mine)
  if (!seen) throw new ApplicationError('not-found', 'There is no such invoice.')
  const lines = await work.tx
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, invoiceId)))
    .orderBy(asc(invoiceLines.position))
  const orderIds = await orderIdsNamed(work, seen, lines)
  const orders = await lockPurchaseOrders(work, retailerId, orderIds)
  const [invoice] = await work.tx.select().from(invoices).where(mine).for('update')
  return { invoice: invoice!, orders, ...(await belongings(work, retailerId, invoiceId, seen.partnershipId)) }
}

/** What the invoice's lines hold is read after the lock: another command may have counted them in between. */
async function belongings(work: Work, retailerId: string, invoiceId: string, partnershipId: string) {
  const lines = await work.tx
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, invoiceId)))
    .orderBy(asc(invoiceLines.position))
  const charges = await work.tx
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, invoiceId)))
    .orderBy(asc(invoiceCharges.id))
  const [partnership] = await work.tx
    .select()
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return { lines, charges, partnership: partnership! }
}

async function orderIdsNamed(work: Work, invoice: InvoiceRow, lines: InvoiceLineRow[]): Promise<string[]> {
  const numbers = new Set(lines.map(line => line.purchaseOrderNumber ?? invoice.purchaseOrderNumber ?? ''))
  const rows = await work.tx
    .select({ id: purchaseOrders.id })
    .from(purchaseOrders)
    .where(
      and(
        eq(purchaseOrders.retailerId, invoice.retailerId),
        eq(purchaseOrders.partnershipId, invoice.partnershipId),
        inArray(purchaseOrders.number, [...numbers]),
      ),
    )
  return rows.map(row => row.id)
}

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
  const [held] = await lockInvoices(work, retailerId, [invoiceId])
  if (!held) throw new ApplicationError('not-found', 'There is no such invoice.')
  return held
}

/** The same for many, in the order in which they came. Unknown ids are left out. */
export async function lockInvoices(
  work: Work,
  retailerId: string,
  invoiceIds: readonly string[],
): Promise<LockedInvoice[]> {
  if (invoiceIds.length === 0) return []
  const ids = [...new Set(invoiceIds)]
  const orders = await lockPurchaseOrders(work, retailerId, await orderIdsNamed(work, retailerId, ids))
  const rows = await work.tx
    .select()
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, ids)))
    .orderBy(asc(invoices.id))
    .for('update')
  // What they hold is read after the lock: another command may have counted it in between.
  const lines = await work.tx
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), inArray(invoiceLines.invoiceId, ids)))
    .orderBy(asc(invoiceLines.position))
  const charges = await work.tx
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), inArray(invoiceCharges.invoiceId, ids)))
    .orderBy(asc(invoiceCharges.id))
  const partners = await partnershipsOf(work, retailerId, rows)
  const orderOf = new Map(orders.map(order => [order.number, order]))
  const [linesOf, chargesOf] = [Map.groupBy(lines, row => row.invoiceId), Map.groupBy(charges, row => row.invoiceId)]
  return rows.map(invoice => {
    const own = linesOf.get(invoice.id) ?? []
    const named = own.flatMap(line => orderOf.get(line.purchaseOrderNumber ?? invoice.purchaseOrderNumber ?? '') ?? [])
    const theirs = [...new Set(named)].filter(order => order.partnershipId === invoice.partnershipId)
    return {
      invoice,
      lines: own,
      charges: chargesOf.get(invoice.id) ?? [],
      partnership: partners.get(invoice.partnershipId)!,
      orders: theirs.sort((one, other) => (one.id < other.id ? -1 : 1)),
    }
  })
}

async function partnershipsOf(work: Work, retailerId: string, rows: readonly InvoiceRow[]) {
  const ids = [...new Set(rows.map(row => row.partnershipId))]
  const found = ids.length
    ? await work.tx
        .select()
        .from(partnerships)
        .where(and(eq(partnerships.retailerId, retailerId), inArray(partnerships.id, ids)))
    : []
  return new Map(found.map(row => [row.id, row]))
}

/** The purchase orders that lines name, or their invoice for them, where they are the same partner's. */
async function orderIdsNamed(work: Work, retailerId: string, invoiceIds: string[]): Promise<string[]> {
  const named = await work.tx
    .selectDistinct({
      ofLine: invoiceLines.purchaseOrderNumber,
      ofInvoice: invoices.purchaseOrderNumber,
      partnershipId: invoices.partnershipId,
    })
    .from(invoices)
    .innerJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, invoices.retailerId), eq(invoiceLines.invoiceId, invoices.id)),
    )
    .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, invoiceIds)))
  const partnersOf = new Map<string, Set<string>>()
  for (const { ofLine, ofInvoice, partnershipId } of named) {
    const number = ofLine ?? ofInvoice
    if (number) partnersOf.set(number, (partnersOf.get(number) ?? new Set()).add(partnershipId))
  }
  if (partnersOf.size === 0) return []
  const rows = await work.tx
    .select({ id: purchaseOrders.id, number: purchaseOrders.number, partnershipId: purchaseOrders.partnershipId })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), inArray(purchaseOrders.number, [...partnersOf.keys()])))
  return rows
    .filter(({ number, partnershipId }) => partnershipId && partnersOf.get(number)!.has(partnershipId))
    .map(row => row.id)
}

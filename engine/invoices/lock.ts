import { and, asc, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { invoiceCharges, invoiceLines, invoices, partnerships, purchaseOrders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { lockPurchaseOrders, type PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { isAnyOf, isAnyText } from '../records.ts'

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

/** What a match reads of an invoice's lines, and of a purchase order: many are read at once, so nothing else is. */
const lineColumns = {
  id: invoiceLines.id,
  invoiceId: invoiceLines.invoiceId,
  position: invoiceLines.position,
  purchaseOrderLineId: invoiceLines.purchaseOrderLineId,
  purchaseOrderNumber: invoiceLines.purchaseOrderNumber,
  lineNumber: invoiceLines.lineNumber,
  ids: invoiceLines.ids,
  description: invoiceLines.description,
  quantity: invoiceLines.quantity,
  unit: invoiceLines.unit,
  unitPrice: invoiceLines.unitPrice,
  amount: invoiceLines.amount,
  allowancesAndCharges: invoiceLines.allowancesAndCharges,
  countedInOrderUnits: invoiceLines.countedInOrderUnits,
} as const
const orderColumns = {
  id: purchaseOrders.id,
  number: purchaseOrders.number,
  partnershipId: purchaseOrders.partnershipId,
  currency: purchaseOrders.currency,
  expectedFees: purchaseOrders.expectedFees,
} as const

/** An invoice with what a match reads of it. */
export interface ReadInvoice extends Pick<LockedInvoice, 'invoice' | 'charges' | 'partnership'> {
  lines: Pick<InvoiceLineRow, keyof typeof lineColumns>[]
  orders: Pick<PurchaseOrderRow, keyof typeof orderColumns>[]
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
  const orders = await lockPurchaseOrders(work, retailerId, await orderIdsNamed(work.tx, retailerId, ids))
  const rows = await invoicesOf(work.tx, retailerId, ids).for('update')
  // What they hold is read after the lock: another command may have counted it in between.
  const lines = work.tx
    .select()
    .from(invoiceLines)
    .where(areLinesOf(retailerId, ids))
    .orderBy(asc(invoiceLines.position))
  return await withParts(work.tx, retailerId, rows, orders, lines)
}

/** Reads invoices with all that belongs to them as they stand, and locks nothing: for trying things out, not for changing them. */
export async function readInvoices(
  orm: Orm,
  retailerId: string,
  invoiceIds: readonly string[],
): Promise<ReadInvoice[]> {
  if (invoiceIds.length === 0) return []
  const ids = [...new Set(invoiceIds)]
  const orderIds = await orderIdsNamed(orm, retailerId, ids)
  const orders = orderIds.length
    ? await orm
        .select(orderColumns)
        .from(purchaseOrders)
        .where(and(eq(purchaseOrders.retailerId, retailerId), isAnyOf(purchaseOrders.id, orderIds)))
    : []
  const rows = await invoicesOf(orm, retailerId, ids)
  const lines = orm
    .select(lineColumns)
    .from(invoiceLines)
    .where(areLinesOf(retailerId, ids))
    .orderBy(asc(invoiceLines.position))
  return await withParts(orm, retailerId, rows, orders, lines)
}

function areLinesOf(retailerId: string, ids: readonly string[]) {
  return and(eq(invoiceLines.retailerId, retailerId), isAnyOf(invoiceLines.invoiceId, ids))
}

function invoicesOf(orm: Orm, retailerId: string, ids: string[]) {
  return orm
    .select()
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), isAnyOf(invoices.id, ids)))
    .orderBy(asc(invoices.id))
}

async function withParts<
  Line extends Pick<InvoiceLineRow, 'invoiceId' | 'purchaseOrderNumber'>,
  Order extends Pick<PurchaseOrderRow, 'id' | 'number' | 'partnershipId'>,
>(orm: Orm, retailerId: string, rows: InvoiceRow[], orders: readonly Order[], readingLines: PromiseLike<Line[]>) {
  const ids = rows.map(row => row.id)
  if (ids.length === 0) return []
  const readingCharges = orm
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), isAnyOf(invoiceCharges.invoiceId, ids)))
    .orderBy(asc(invoiceCharges.id))
  const readingPartners = partnershipsOf(orm, retailerId, rows)
  const [lines, charges, partners] = await Promise.all([readingLines, readingCharges, readingPartners])
  const orderOf = new Map(orders.map(order => [order.number, order]))
  const [linesOf, chargesOf] = [Map.groupBy(lines, row => row.invoiceId), Map.groupBy(charges, row => row.invoiceId)]
  return rows.map(invoice => {
    const own = linesOf.get(invoice.id) ?? []
    const named = own.flatMap(line => orderOf.get(line.purchaseOrderNumber ?? invoice.purchaseOrderNumber ?? '') ?? [])
    const theirs: Order[] = [...new Set(named)].filter(order => order.partnershipId === invoice.partnershipId)
    return {
      invoice,
      lines: own,
      charges: chargesOf.get(invoice.id) ?? [],
      partnership: partners.get(invoice.partnershipId)!,
      orders: theirs.sort((one, other) => (one.id < other.id ? -1 : 1)),
    }
  })
}

async function partnershipsOf(orm: Orm, retailerId: string, rows: readonly InvoiceRow[]) {
  const ids = [...new Set(rows.map(row => row.partnershipId))]
  const found = ids.length
    ? await orm
        .select()
        .from(partnerships)
        .where(and(eq(partnerships.retailerId, retailerId), isAnyOf(partnerships.id, ids)))
    : []
  return new Map(found.map(row => [row.id, row]))
}

/** The purchase orders that lines name, or their invoice for them, where they are the same partner's. */
async function orderIdsNamed(orm: Orm, retailerId: string, invoiceIds: string[]): Promise<string[]> {
  const named = await orm
    .selectDistinct({
      number: sql<string | null>`coalesce(${invoiceLines.purchaseOrderNumber}, ${invoices.purchaseOrderNumber})`,
      partnershipId: invoices.partnershipId,
    })
    .from(invoices)
    .innerJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, invoices.retailerId), eq(invoiceLines.invoiceId, invoices.id)),
    )
    .where(and(eq(invoices.retailerId, retailerId), isAnyOf(invoices.id, invoiceIds)))
  const wanted = new Set(named.map(({ number, partnershipId }) => `${partnershipId} ${number}`))
  const { id, number, partnershipId } = purchaseOrders
  const numbers = named.flatMap(row => row.number ?? [])
  const rows = await orm
    .select({ id, number, partnershipId })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), isAnyText(number, numbers)))
  return rows.filter(row => wanted.has(`${row.partnershipId} ${row.number}`)).map(row => row.id)
}

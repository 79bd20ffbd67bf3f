import { and, asc, eq, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { readPacked } from '../../db/read-packed.ts'
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

/** What a match reads of an invoice, its parts and what it is matched with: many are read at once, so nothing else is. */
const invoiceColumns = {
  id: invoices.id,
  partnershipId: invoices.partnershipId,
  type: invoices.type,
  number: invoices.number,
  purchaseOrderNumber: invoices.purchaseOrderNumber,
  invoiceDate: invoices.invoiceDate,
  terms: invoices.terms,
  currency: invoices.currency,
  total: invoices.total,
  computedTotal: invoices.computedTotal,
  waitUntil: invoices.waitUntil,
} as const
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
const chargeColumns = {
  id: invoiceCharges.id,
  invoiceId: invoiceCharges.invoiceId,
  kind: invoiceCharges.kind,
  reason: invoiceCharges.reason,
  amount: invoiceCharges.amount,
} as const
const partnershipColumns = {
  id: partnerships.id,
  currency: partnerships.currency,
  terms: partnerships.terms,
  tolerances: partnerships.tolerances,
} as const
const orderColumns = {
  id: purchaseOrders.id,
  number: purchaseOrders.number,
  partnershipId: purchaseOrders.partnershipId,
  currency: purchaseOrders.currency,
  expectedFees: purchaseOrders.expectedFees,
} as const

/** An invoice with what a match reads of it. */
export interface ReadInvoice {
  invoice: Pick<InvoiceRow, keyof typeof invoiceColumns>
  lines: Pick<InvoiceLineRow, keyof typeof lineColumns>[]
  charges: Pick<InvoiceChargeRow, keyof typeof chargeColumns>[]
  partnership: Pick<PartnershipRow, keyof typeof partnershipColumns>
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
  const rows = await work.tx
    .select()
    .from(invoices)
    .where(areInvoices(retailerId, ids))
    .orderBy(asc(invoices.id))
    .for('update')
  const found = rows.map(row => row.id)
  if (found.length === 0) return []
  // What they hold is read after the lock: another command may have counted it in between.
  const [lines, charges, partners] = await Promise.all([
    work.tx.select().from(invoiceLines).where(areLinesOf(retailerId, found)).orderBy(asc(invoiceLines.position)),
    work.tx.select().from(invoiceCharges).where(areChargesOf(retailerId, found)).orderBy(asc(invoiceCharges.id)),
    work.tx.select().from(partnerships).where(arePartnersOf(retailerId, rows)),
  ])
  return assembled({ rows, lines, charges, partners, orders })
}

/** Reads invoices with what a match needs of them as they stand, and locks nothing: for trying things out, not for changing them. */
export async function readInvoices(
  orm: Orm,
  retailerId: string,
  invoiceIds: readonly string[],
): Promise<ReadInvoice[]> {
  if (invoiceIds.length === 0) return []
  const ids = [...new Set(invoiceIds)]
  const [rows, lines, charges] = await Promise.all([
    orm.select(invoiceColumns).from(invoices).where(areInvoices(retailerId, ids)).orderBy(asc(invoices.id)),
    readPacked(
      orm,
      lineColumns,
      sql`${invoiceLines} where ${areLinesOf(retailerId, ids)} order by ${invoiceLines.position}`,
    ),
    readPacked(
      orm,
      chargeColumns,
      sql`${invoiceCharges} where ${areChargesOf(retailerId, ids)} order by ${invoiceCharges.id}`,
    ),
  ])
  if (rows.length === 0) return []
  const named = [...rows, ...lines].flatMap(({ purchaseOrderNumber }) => purchaseOrderNumber ?? [])
  const [partners, orders] = await Promise.all([
    orm.select(partnershipColumns).from(partnerships).where(arePartnersOf(retailerId, rows)),
    readPacked(
      orm,
      orderColumns,
      sql`${purchaseOrders} where ${and(eq(purchaseOrders.retailerId, retailerId), isAnyText(purchaseOrders.number, [...new Set(named)]))}`,
    ),
  ])
  return assembled({ rows, lines, charges, partners, orders })
}

function areInvoices(retailerId: string, ids: readonly string[]) {
  return and(eq(invoices.retailerId, retailerId), isAnyOf(invoices.id, ids))
}

function areLinesOf(retailerId: string, ids: readonly string[]) {
  return and(eq(invoiceLines.retailerId, retailerId), isAnyOf(invoiceLines.invoiceId, ids))
}

function areChargesOf(retailerId: string, ids: readonly string[]) {
  return and(eq(invoiceCharges.retailerId, retailerId), isAnyOf(invoiceCharges.invoiceId, ids))
}

function arePartnersOf(retailerId: string, rows: readonly { partnershipId: string }[]) {
  const ids = [...new Set(rows.map(row => row.partnershipId))]
  return and(eq(partnerships.retailerId, retailerId), isAnyOf(partnerships.id, ids))
}

interface Parts<Invoice, Line, Charge, Partner, Order> {
  rows: readonly Invoice[]
  lines: readonly Line[]
  charges: readonly Charge[]
  partners: readonly Partner[]
  orders: readonly Order[]
}

/** Each invoice with its parts, and with the orders of its own partner that it names. */
function assembled<
  Invoice extends Pick<InvoiceRow, 'id' | 'partnershipId' | 'purchaseOrderNumber'>,
  Line extends Pick<InvoiceLineRow, 'invoiceId' | 'purchaseOrderNumber'>,
  Charge extends Pick<InvoiceChargeRow, 'invoiceId'>,
  Partner extends Pick<PartnershipRow, 'id'>,
  Order extends Pick<PurchaseOrderRow, 'id' | 'number' | 'partnershipId'>,
>({ rows, lines, charges, partners, orders }: Parts<Invoice, Line, Charge, Partner, Order>) {
  const partnerOf = new Map(partners.map(partner => [partner.id, partner]))
  const orderOf = new Map(orders.map(order => [order.number, order]))
  const [linesOf, chargesOf] = [Map.groupBy(lines, row => row.invoiceId), Map.groupBy(charges, row => row.invoiceId)]
  return rows.map(invoice => {
    const own = linesOf.get(invoice.id) ?? []
    const theirs = new Set<Order>()
    for (const line of own) {
      const order = orderOf.get(line.purchaseOrderNumber ?? invoice.purchaseOrderNumber ?? '')
      if (order?.partnershipId === invoice.partnershipId) theirs.add(order)
    }
    return {
      invoice,
      lines: own,
      charges: chargesOf.get(invoice.id) ?? [],
      partnership: partnerOf.get(invoice.partnershipId)!,
      orders: [...theirs].sort((one, other) => (one.id < other.id ? -1 : 1)),
    }
  })
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

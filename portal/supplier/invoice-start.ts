import Big from 'big.js'
import { and, asc, eq, isNull, ne } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { invoiceLines, invoices, partnerships, shipmentLines, shipments } from '../../db/schema/index.ts'
import { termsText } from '../../engine/invoices/terms.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import type { FormValues } from '../ui/form-data.ts'
import { billable } from './invoice-document.ts'
import type { LoadedOrder } from './order-query.ts'

/** The invoice that a credit memo is about: what can still be credited of which line of the order. */
export interface Credited {
  id: string
  number: string
  /** By line number of the purchase order: what it billed, less what credit memos have named before. */
  lines: Map<string, CreditableLine>
}
interface CreditableLine {
  quantity: string
  billed: string
  unitPrice: string
}

/** The invoice of this supplier that is to be credited. Throws `not-found` for another's, and for a credit memo. */
export async function loadCredited(
  orm: Orm,
  scope: SupplierScope,
  order: LoadedOrder,
  id: string | undefined,
): Promise<Credited> {
  const { retailerId, partnershipId } = scope
  const rows = id
    ? await orm
        .select({ invoice: invoices, line: invoiceLines })
        .from(invoices)
        .innerJoin(
          invoiceLines,
          and(eq(invoiceLines.retailerId, invoices.retailerId), eq(invoiceLines.invoiceId, invoices.id)),
        )
        .where(
          and(
            eq(invoices.retailerId, retailerId),
            eq(invoices.partnershipId, partnershipId),
            eq(invoices.type, 'invoice'),
            eq(invoices.id, id),
          ),
        )
        .orderBy(asc(invoiceLines.position))
    : []
  const [first] = rows
  if (!first) throw new ApplicationError('not-found', 'There is no such invoice.')
  const lines: Credited['lines'] = new Map()
  for (const { line } of rows) {
    const number = order.lines.find(one => one.id === line.purchaseOrderLineId)?.lineNumber ?? line.lineNumber
    if (number === null) continue
    const quantity = new Big(line.quantity).plus(lines.get(number)?.billed ?? 0).toFixed()
    lines.set(number, { quantity, billed: quantity, unitPrice: line.unitPrice })
  }
  for (const [number, credited] of await creditedBefore(orm, scope, order, first.invoice.number)) {
    const line = lines.get(number)
    if (!line) continue
    const left = new Big(line.billed).minus(credited)
    lines.set(number, { ...line, quantity: left.gt(0) ? left.toFixed() : '0' })
  }
  return { id: first.invoice.id, number: first.invoice.number, lines }
}

/** What standing credit memos that name an invoice credit together, by line number of the order: matched or not. */
async function creditedBefore(
  orm: Orm,
  { retailerId, partnershipId }: SupplierScope,
  order: LoadedOrder,
  invoiceNumber: string,
): Promise<Map<string, Big>> {
  const rows = await orm
    .select({ line: invoiceLines })
    .from(invoices)
    .innerJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, invoices.retailerId), eq(invoiceLines.invoiceId, invoices.id)),
    )
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        eq(invoices.partnershipId, partnershipId),
        eq(invoices.type, 'credit-memo'),
        eq(invoices.originalInvoiceNumber, invoiceNumber),
        ne(invoices.status, 'void'),
      ),
    )
  const credited = new Map<string, Big>()
  for (const { line } of rows) {
    const number = order.lines.find(one => one.id === line.purchaseOrderLineId)?.lineNumber ?? line.lineNumber
    if (number !== null) credited.set(number, new Big(line.quantity).plus(credited.get(number) ?? 0))
  }
  return credited
}

/** The form filled in with one shipment: what it holds of the order and no invoice has asked for yet. Nothing for what is no shipment of the order. */
export async function valuesOfShipment(orm: Orm, order: LoadedOrder, shipmentId: string): Promise<FormValues> {
  const { retailerId } = order.order
  const rows = await orm
    .select({ lineId: shipmentLines.purchaseOrderLineId, quantity: shipmentLines.quantity })
    .from(shipmentLines)
    .innerJoin(
      shipments,
      and(eq(shipments.retailerId, shipmentLines.retailerId), eq(shipments.id, shipmentLines.shipmentId)),
    )
    .where(and(eq(shipmentLines.retailerId, retailerId), eq(shipments.id, shipmentId), isNull(shipments.takenBackAt)))
  if (!rows.some(row => order.lines.some(line => line.id === row.lineId))) return {}
  return Object.fromEntries(
    order.lines.map(line => {
      const its = rows.filter(row => row.lineId === line.id)
      const shipped = its.reduce((sum, row) => sum.plus(row.quantity), new Big(0))
      const left = billable(line)
      return [`lines[${line.lineNumber}][quantity]`, (shipped.lt(left) ? shipped : left).toFixed()]
    }),
  )
}

/** The terms agreed with the retailer, as the trade writes them: `2/10 net 30`. */
export async function agreedTerms(orm: Orm, { retailerId, partnershipId }: SupplierScope): Promise<string> {
  const [row] = await orm
    .select({ terms: partnerships.terms })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return row ? termsText(row.terms) : ''
}

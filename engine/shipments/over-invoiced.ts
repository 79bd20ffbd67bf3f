import Big from 'big.js'
import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { exceptions, invoiceLines, invoices, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions/raise.ts'
import type { LoadedLine } from '../purchase-orders/load-lines.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import { lesser } from '../purchase-orders/quantity.ts'

/** Invoices that are matched no more: what they count is paid, or about to be. */
const settled = ['approved', 'exported', 'paid'] as const

/**
 * Tells that more of a line is paid for than has left, since a shipment was taken back. `less`: by how much less has left; what was paid beyond
 * the goods before that was decided by a person, and is not told again.
 */
export async function raiseOverInvoiced(
  work: Work,
  order: PurchaseOrderRow,
  line: LoadedLine,
  shipment: { id: string; number: string },
  less: Big,
): Promise<void> {
  const { retailerId } = order
  const gone = new Big(line.shipped).plus(line.overShipped)
  const paid = (await paidOf(work, retailerId, [line.id])).get(line.id) ?? new Big(0)
  const beyond = lesser(paid.minus(gone), less)
  if (beyond.lte(0)) return
  await raiseException(work, {
    retailerId,
    kind: 'over-invoiced',
    key: `over-invoiced:${shipment.id}:${line.id}`,
    partnershipId: order.partnershipId,
    orderId: order.orderId,
    purchaseOrderId: order.id,
    purchaseOrderLineId: line.id,
    expected: gone.toFixed(),
    actual: paid.toFixed(),
    atStake: beyond.times(line.unitCost).round(2, Big.roundHalfUp).toFixed(2),
    currency: order.currency,
    summary: `${order.number} line ${line.lineNumber} (${line.supplierSku}): shipment ${shipment.number} was taken back, but ${beyond.toFixed()} ${line.unit} of it are paid for or about to be. Ask for a credit.`,
  })
}

/** Settles what was told of lines of which no more is paid for than has left: more has shipped since, or was credited. */
export async function settleOverInvoiced(
  work: Work,
  retailerId: string,
  purchaseOrderIds: readonly string[],
): Promise<void> {
  if (purchaseOrderIds.length === 0) return
  const open = await work.tx
    .select({
      id: exceptions.id,
      lineId: purchaseOrderLines.id,
      gone: sql<string>`${purchaseOrderLines.shipped} + ${purchaseOrderLines.overShipped}`,
    })
    .from(exceptions)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, exceptions.retailerId),
        eq(purchaseOrderLines.id, exceptions.purchaseOrderLineId),
      ),
    )
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        eq(exceptions.kind, 'over-invoiced'),
        isNull(exceptions.resolvedAt),
        inArray(purchaseOrderLines.purchaseOrderId, [...purchaseOrderIds]),
      ),
    )
  if (open.length === 0) return
  const paid = await paidOf(
    work,
    retailerId,
    open.map(one => one.lineId),
  )
  const over = open.filter(one => (paid.get(one.lineId) ?? new Big(0)).lte(one.gone)).map(one => one.id)
  if (over.length === 0) return
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution: 'covered', resolvedBy: work.actor })
    .where(and(eq(exceptions.retailerId, retailerId), inArray(exceptions.id, over)))
}

/** What invoices that are decided on count of each line, less what was credited, in the line's unit. */
async function paidOf(work: Work, retailerId: string, lineIds: readonly string[]): Promise<Map<string, Big>> {
  const rows = await work.tx
    .select({
      lineId: invoiceLines.purchaseOrderLineId,
      type: invoices.type,
      status: invoices.status,
      counted: invoiceLines.countedInOrderUnits,
    })
    .from(invoiceLines)
    .innerJoin(invoices, and(eq(invoices.retailerId, invoiceLines.retailerId), eq(invoices.id, invoiceLines.invoiceId)))
    .where(
      and(eq(invoiceLines.retailerId, retailerId), inArray(invoiceLines.purchaseOrderLineId, [...new Set(lineIds)])),
    )
  const paid = new Map<string, Big>()
  for (const { lineId, type, status, counted } of rows) {
    const isSettled = settled.some(one => one === status)
    if (type === 'invoice' && !isSettled) continue
    const before = paid.get(lineId!) ?? new Big(0)
    paid.set(lineId!, type === 'invoice' ? before.plus(counted) : before.minus(counted))
  }
  return paid
}

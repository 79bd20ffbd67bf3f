import Big from 'big.js'
import { and, eq, inArray, ne } from 'drizzle-orm'
import { invoiceCharges, invoices } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { loadLines } from '../purchase-orders/load-lines.ts'
import type { InvoiceFacts, OrderFacts } from './facts.ts'
import type { LockedInvoice } from './lock.ts'
import type { MatchInput } from './match.ts'
import { sum, zero } from './money.ts'

/** Everything that the match of a locked invoice is decided by, without what this invoice itself counted before. */
export async function matchInputOf(work: Work, held: LockedInvoice): Promise<MatchInput> {
  const { invoice, partnership } = held
  return {
    invoice: invoiceFactsOf(held),
    orders: await orderFactsOf(work, held),
    agreement: partnership,
    mayWait: work.now < invoice.waitUntil,
  }
}

function invoiceFactsOf({ invoice, lines, charges }: LockedInvoice): InvoiceFacts {
  return { ...invoice, date: invoice.invoiceDate, lines, charges }
}

async function orderFactsOf(work: Work, held: LockedInvoice): Promise<OrderFacts[]> {
  const orderIds = held.orders.map(order => order.id)
  if (orderIds.length === 0) return []
  const lines = await loadLines(work, held.invoice.retailerId, orderIds)
  const fees = await feesBilledByOthers(work, held, orderIds)
  return held.orders.map(({ id, number, currency, expectedFees }) => ({
    id,
    number,
    currency,
    expectedFees,
    feesBilled: (fees.get(id) ?? zero).toFixed(),
    lines: lines.filter(line => line.purchaseOrderId === id).map(line => ({ ...line, ...countersWithout(held, line) })),
  }))
}

/** A line's counters as they would stand without this invoice. */
function countersWithout(held: LockedInvoice, line: { id: string; invoiced: string; credited: string }) {
  const mine = held.lines.filter(one => one.purchaseOrderLineId === line.id)
  const counted = sum(mine.map(one => new Big(one.countedInOrderUnits)))
  const counter = counterOf(held.invoice.type)
  return {
    invoiced: line.invoiced,
    credited: line.credited,
    [counter]: new Big(line[counter]).minus(counted).toFixed(),
  }
}

/** Which counter of a purchase order line a document of this type stands in. */
export function counterOf(type: 'invoice' | 'credit-memo'): 'invoiced' | 'credited' {
  return type === 'invoice' ? 'invoiced' : 'credited'
}

/** What other invoices of these orders take of freight and fees, by order. */
async function feesBilledByOthers(work: Work, held: LockedInvoice, orderIds: string[]): Promise<Map<string, Big>> {
  const { retailerId, id } = held.invoice
  const rows = await work.tx
    .select({ orderId: invoices.purchaseOrderId, reason: invoiceCharges.reason, payable: invoiceCharges.payable })
    .from(invoiceCharges)
    .innerJoin(
      invoices,
      and(eq(invoices.retailerId, invoiceCharges.retailerId), eq(invoices.id, invoiceCharges.invoiceId)),
    )
    .where(
      and(
        eq(invoiceCharges.retailerId, retailerId),
        inArray(invoices.purchaseOrderId, orderIds),
        eq(invoices.type, 'invoice'),
        ne(invoices.status, 'void'),
        ne(invoices.id, id),
        eq(invoiceCharges.kind, 'charge'),
        ne(invoiceCharges.reason, 'tax'),
      ),
    )
  const fees = new Map<string, Big>()
  for (const { orderId, payable } of rows) fees.set(orderId!, (fees.get(orderId!) ?? zero).plus(payable))
  return fees
}

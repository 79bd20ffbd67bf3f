import Big from 'big.js'
import { and, eq, ne, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { invoiceCharges, invoiceLines, invoices, purchaseOrderLines } from '../../db/schema/index.ts'
import { isAnyOf, isFoundBy } from '../records.ts'
import type { Creditable } from './creditable.ts'
import type { ReadInvoice } from './lock.ts'
import { atLeastZero, sum, zero } from './money.ts'
import type { Counts } from './store-counts.ts'

/** What one document bills on some orders, or gives back. */
interface Moved {
  type: 'invoice' | 'credit-memo'
  amount: Big
  orderIds: Set<string>
}

/**
 * The money that credit memos can draw on: what invoices bill on their purchase orders, less what other credit memos have given back of it. Quantities alone do not tell, since a
 * memo that corrects a price moves no goods.
 */
export class CreditRoom {
  readonly #documents: Map<string, Moved>

  private constructor(documents: Map<string, Moved>) {
    this.#documents = documents
  }

  /** Reads what invoices and credit memos of these orders come to: by their first order, or by the orders of their lines. */
  static async load(orm: Orm, retailerId: string, orderIds: string[]): Promise<CreditRoom> {
    const documents = new Map<string, Moved>()
    if (orderIds.length === 0) return new CreditRoom(documents)
    const stands = and(eq(invoices.retailerId, retailerId), ne(invoices.status, 'void'))
    const [heads, lines] = await Promise.all([
      orm
        .select({ ...columns, orderId: sql<string>`${invoices.purchaseOrderId}` })
        .from(invoices)
        .where(and(stands, isAnyOf(invoices.purchaseOrderId, orderIds))),
      orm
        .selectDistinct({ ...columns, orderId: purchaseOrderLines.purchaseOrderId })
        .from(invoiceLines)
        .innerJoin(invoices, and(eq(invoices.retailerId, retailerId), eq(invoices.id, invoiceLines.invoiceId)))
        .innerJoin(
          purchaseOrderLines,
          and(
            eq(purchaseOrderLines.retailerId, retailerId),
            eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
          ),
        )
        .where(
          and(
            stands,
            eq(invoiceLines.retailerId, retailerId),
            isFoundBy(
              invoiceLines.purchaseOrderLineId,
              orm
                .select({ id: purchaseOrderLines.id })
                .from(purchaseOrderLines)
                .where(
                  and(
                    eq(purchaseOrderLines.retailerId, retailerId),
                    isAnyOf(purchaseOrderLines.purchaseOrderId, orderIds),
                  ),
                ),
            ),
          ),
        ),
    ])
    for (const { id, type, amount, orderId } of [...heads, ...lines]) {
      const known = documents.get(id) ?? { type, amount: new Big(amount), orderIds: new Set() }
      known.orderIds.add(orderId)
      documents.set(id, known)
    }
    return new CreditRoom(documents)
  }

  /** What is left for this memo to give back. */
  leftFor({ invoice, orders }: Pick<ReadInvoice, 'invoice' | 'orders'>): Creditable {
    let [billed, given] = [zero, zero]
    for (const [id, { type, amount, orderIds }] of this.#documents) {
      if (id === invoice.id || !orders.some(order => orderIds.has(order.id))) continue
      if (type === 'invoice') billed = billed.plus(amount)
      else given = given.plus(amount)
    }
    return { left: atLeastZero(billed.minus(given)), isBilled: billed.gt(0) }
  }

  /** A document counts this from now on. */
  note({ invoice, orders }: Pick<ReadInvoice, 'invoice' | 'orders'>, { lines, charges }: Counts): void {
    const amount = sum([...lines, ...charges].map(part => new Big(part.payable)))
    this.#documents.set(invoice.id, { type: invoice.type, amount, orderIds: new Set(orders.map(order => order.id)) })
  }
}

/** What is to be paid of a document once it is approved, and until then what of it matched. */
const columns = {
  id: invoices.id,
  type: invoices.type,
  amount: sql<string>`coalesce(${invoices}.payable,
    (select coalesce(sum(l.payable), 0) from ${invoiceLines} l
      where l.retailer_id = ${invoices}.retailer_id and l.invoice_id = ${invoices}.id)
    + (select coalesce(sum(c.payable), 0) from ${invoiceCharges} c
      where c.retailer_id = ${invoices}.retailer_id and c.invoice_id = ${invoices}.id))`,
}

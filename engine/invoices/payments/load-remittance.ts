import Big from 'big.js'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import {
  claims,
  invoices,
  partnerships,
  paymentItems,
  payments,
  retailers,
  suppliers,
} from '../../../db/schema/index.ts'
import type { Remittance, RemittedItem } from './remittance.ts'

/** A payment with all that it is for. Throws `not-found`. */
export async function loadRemittance(orm: Orm, retailerId: string, paymentId: string): Promise<Remittance> {
  const [head] = await orm
    .select({
      payment: payments,
      retailer: retailers.name,
      supplier: suppliers.name,
      vendorNumber: partnerships.vendorNumber,
    })
    .from(payments)
    .innerJoin(retailers, eq(retailers.id, payments.retailerId))
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, payments.retailerId), eq(partnerships.id, payments.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(payments.retailerId, retailerId), eq(payments.id, paymentId)))
  if (!head) throw new ApplicationError('not-found', 'There is no such payment.')
  const { payment, retailer, supplier, vendorNumber } = head
  return {
    ...payment,
    total: new Big(payment.total).toFixed(2),
    retailer,
    supplier: { name: supplier, vendorNumber },
    items: await itemsOf(orm, retailerId, paymentId),
  }
}

async function itemsOf(orm: Orm, retailerId: string, paymentId: string): Promise<RemittedItem[]> {
  const rows = await orm
    .select({ item: paymentItems, invoice: invoices })
    .from(paymentItems)
    .innerJoin(invoices, and(eq(invoices.retailerId, paymentItems.retailerId), eq(invoices.id, paymentItems.invoiceId)))
    .where(and(eq(paymentItems.retailerId, retailerId), eq(paymentItems.paymentId, paymentId)))
    .orderBy(asc(paymentItems.invoiceId))
  const ids = rows.map(({ invoice }) => invoice.id)
  const debits = await orm
    .select()
    .from(claims)
    .where(and(eq(claims.retailerId, retailerId), inArray(claims.invoiceId, ids), eq(claims.kind, 'debit-memo')))
    .orderBy(asc(claims.number))
  return rows.map(({ item, invoice }) => ({
    type: invoice.type,
    number: invoice.number,
    date: invoice.invoiceDate,
    purchaseOrderNumber: invoice.purchaseOrderNumber,
    total: new Big(invoice.total).toFixed(2),
    paid: new Big(item.paid).toFixed(2),
    discount: new Big(item.discount).toFixed(2),
    debits: debits
      .filter(debit => debit.invoiceId === invoice.id)
      .map(({ number, amount, reason }) => ({ number, amount: new Big(amount).toFixed(2), reason })),
  }))
}

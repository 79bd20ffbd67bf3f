import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { invoices, type PaymentMethod, partnerships, paymentItems, payments } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { queueDocument } from '../../documents/queue.ts'
import { nextNumbers } from '../../purchase-orders/next-number.ts'
import { recordEvents } from '../../records.ts'
import { type InvoiceRow, lockInvoices } from '../lock.ts'
import { sum } from '../money.ts'
import { refreshOrders } from '../reconcile.ts'
import { discountOn } from './discount.ts'
import { loadRemittance } from './load-remittance.ts'
import { remittanceAdviceOf } from './remittance.ts'

export interface RecordPayment {
  retailerId: string
  partnershipId: string
  /** Exported invoices and credit memos of this partner, of one currency. */
  invoiceIds: readonly string[]
  /** Business date on which the money moves. */
  paidOn: string
  method: PaymentMethod
  /** The bank's trace number, or the number of the check. */
  reference?: string
}

/**
 * Notes a payment of exported invoices, less credit memos and the discounts that paying on that day earns, and sends the supplier its remittance advice. Returns the id of
 * the payment. Throws `invalid-input` without invoices, `not-found`, and `wrong-state` where one is not exported, belongs to another partner or currency, or where the
 * credits are more than the invoices.
 */
export async function recordPayment(work: Work, command: RecordPayment): Promise<string> {
  const { retailerId, partnershipId, paidOn, method } = command
  const held = await lockInvoices(work, retailerId, command.invoiceIds)
  const paid = held.map(({ invoice }) => invoice)
  const currency = checked(command, paid)
  const [partnership] = await work.tx
    .select({ terms: partnerships.terms })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const items = paid.map(invoice => {
    const discount = discountOn(invoice, partnership!.terms, paidOn)
    const amount = new Big(invoice.payable!).times(invoice.type === 'invoice' ? 1 : -1).minus(discount)
    return { invoice, paid: amount, discount }
  })
  const total = sum(items.map(item => item.paid))
  if (total.lt(0))
    throw new ApplicationError('wrong-state', 'The credits are more than the invoices: pay more invoices.')
  const paymentId = work.newId()
  const number = `PAY-${String(await nextNumbers(work, retailerId, 'payment', 1)).padStart(6, '0')}`
  const reference = command.reference?.trim() || null
  const common = { retailerId, partnershipId, currency, createdAt: work.now, actor: work.actor }
  await work.tx
    .insert(payments)
    .values({ ...common, id: paymentId, number, reference, method, paidOn, total: total.toFixed(2) })
  await work.tx.insert(paymentItems).values(
    items.map(item => ({
      retailerId,
      paymentId,
      invoiceId: item.invoice.id,
      paid: item.paid.toFixed(2),
      discount: item.discount.toFixed(2),
    })),
  )
  await markPaid(work, retailerId, paid, { paymentId, payment: number, paidOn })
  await refreshOrders(work, held)
  await advise(work, retailerId, paymentId, partnershipId, number)
  return paymentId
}

/** The one currency of invoices that can be paid together. */
function checked({ partnershipId, invoiceIds }: RecordPayment, found: readonly InvoiceRow[]): string {
  const refuse = (message: string) => new ApplicationError('wrong-state', message)
  const [first] = found
  if (!first) throw new ApplicationError('invalid-input', 'Choose what is paid.', { invoices: 'Choose what is paid.' })
  if (found.length < new Set(invoiceIds).size) throw new ApplicationError('not-found', 'There is no such invoice.')
  for (const { number, status, partnershipId: partner, currency } of found) {
    if (status !== 'exported') throw refuse(`Invoice ${number} is ${status}: only exported ones are paid.`)
    if (partner !== partnershipId) throw refuse(`Invoice ${number} is another supplier’s.`)
    if (currency !== first.currency) throw refuse(`Invoice ${number} is in another currency.`)
  }
  return first.currency
}

async function markPaid(
  work: Work,
  retailerId: string,
  paid: readonly InvoiceRow[],
  data: Record<string, unknown>,
): Promise<void> {
  const ids = paid.map(invoice => invoice.id)
  await work.tx
    .update(invoices)
    .set({ status: 'paid', updatedAt: work.now })
    .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.id, ids)))
  await recordEvents(
    work,
    paid.map(({ id: invoiceId, partnershipId, purchaseOrderId, documentId, number }) => ({
      retailerId,
      type: 'invoice.paid',
      invoiceId,
      partnershipId,
      purchaseOrderId,
      documentId,
      data: { number, ...data },
    })),
  )
}

async function advise(
  work: Work,
  retailerId: string,
  paymentId: string,
  partnershipId: string,
  number: string,
): Promise<void> {
  const content = remittanceAdviceOf(await loadRemittance(work.tx, retailerId, paymentId))
  const documentId = await queueDocument(work, { retailerId, partnershipId, key: `remittance:${number}`, content })
  await work.tx
    .update(payments)
    .set({ documentId: documentId ?? null })
    .where(and(eq(payments.retailerId, retailerId), eq(payments.id, paymentId)))
}

import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  claims,
  events,
  exceptions,
  invoiceCharges,
  invoiceLines,
  invoices,
  paymentItems,
  payments,
} from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'

/** A supplier's own invoices, and no others. */
export function ofSupplier({ retailerId, partnershipId }: SupplierScope) {
  return and(eq(invoices.retailerId, retailerId), eq(invoices.partnershipId, partnershipId))
}

/** An invoice with its lines and charges, what is in question, what was paid, and what happened to it. Throws `not-found` for another's. */
export async function loadInvoice(orm: Orm, scope: SupplierScope, id: string | undefined) {
  const [invoice] = id
    ? await orm
        .select()
        .from(invoices)
        .where(and(ofSupplier(scope), eq(invoices.id, id)))
    : []
  if (!invoice) throw new ApplicationError('not-found', 'There is no such invoice.')
  const { retailerId } = scope
  const lines = await orm
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, invoice.id)))
    .orderBy(asc(invoiceLines.position))
  const charges = await orm
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, invoice.id)))
    .orderBy(asc(invoiceCharges.id))
  const questions = await orm
    .select({ id: exceptions.id, summary: exceptions.summary, resolution: exceptions.resolution })
    .from(exceptions)
    .where(
      and(eq(exceptions.retailerId, retailerId), eq(exceptions.invoiceId, invoice.id), isNull(exceptions.resolvedAt)),
    )
    .orderBy(asc(exceptions.id))
  const asked = await orm
    .select()
    .from(claims)
    .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, invoice.id)))
    .orderBy(asc(claims.id))
  const [payment] = await orm
    .select({
      number: payments.number,
      reference: payments.reference,
      paidOn: payments.paidOn,
      paid: paymentItems.paid,
      discount: paymentItems.discount,
    })
    .from(paymentItems)
    .innerJoin(payments, and(eq(payments.retailerId, paymentItems.retailerId), eq(payments.id, paymentItems.paymentId)))
    .where(and(eq(paymentItems.retailerId, retailerId), eq(paymentItems.invoiceId, invoice.id)))
  const history = await loadSteps(orm, retailerId, invoice.id)
  return { invoice, lines, charges, questions, claims: asked, payment, history }
}

/** What happened to an invoice, in the words that both sides may read. What people at the retailer say among themselves is not told. */
const sharedSteps: Readonly<Record<string, string>> = {
  'invoice.received': 'Received',
  'invoice.approved': 'Approved',
  'invoice.short-paid': 'Approved, but not all of it',
  'invoice.exported': 'Booked by the retailer',
  'invoice.paid': 'Paid',
  'invoice.credit-received': 'Credit memo received',
  'invoice.claim-answered': 'You answered',
  'invoice.claim-settled': 'Settled',
  'invoice.claim-refused': 'You insisted on the invoice',
  'invoice.claim-withdrawn': 'Withdrawn by the retailer',
  'invoice.billed-back': 'Allowance billed back',
  'invoice.voided': 'Void',
}

async function loadSteps(orm: Orm, retailerId: string, invoiceId: string) {
  const rows = await orm
    .select({ type: events.type, at: events.at })
    .from(events)
    .where(
      and(
        eq(events.retailerId, retailerId),
        eq(events.invoiceId, invoiceId),
        inArray(events.type, Object.keys(sharedSteps)),
      ),
    )
    .orderBy(asc(events.id))
  return rows.map(({ type, at }) => ({ what: sharedSteps[type]!, at }))
}

export type LoadedInvoice = Awaited<ReturnType<typeof loadInvoice>>

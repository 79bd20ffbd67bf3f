import Big from 'big.js'
import { and, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { invoiceCharges, invoiceLines, invoices, partnerships } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import type { Invoice } from '../../translators/documents/index.ts'
import { applied, businessIssue, type Outcome, rejected } from '../outcome.ts'
import { findPurchaseOrder } from '../purchase-orders/find.ts'
import { claimBillBack } from './bill-back.ts'
import { itemOf } from './findings.ts'
import type { InvoiceRow, PartnershipRow } from './lock.ts'
import { invoicePolicyOf, waitUntil } from './policy.ts'
import { receiveAgain } from './receive-again.ts'
import { namedOrderOf } from './same-invoice.ts'
import { paymentDates } from './terms.ts'
import { chargesOf, computedTotal, lineAmount } from './totals.ts'

/** An invoice or credit memo that a partner sent by any way. `documentId`: the document it came in, where it came in one. */
export interface ReceiveInvoice {
  retailerId: string
  partnershipId: string
  invoice: Invoice
  documentId?: string
}

/** Amounts and quantities from here on are no invoice's, and their products would not fit a column. */
const unbelievable = new Big('100000000000000')

/**
 * Stores an invoice as it was sent and has it matched. The same number from the same partner again is a duplicate, which changes nothing
 * and is shown as an exception: settled by itself when it says the same, open when it says something else. An invoice that was void can be
 * replaced by another of its number, and a number that comes again much later for another order is another invoice. Throws `not-found` for an unknown partnership.
 */
export async function receiveInvoice(work: Work, command: ReceiveInvoice): Promise<Outcome> {
  const { retailerId, partnershipId, invoice } = command
  const partnership = await partnershipOf(work, retailerId, partnershipId)
  const refused = tooLarge(invoice)
  if (refused) return rejected(refused)
  const known = await receivedBefore(work, command)
  if (known.same) {
    const outcome = await receiveAgain(work, command, known.same)
    if (outcome) return outcome
  }
  const stored = await storeInvoice(work, command, partnership, known.nextUse)
  if (!stored) return (await receiveAgain(work, command, (await receivedBefore(work, command)).same!))!
  const { id, purchaseOrderId } = stored
  await storeLines(work, retailerId, id, invoice)
  await storeCharges(work, retailerId, id, invoice)
  const subject = { invoiceId: id, partnershipId, purchaseOrderId, documentId: command.documentId ?? null }
  const { type, number, total, currency } = invoice
  await recordEvent(work, retailerId, 'invoice.received', subject, { type, number, total, currency })
  await claimBillBack(work, { retailerId, invoiceId: id, invoice })
  await work.enqueue('match-invoice', { retailerId, invoiceId: id })
  return applied(id)
}

async function partnershipOf(work: Work, retailerId: string, id: string): Promise<PartnershipRow> {
  const [row] = await work.tx
    .select()
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  if (!row) throw new ApplicationError('not-found', 'There is no such partnership.')
  return row
}

/** So long after an invoice its number can come again for another order: suppliers who count by the year begin from the start. */
const daysUntilReuse = 180

/** The invoice that this one may be again: the one that stands, else the last that was void; and which use of the number it is where it is none of them. */
async function receivedBefore(
  work: Work,
  { retailerId, partnershipId, invoice }: ReceiveInvoice,
): Promise<{ same: InvoiceRow | undefined; nextUse: number }> {
  const rows = await work.tx
    .select()
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        eq(invoices.partnershipId, partnershipId),
        eq(invoices.type, invoice.type),
        eq(invoices.number, invoice.number.trim()),
      ),
    )
    .orderBy(desc(invoices.id))
  const candidates = rows.filter(row => !isReuse(invoice, row))
  const uses = rows.filter(row => row.status !== 'void').map(row => row.numberUse)
  return { same: candidates.find(row => row.status !== 'void') ?? candidates[0], nextUse: Math.max(0, ...uses) + 1 }
}

/** Whether an invoice only bears the number of another: it bills another order, half a year or more from it. */
function isReuse(invoice: Invoice, { purchaseOrderNumber, invoiceDate }: InvoiceRow): boolean {
  const order = namedOrderOf(invoice)
  const days = Math.abs(Date.parse(invoice.date) - Date.parse(invoiceDate)) / 86_400_000
  return order !== null && purchaseOrderNumber !== null && order !== purchaseOrderNumber && days >= daysUntilReuse
}

/** Returns nothing when another transaction stored the same number at the same time. */
async function storeInvoice(
  work: Work,
  { retailerId, partnershipId, invoice, documentId }: ReceiveInvoice,
  { terms, settings }: PartnershipRow,
  numberUse: number,
): Promise<{ id: string; purchaseOrderId: string | null } | undefined> {
  const number = namedOrderOf(invoice)
  const [stored] = await work.tx
    .insert(invoices)
    .values({
      retailerId,
      id: work.newId(),
      partnershipId,
      type: invoice.type,
      number: invoice.number.trim(),
      numberUse,
      documentId: documentId ?? null,
      purchaseOrderId: number ? await findPurchaseOrder(work, { retailerId, partnershipId, number }) : null,
      purchaseOrderNumber: number,
      originalInvoiceNumber: invoice.originalInvoiceNumber ?? null,
      invoiceDate: invoice.date,
      ...paymentDates(invoice.date, invoice.terms, terms),
      terms: invoice.terms ?? null,
      currency: invoice.currency,
      total: invoice.total,
      computedTotal: computedTotal(invoice).toFixed(),
      status: 'received',
      waitUntil: waitUntil(work.now, invoicePolicyOf(settings)),
      actor: work.actor,
      receivedAt: work.now,
      updatedAt: work.now,
    })
    .onConflictDoNothing()
    .returning({ id: invoices.id, purchaseOrderId: invoices.purchaseOrderId })
  return stored
}

async function storeLines(work: Work, retailerId: string, invoiceId: string, { lines }: Invoice): Promise<void> {
  await work.tx.insert(invoiceLines).values(
    lines.map((line, index) => ({
      retailerId,
      id: work.newId(),
      invoiceId,
      position: index + 1,
      purchaseOrderNumber: line.purchaseOrderNumber?.trim() ?? null,
      lineNumber: line.lineNumber ?? null,
      ids: line.ids ?? null,
      sku: line.ids ? itemOf({ ids: line.ids, description: null }) : null,
      description: line.description ?? null,
      quantity: line.quantity,
      unit: line.unit ?? null,
      unitPrice: line.unitPrice,
      amount: lineAmount(line).toFixed(),
      allowancesAndCharges: line.allowancesAndCharges ?? [],
    })),
  )
}

async function storeCharges(work: Work, retailerId: string, invoiceId: string, invoice: Invoice): Promise<void> {
  const charges = chargesOf(invoice)
  if (charges.length === 0) return
  await work.tx.insert(invoiceCharges).values(
    charges.map(({ kind, reason, amount, description }) => ({
      retailerId,
      id: work.newId(),
      invoiceId,
      kind,
      reason,
      amount: amount.toFixed(),
      description: description ?? null,
    })),
  )
}

function tooLarge(invoice: Invoice) {
  const amounts = [invoice.total, computedTotal(invoice), ...chargesOf(invoice).map(charge => charge.amount)]
  const lines = invoice.lines.flatMap(line => [line.quantity, lineAmount(line)])
  const found = [...amounts, ...lines].map(amount => new Big(amount)).find(amount => amount.abs().gte(unbelievable))
  if (!found) return undefined
  const message = `An invoice cannot contain ${found.toFixed()}: quantities and amounts have at most 14 digits.`
  return businessIssue('amount-too-large', message, 'lines', found.toFixed(), `less than ${unbelievable.toFixed()}`)
}

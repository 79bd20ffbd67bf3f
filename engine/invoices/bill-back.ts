import Big from 'big.js'
import { and, asc, eq } from 'drizzle-orm'
import { claimCredits, claims, invoices } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Invoice } from '../../translators/documents/index.ts'
import { makeClaim } from './claims.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { recordInvoiceEvents } from './set-status.ts'
import { billedBackOf } from './totals.ts'

/** Claims what an invoice grants to be billed back, apart from what is owed for it. Nothing for a credit memo, and where nothing is granted. */
export async function claimBillBack(
  work: Work,
  { retailerId, invoiceId, invoice }: { retailerId: string; invoiceId: string; invoice: Invoice },
): Promise<void> {
  const { amount, reasons } = billedBackOf(invoice)
  if (invoice.type === 'credit-memo' || amount.eq(0)) return
  const held = await lockInvoice(work, retailerId, invoiceId)
  const claim = { kind: 'bill-back' as const, amount: amount.toFixed(2), reason: reasons.join(', ') }
  const { number } = await makeClaim(work, held, claim)
  const data = { claim: number, amount: claim.amount, reason: claim.reason }
  await recordInvoiceEvents(work, [{ held, events: [{ type: 'invoice.billed-back', data }] }])
}

/**
 * Settles what was billed back of the invoice that a credit memo names, where the memo is for exactly that. Any other credit memo is about the goods. Returns whether it
 * settled anything.
 */
export async function creditBillBack(work: Work, memo: LockedInvoice): Promise<boolean> {
  const { retailerId, id, partnershipId, originalInvoiceNumber, number, total } = memo.invoice
  if (!originalInvoiceNumber) return false
  const [found] = await work.tx
    .select({ claim: claims })
    .from(claims)
    .innerJoin(invoices, and(eq(invoices.retailerId, claims.retailerId), eq(invoices.id, claims.invoiceId)))
    .where(
      and(
        eq(claims.retailerId, retailerId),
        eq(claims.partnershipId, partnershipId),
        eq(claims.kind, 'bill-back'),
        eq(claims.status, 'open'),
        eq(claims.amount, total),
        eq(invoices.number, originalInvoiceNumber.trim()),
      ),
    )
    .orderBy(asc(claims.id))
    .limit(1)
  if (!found || new Big(total).lte(0)) return false
  const { claim } = found
  await work.tx.insert(claimCredits).values({ retailerId, claimId: claim.id, creditMemoId: id, amount: total })
  await work.tx
    .update(claims)
    .set({ status: 'settled', credited: total, closedAt: work.now })
    .where(and(eq(claims.retailerId, retailerId), eq(claims.id, claim.id)))
  const held = await lockInvoice(work, retailerId, claim.invoiceId)
  const data = { claim: claim.number, amount: total, reason: `Credited by ${number}` }
  await recordInvoiceEvents(work, [{ held, events: [{ type: 'invoice.claim-settled', data }] }])
  return true
}

/** Nothing is billed back of an invoice that is void; its history tells so. */
export async function withdrawBillBacks(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const { retailerId, id } = held.invoice
  const withdrawn = await work.tx
    .update(claims)
    .set({ status: 'withdrawn', closedAt: work.now })
    .where(
      and(
        eq(claims.retailerId, retailerId),
        eq(claims.invoiceId, id),
        eq(claims.kind, 'bill-back'),
        eq(claims.status, 'open'),
      ),
    )
    .returning({ claim: claims.number, amount: claims.amount })
  const told = withdrawn.map(data => ({ type: 'invoice.claim-withdrawn', data: { ...data, reason } }))
  if (told.length > 0) await recordInvoiceEvents(work, [{ held, events: told }])
}

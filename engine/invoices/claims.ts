import { and, eq, ne } from 'drizzle-orm'
import { type ClaimKind, type ClaimStatus, claims } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'
import { nextNumbers } from '../purchase-orders/next-number.ts'
import type { LockedInvoice } from './lock.ts'
import { recordInvoiceEvents } from './set-status.ts'

export type ClaimRow = typeof claims.$inferSelect

/** What a retailer holds against an invoice, as it is made. */
export interface NewClaim {
  kind: ClaimKind
  /** In the invoice's currency; two places. */
  amount: string
  reason: string
}

const prefixes: Readonly<Record<ClaimKind, string>> = {
  'debit-memo': 'DM',
  'credit-request': 'CR',
  dispute: 'DP',
  'bill-back': 'BB',
}

/** Makes a claim under its own number, `DM-000001`, and tells the supplier of it by mail. A debit memo is settled at once. The invoice is locked. */
export async function makeClaim(work: Work, held: LockedInvoice, claim: NewClaim): Promise<ClaimRow> {
  const { retailerId, id: invoiceId, partnershipId, currency } = held.invoice
  const { kind } = claim
  const serial = await nextNumbers(work, retailerId, kind, 1)
  const isDebit = kind === 'debit-memo'
  const [row] = await work.tx
    .insert(claims)
    .values({
      ...claim,
      retailerId,
      id: work.newId(),
      number: `${prefixes[kind]}-${String(serial).padStart(6, '0')}`,
      partnershipId,
      invoiceId,
      currency,
      status: isDebit ? 'settled' : 'open',
      actor: work.actor,
      createdAt: work.now,
      closedAt: isDebit ? work.now : null,
    })
    .returning()
  await tellSupplier(work, held, row!)
  return row!
}

const asked: Readonly<Record<ClaimKind, string>> = {
  'debit-memo': 'We pay it short by the amount below, under the debit memo named.',
  'credit-request':
    'Please send a credit memo for the amount below, naming the invoice. The invoice is paid once it is here.',
  dispute: 'We do not agree with it. Please answer on the portal, where the invoice shows what disagrees.',
  'bill-back':
    'The invoice grants the allowance below to be billed back, and is paid without it. Please send a credit memo for it, naming the invoice.',
}

async function tellSupplier(work: Work, { invoice }: LockedInvoice, claim: ClaimRow): Promise<void> {
  const { retailerId, partnershipId, number } = invoice
  await notify(work, {
    kind: 'invoices',
    retailerId,
    partnershipId,
    audience: 'supplier',
    subject: `Invoice ${number}: ${claim.kind.replaceAll('-', ' ')} ${claim.number}`,
    body: `About your invoice ${number}: ${claim.reason}\n\n${asked[claim.kind]}`,
    rows: [
      { invoice: number, claim: claim.number, amount: claim.amount, currency: claim.currency, reason: claim.reason },
    ],
  })
}

/** The claim that an invoice waits for; one at most. What is billed back holds no invoice up. */
export async function openClaim(work: Work, retailerId: string, invoiceId: string): Promise<ClaimRow | undefined> {
  const [row] = await work.tx
    .select()
    .from(claims)
    .where(
      and(
        eq(claims.retailerId, retailerId),
        eq(claims.invoiceId, invoiceId),
        eq(claims.status, 'open'),
        ne(claims.kind, 'bill-back'),
      ),
    )
    .for('update')
  return row
}

/** Ends the claim that waits, where there is one, and tells it in the invoice's history. The invoice is locked. */
export async function closeClaim(
  work: Work,
  held: LockedInvoice,
  status: Exclude<ClaimStatus, 'open'>,
  said: { reason?: string; answer?: string } = {},
): Promise<void> {
  const { retailerId, id } = held.invoice
  const claim = await openClaim(work, retailerId, id)
  if (!claim) return
  const answered = said.answer === undefined ? {} : answeredNow(work, said.answer)
  await work.tx
    .update(claims)
    .set({ status, closedAt: work.now, ...answered })
    .where(and(eq(claims.retailerId, retailerId), eq(claims.id, claim.id)))
  const data = { claim: claim.number, amount: claim.amount, reason: said.reason ?? said.answer ?? '' }
  await recordInvoiceEvents(work, [{ held, events: [{ type: `invoice.claim-${status}`, data }] }])
}

/** Notes what the supplier said to a claim that stays open. */
export async function noteAnswer(work: Work, held: LockedInvoice, claim: ClaimRow, answer: string): Promise<void> {
  await work.tx
    .update(claims)
    .set(answeredNow(work, answer))
    .where(and(eq(claims.retailerId, claim.retailerId), eq(claims.id, claim.id)))
  const data = { claim: claim.number, reason: answer }
  await recordInvoiceEvents(work, [{ held, events: [{ type: 'invoice.claim-answered', data }] }])
}

function answeredNow(work: Work, answer: string) {
  return { answer, answeredBy: work.actor, answeredAt: work.now }
}

import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { claims } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'
import { type Authority, isBeyond, loadApprovalLimits } from './authority.ts'
import type { ClaimRow } from './claims.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { recordInvoiceEvents } from './set-status.ts'

/** How what is billed back ends without a credit memo: the supplier paid it by another way, or the retailer gives it up. */
export const billBackEnds = ['paid-outside', 'written-off'] as const
export type BillBackEnd = (typeof billBackEnds)[number]

export interface CloseBillBack {
  retailerId: string
  invoiceId: string
  claimId: string
  end: BillBackEnd
  reason: string
  authority: Authority
}

const statuses = { 'paid-outside': 'settled', 'written-off': 'withdrawn' } as const

const words: Readonly<Record<BillBackEnd, string>> = {
  'paid-outside': 'It is settled, as paid outside of invoices.',
  'written-off': 'It is no longer asked for.',
}

/**
 * Ends what is billed back of an invoice by hand, with a reason that its history keeps, and tells the supplier. The invoice itself is paid as before. Throws `not-found`,
 * `not-allowed` for who does not decide about money and for more than somebody's approval limit, `wrong-state` for what is closed or is no bill-back, and `invalid-input`
 * without a reason.
 */
export async function closeBillBack(work: Work, command: CloseBillBack): Promise<void> {
  const { retailerId, invoiceId, end } = command
  const reason = command.reason.trim()
  const held = await lockInvoice(work, retailerId, invoiceId)
  const claim = await lockClaim(work, command)
  if (claim.kind !== 'bill-back' || claim.status !== 'open') {
    throw new ApplicationError('wrong-state', `${claim.number} cannot be closed by hand, or is closed already.`)
  }
  await checkAuthority(work, command, claim)
  if (!reason) throw new ApplicationError('invalid-input', 'Please say why.', { claimReason: 'Please say why.' })
  const status = statuses[end]
  await work.tx
    .update(claims)
    .set({ status, closedAt: work.now })
    .where(and(eq(claims.retailerId, retailerId), eq(claims.id, claim.id)))
  const data = { claim: claim.number, amount: claim.amount, end, reason }
  await recordInvoiceEvents(work, [{ held, events: [{ type: `invoice.claim-${status}`, data }] }])
  await tellSupplier(work, held, claim, `${words[end]} ${reason}`)
}

async function lockClaim(work: Work, { retailerId, invoiceId, claimId }: CloseBillBack): Promise<ClaimRow> {
  const [claim] = await work.tx
    .select()
    .from(claims)
    .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, invoiceId), eq(claims.id, claimId)))
    .for('update')
  if (!claim) throw new ApplicationError('not-found', 'There is no such claim.')
  return claim
}

async function checkAuthority(work: Work, { retailerId, authority }: CloseBillBack, claim: ClaimRow): Promise<void> {
  if (!['admin', 'accountant', 'api', 'system'].includes(authority)) {
    throw new ApplicationError('not-allowed', 'Only who decides about invoices may close what is billed back.')
  }
  if (isBeyond(await loadApprovalLimits(work, retailerId), authority, claim.amount)) {
    throw new ApplicationError('not-allowed', `${claim.number} is more than you may decide alone.`)
  }
}

async function tellSupplier(work: Work, { invoice }: LockedInvoice, claim: ClaimRow, body: string): Promise<void> {
  const { retailerId, partnershipId, number } = invoice
  await notify(work, {
    kind: 'invoices',
    retailerId,
    partnershipId,
    audience: 'supplier',
    subject: `Invoice ${number}: ${claim.number} is closed`,
    body,
    rows: [{ invoice: number, claim: claim.number, amount: claim.amount, currency: claim.currency }],
  })
}

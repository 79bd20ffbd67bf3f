import type { FirstApproval } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type Authority, isBeyond, loadApprovalLimits } from './authority.ts'
import type { LockedInvoice } from './lock.ts'
import { type InvoiceEvent, setStatus } from './set-status.ts'

/** `approved`, or `signed`: the amount is beyond the person's limit, and a second person must approve the same. */
export type Approval = 'approved' | 'signed'

/** What somebody approves, and in what right. */
export interface Signature extends Omit<FirstApproval, 'by' | 'at'> {
  authority: Authority
}

/**
 * Approves an invoice, or, where the amount is beyond the person's limit, notes the first of two signatures. The second is another person's on the very same decision and
 * amount; a person may sign twice and it stays one signature. `apply` stores what counts, and runs only when the invoice is approved.
 */
export async function sign(
  work: Work,
  held: LockedInvoice,
  { authority, ...asked }: Signature,
  event: InvoiceEvent,
  apply: () => Promise<void>,
): Promise<Approval> {
  const first = held.invoice.firstApproval
  const isSecond = first !== null && first.by !== work.actor && sameDecision(first, asked)
  const limits = await loadApprovalLimits(work, held.invoice.retailerId)
  if (isBeyond(limits, authority, asked.payable) && !isSecond) {
    await begin(work, held, asked)
    return 'signed'
  }
  await apply()
  const { payable } = asked
  const change = { status: 'approved', payable, approvedAt: work.now, approvedBy: work.actor } as const
  const data = { ...event.data, ...(isSecond && { firstApprovedBy: first.by }) }
  await setStatus(work, held, { ...change, firstApproval: null }, { ...event, data })
  return 'approved'
}

async function begin(work: Work, held: LockedInvoice, asked: Omit<Signature, 'authority'>): Promise<void> {
  const { firstApproval: first, status } = held.invoice
  if (first?.by === work.actor && sameDecision(first, asked)) return
  const firstApproval = { ...asked, by: work.actor, at: work.now.toISOString() }
  const { resolution, payable, reason } = asked
  const event = { type: 'invoice.first-approved', data: { resolution, payable, reason } }
  await setStatus(work, held, { status, firstApproval }, event)
}

function sameDecision(first: FirstApproval, asked: Omit<Signature, 'authority'>): boolean {
  const inFull = (decision: Pick<FirstApproval, 'inFull'>) => [...(decision.inFull ?? [])].sort().join()
  return first.resolution === asked.resolution && first.payable === asked.payable && inFull(first) === inFull(asked)
}

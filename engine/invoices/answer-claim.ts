import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'
import { closeClaim, noteAnswer, openClaim } from './claims.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { matchNow, payMatched } from './pay.ts'
import { refreshOrders } from './reconcile.ts'
import { resolveInvoice } from './resolve.ts'
import { setStatus } from './set-status.ts'

export interface AnswerClaim {
  retailerId: string
  partnershipId: string
  invoiceId: string
  /** Whether the supplier agrees with the retailer, or insists on its invoice. */
  agrees: boolean
  /** What it says to it. */
  answer: string
}

/**
 * Takes a supplier's answer to what the retailer claims of an invoice. If it agrees to a dispute, what matched is paid (nothing, where nothing did); if it agrees to a credit
 * request, its credit memo is waited for; if it insists, the retailer decides again. Throws `not-found`, also for another supplier's invoice, `wrong-state` where nothing is
 * asked, and `invalid-input` without words.
 */
export async function answerClaim(work: Work, command: AnswerClaim): Promise<void> {
  const { retailerId, invoiceId, agrees } = command
  const answer = command.answer.trim()
  const held = await lockInvoice(work, retailerId, invoiceId)
  if (held.invoice.partnershipId !== command.partnershipId) {
    throw new ApplicationError('not-found', 'There is no such invoice.')
  }
  const claim = await openClaim(work, retailerId, invoiceId)
  if (!claim) throw new ApplicationError('wrong-state', 'Nothing is asked about this invoice any more.')
  if (!answer) throw new ApplicationError('invalid-input', 'Please say why.', { answer: 'Please say why.' })
  if (!agrees) await goBack(work, held, answer)
  else if (claim.kind === 'credit-request') await noteAnswer(work, held, claim, answer)
  else await payAsAgreed(work, held, answer)
  await tellRetailer(work, held, claim.number, `${agrees ? 'The supplier agrees' : 'The supplier insists'}: ${answer}`)
  await refreshOrders(work, [held])
}

async function goBack(work: Work, held: LockedInvoice, answer: string): Promise<void> {
  await closeClaim(work, held, 'refused', { answer })
  await setStatus(work, held, { status: 'exception' }, { type: 'invoice.stopped', data: { reason: answer } })
}

async function payAsAgreed(work: Work, held: LockedInvoice, answer: string): Promise<void> {
  await closeClaim(work, held, 'settled', { answer })
  const byRule = { ...work, actor: 'system' }
  const reason = `Agreed by the supplier: ${answer}`
  const nothing = (await matchNow(work, held)).payable === '0.00'
  const { retailerId, id: invoiceId } = held.invoice
  if (nothing) await resolveInvoice(byRule, { retailerId, invoiceId, resolution: 'void', reason })
  else await payMatched(byRule, held, { reason, authority: 'system' })
}

async function tellRetailer(work: Work, { invoice }: LockedInvoice, claim: string, body: string): Promise<void> {
  const { retailerId, partnershipId, number } = invoice
  await notify(work, {
    kind: 'invoices',
    retailerId,
    partnershipId,
    audience: 'retailer',
    subject: `Invoice ${number}: answer to ${claim}`,
    body,
    rows: [{ invoice: number, claim, answer: body }],
  })
}

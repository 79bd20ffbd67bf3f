import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { lockInvoice } from './lock.ts'
import { payableText } from './money.ts'
import { refreshOrders } from './reconcile.ts'
import { setStatus } from './set-status.ts'

/**
 * Approves an invoice that matched, alone or within tolerance; all of it becomes payable. Approved again it stays approved. Throws
 * `wrong-state` for any other: those are `resolveInvoice`'s. Who may do so is the caller's to check.
 */
export async function approveInvoice(work: Work, command: { retailerId: string; invoiceId: string }): Promise<void> {
  const held = await lockInvoice(work, command.retailerId, command.invoiceId)
  const { status, total } = held.invoice
  const payable = payableText(total)
  if (status === 'approved') return
  if (status !== 'matched' && status !== 'within-tolerance') {
    throw new ApplicationError('wrong-state', `An invoice that is ${status} cannot simply be approved.`)
  }
  await setStatus(
    work,
    held,
    { status: 'approved', payable, approvedAt: work.now, approvedBy: work.actor },
    { type: 'invoice.approved', data: { payable } },
  )
  await refreshOrders(work, held)
}

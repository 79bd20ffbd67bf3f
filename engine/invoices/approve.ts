import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import type { Authority } from './authority.ts'
import { lockInvoice } from './lock.ts'
import { payableText } from './money.ts'
import { refreshOrders } from './reconcile.ts'
import { type Approval, sign } from './sign.ts'

/**
 * Approves an invoice that matched, alone or within tolerance; all of it becomes payable. Approved again it stays approved. Beyond the limit of whoever approves it is
 * `signed`, and waits for a second person. Throws `wrong-state` for any other: those are `resolveInvoice`'s. Who may do so is the caller's to check; an authority left out
 * is the hub's own, without limit.
 */
export async function approveInvoice(
  work: Work,
  command: { retailerId: string; invoiceId: string; authority?: Authority },
): Promise<Approval> {
  const held = await lockInvoice(work, command.retailerId, command.invoiceId)
  const { status, total } = held.invoice
  const payable = payableText(total)
  if (status === 'approved') return 'approved'
  if (status !== 'matched' && status !== 'within-tolerance') {
    throw new ApplicationError('wrong-state', `An invoice that is ${status} cannot simply be approved.`)
  }
  const asked = { authority: command.authority ?? 'system', resolution: 'approve', payable, reason: '' } as const
  const approval = await sign(work, held, asked, { type: 'invoice.approved', data: { payable } }, async () => undefined)
  if (approval === 'approved') await refreshOrders(work, [held])
  return approval
}

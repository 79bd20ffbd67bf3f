import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { lockInvoice } from './lock.ts'
import { recordInvoiceEvents } from './set-status.ts'

/** Longer is not a comment. */
const mostCharacters = 2000

/** Adds a comment to an invoice's history, for the retailer's own people. Throws `not-found`, and `invalid-input` for one that is empty or endless. */
export async function commentOnInvoice(
  work: Work,
  { retailerId, invoiceId, comment }: { retailerId: string; invoiceId: string; comment: string },
): Promise<void> {
  const text = comment.trim()
  const wrong = text === '' ? 'Please write something.' : text.length > mostCharacters ? 'This is too long.' : undefined
  if (wrong) throw new ApplicationError('invalid-input', wrong, { comment: wrong })
  const held = await lockInvoice(work, retailerId, invoiceId)
  await recordInvoiceEvents(work, [{ held, events: [{ type: 'invoice.commented', data: { reason: text } }] }])
}

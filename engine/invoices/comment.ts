import type { Work } from '../../db/work.ts'
import { commentText } from '../comment-text.ts'
import { lockInvoice } from './lock.ts'
import { recordInvoiceEvents } from './set-status.ts'

/** Adds a comment to an invoice's history, for the retailer's own people. Throws `not-found`, and `invalid-input` for one that is empty or endless. */
export async function commentOnInvoice(
  work: Work,
  { retailerId, invoiceId, comment }: { retailerId: string; invoiceId: string; comment: string },
): Promise<void> {
  const reason = commentText(comment)
  const held = await lockInvoice(work, retailerId, invoiceId)
  await recordInvoiceEvents(work, [{ held, events: [{ type: 'invoice.commented', data: { reason } }] }])
}

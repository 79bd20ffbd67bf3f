import type { InvoiceStatus } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/**
 * Matches an invoice with its purchase orders and what was shipped on them, counts what is covered, raises or settles exceptions, and
 * approves what is clean where the partnership says so. Run again it gives the same; an invoice already approved or void is left alone.
 * The handler of `match-invoice`.
 */
export async function reconcileInvoice(
  _work: Work,
  _command: { retailerId: string; invoiceId: string },
): Promise<InvoiceStatus> {
  throw new Error('reconcileInvoice is being built')
}

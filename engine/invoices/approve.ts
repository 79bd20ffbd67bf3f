import type { Work } from '../../db/work.ts'

/** Approves an invoice that matched, alone or within tolerance; all of it becomes payable. Who may do so is the caller's to check. */
export async function approveInvoice(_work: Work, _command: { retailerId: string; invoiceId: string }): Promise<void> {
  throw new Error('approveInvoice is being built')
}

import type { Work } from '../../db/work.ts'

/** Has every invoice of these purchase orders that is not settled yet matched again: to be called when more was shipped, or less is billed. */
export async function rematchInvoices(
  _work: Work,
  _command: { retailerId: string; purchaseOrderIds: readonly string[] },
): Promise<void> {
  throw new Error('rematchInvoices is being built')
}

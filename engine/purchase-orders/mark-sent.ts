import type { Work } from '../../db/work.ts'

/** Notes that a purchase order's document reached the supplier: released → sent. Does nothing when it was sent before. */
export async function markSent(_work: Work, _command: { retailerId: string; purchaseOrderId: string }): Promise<void> {
  throw new Error('Not built yet.')
}

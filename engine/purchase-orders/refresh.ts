import type { Work } from '../../db/work.ts'

/** Derives and stores the status of a purchase order and of its order; call it after any change of lines or invoices, under `lockPurchaseOrders`. */
export async function refreshPurchaseOrder(
  _work: Work,
  _command: { retailerId: string; purchaseOrderId: string },
): Promise<void> {
  throw new Error('Not built yet.')
}

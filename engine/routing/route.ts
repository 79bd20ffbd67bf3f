import type { Work } from '../../db/work.ts'

/** What routing made of an order's open quantities. */
export interface Routed {
  /** Absent when nothing was open. */
  decisionId?: string
  purchaseOrderIds: string[]
  /** Whether something could not be placed: the order is held then. */
  held: boolean
}

/** Decides where an order's open quantities go, reserves the stock, and makes and releases the purchase orders. */
export async function routeOrder(
  _work: Work,
  _command: { retailerId: string; orderId: string; cause: string },
): Promise<Routed> {
  throw new Error('Orders cannot be routed yet.')
}

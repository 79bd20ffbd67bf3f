import type { Work } from '../../db/work.ts'

/** What came of a wish to cancel a whole order: what could be cancelled at once, and which suppliers have to agree first. */
export interface Cancellation {
  /** Selling units cancelled at once. */
  cancelled: string
  /** Purchase orders whose suppliers were asked. */
  asked: string[]
}

/** Cancels what can be cancelled of an order at once, and asks the suppliers for the rest. Shipped goods are not taken back. */
export async function cancelOrder(
  _work: Work,
  _command: { retailerId: string; orderId: string; reason: string },
): Promise<Cancellation> {
  throw new Error('Orders cannot be cancelled yet.')
}

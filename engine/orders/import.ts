import type { Work } from '../../db/work.ts'
import type { NewOrder } from './new-order.ts'

/**
 * Stores a customer's order, with the job that routes it. The same order again changes nothing; another order under the same channel and
 * number is refused as a `conflict`, and a SKU that the catalogue does not have as `invalid-input` naming `lines[i].sku`.
 */
export async function importOrder(
  _work: Work,
  _retailerId: string,
  _input: NewOrder,
): Promise<{ orderId: string; created: boolean }> {
  throw new Error('Orders cannot be imported yet.')
}

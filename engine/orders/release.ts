import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { orders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { refreshOrder } from './refresh.ts'

/** Sends a held order to routing again. Throws `not-found`, and `wrong-state` when it is not held. */
export async function releaseOrder(
  work: Work,
  { retailerId, orderId }: { retailerId: string; orderId: string },
): Promise<void> {
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, orderId)))
    .for('update')
  if (!order) throw new ApplicationError('not-found', 'There is no such order.')
  if (order.status !== 'held') throw new ApplicationError('wrong-state', `Order ${order.number} is not held.`)
  await recordEvent(work, retailerId, 'order.released', { orderId }, { holdReason: order.holdReason })
  await refreshOrder(work, { retailerId, orderId, holdReason: null })
  await work.enqueue('route-order', { retailerId, orderId, cause: 'released' })
}

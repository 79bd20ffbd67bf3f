import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { orderLines, orders } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { refreshOrder } from './refresh.ts'
import { openQuantity } from './status.ts'

/**
 * Keeps what is not placed yet of an order from going anywhere until a person releases it. What suppliers have already goes on. Throws `not-found`,
 * `wrong-state` where nothing of it is left to hold, and `invalid-input` without a reason.
 */
export async function holdOrder(
  work: Work,
  { retailerId, orderId, reason }: { retailerId: string; orderId: string; reason: string },
): Promise<void> {
  const why = reason.trim()
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, orderId)))
    .for('update')
  if (!order) throw new ApplicationError('not-found', 'There is no such order.')
  if (!why) throw new ApplicationError('invalid-input', 'Say why it is held.', { reason: 'Say why it is held.' })
  if (order.heldBy) throw new ApplicationError('wrong-state', `Order ${order.number} is held already.`)
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
  if (!lines.some(line => openQuantity(line).gt(0)))
    throw new ApplicationError(
      'wrong-state',
      `Nothing of order ${order.number} is left to hold: all of it is placed or cancelled.`,
    )
  await recordEvent(work, retailerId, 'order.put-on-hold', { orderId }, { reason: why })
  await refreshOrder(work, { retailerId, orderId, holdReason: why })
  await work.tx
    .update(orders)
    .set({ heldBy: work.actor })
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, orderId)))
}

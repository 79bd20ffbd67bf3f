import { newOrder } from '../orders/new-order.ts'

/** PostgreSQL knows no moment before the year 1, which ISO 8601 can write. */
const schema = newOrder.refine(({ placedAt }) => placedAt === undefined || isStorable(placedAt), {
  path: ['placedAt'],
  message: 'expected a moment in the years 1 to 9999',
})

const passedOver = new Set([
  ...['id', 'status', 'holdReason', 'createdAt', 'updatedAt', 'purchaseOrders', 'routingDecisions'],
  ...['title', 'placed', 'shipped', 'cancelled', 'open'],
])

/** An order that an import may bring. */
export const importableOrder = { schema, passedOver }

function isStorable(moment: string): boolean {
  const year = new Date(moment).getUTCFullYear()
  return year >= 1 && year <= 9999
}

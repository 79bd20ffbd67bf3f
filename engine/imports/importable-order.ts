import { newOrder } from '../orders/new-order.ts'

/** An order that an import may bring: PostgreSQL knows no moment before the year 1, which ISO 8601 can write. */
export const importableOrder = newOrder.refine(({ placedAt }) => placedAt === undefined || isStorable(placedAt), {
  path: ['placedAt'],
  message: 'expected a moment in the years 1 to 9999',
})

function isStorable(moment: string): boolean {
  const year = new Date(moment).getUTCFullYear()
  return year >= 1 && year <= 9999
}

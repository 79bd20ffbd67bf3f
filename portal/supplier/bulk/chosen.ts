import type { FormValues } from '../../ui/form-data.ts'

/** How many orders one form may hold: what a list shows, with room to spare. */
const most = 200

/** The numbers of the orders that were chosen in a list: fields `orders[NUMBER]`. */
export function chosenOrders(values: FormValues): string[] {
  return Object.keys(values)
    .flatMap(name => /^orders\[(.{1,50})\]$/.exec(name)?.[1] ?? [])
    .slice(0, most)
}

/** The field by which an order is chosen. */
export function choosing(number: string): string {
  return `orders[${number}]`
}

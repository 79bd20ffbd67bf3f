import type { NewOrderInput } from '../../../engine/orders/new-order.ts'

/** An order that the API takes wherever the catalogue has the SKU. */
export function orderOf(changes: Partial<NewOrderInput> = {}): NewOrderInput {
  return {
    number: 'W-1',
    currency: 'USD',
    customer: { name: 'Dana Reyes', email: 'dana@example.com' },
    shipTo: { name: 'Dana Reyes', address1: '418 Alder St', city: 'Portland', postalCode: '97205', country: 'US' },
    lines: [{ sku: 'TENT-2P', quantity: '1', unitPrice: '189.00' }],
    ...changes,
  }
}

import type { Args } from './graphql-execute.ts'
import { type UserError, type Variant, wrong } from './shopify-records.ts'

/** Whatever has variants. */
interface Stocked {
  variants(): Variant[]
}

/** Sets quantities, all or none. */
export function inventorySetQuantities(shop: Stocked, { input }: Args) {
  const { name, quantities } = input as {
    name: string
    quantities: {
      inventoryItemId: string
      locationId: string
      quantity: number
      changeFromQuantity?: number | null
    }[]
  }
  if (!['available', 'on_hand'].includes(name))
    return wrong(['input', 'name'], 'The quantity name must be either available or on_hand.', 'INVALID_NAME')
  if (quantities.length > 250) return wrong(['input', 'quantities'], 'At most 250.', 'INVALID_INPUT')
  const errors: UserError[] = []
  for (const [at, { inventoryItemId, locationId, quantity, changeFromQuantity }] of quantities.entries()) {
    const field = (of: string) => ['input', 'quantities', String(at), of]
    const now = shop
      .variants()
      .find(({ itemId }) => itemId === inventoryItemId)
      ?.available.get(locationId)
    if (changeFromQuantity === undefined)
      errors.push({
        field: field('changeFromQuantity'),
        message: 'It is required; pass null to opt out.',
        code: 'CHANGE_FROM_QUANTITY_REQUIRED',
      })
    else if (now === undefined)
      errors.push({
        field: field('locationId'),
        message: 'The item is not stocked at the location.',
        code: 'ITEM_NOT_STOCKED_AT_LOCATION',
      })
    else if (changeFromQuantity !== null && changeFromQuantity !== now)
      errors.push({
        field: field('changeFromQuantity'),
        message: 'The changeFromQuantity argument no longer matches the persisted quantity.',
        code: 'CHANGE_FROM_QUANTITY_STALE',
      })
    else if (quantity < 0)
      errors.push({ field: field('quantity'), message: 'It cannot be negative.', code: 'INVALID_QUANTITY_NEGATIVE' })
  }
  if (errors.length === 0)
    for (const { inventoryItemId, locationId, quantity } of quantities)
      shop
        .variants()
        .find(({ itemId }) => itemId === inventoryItemId)!
        .available.set(locationId, quantity)
  return { userErrors: errors }
}

/** Stocks an item at a location where it was not. */
export function inventoryActivate(shop: Stocked, { inventoryItemId, locationId, available }: Args) {
  const variant = shop.variants().find(({ itemId }) => itemId === inventoryItemId)
  if (!variant) return wrong(['inventoryItemId'], 'The inventory item does not exist.')
  if (variant.available.has(String(locationId)))
    return wrong(
      ['available'],
      'Not allowed to set available quantity when the item is already active at the location.',
    )
  variant.available.set(String(locationId), Number(available ?? 0))
  return { userErrors: [] }
}

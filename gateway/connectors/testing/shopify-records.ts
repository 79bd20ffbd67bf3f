/** A line of an order at the stand-in. */
export interface StandInLine {
  sku: string
  quantity: number
  price: string
  /** Where its fulfillment order waits; the first location by default. */
  location?: string
  requiresShipping?: boolean
}

/** What of a line waits to be fulfilled. */
export interface FulfillmentOrderItem {
  id: string
  totalQuantity: number
  remainingQuantity: number
  lineItem: Line
}

/** What of an order one location is to fulfil. */
export interface FulfillmentOrder {
  id: string
  status: string
  locationId: string
  items: FulfillmentOrderItem[]
}

/** A line of an order as the shop keeps it. */
export interface Line {
  id: string
  sku: string
  quantity: number
  currentQuantity: number
  price: string
  requiresShipping: boolean
}

/** A parcel of which the shop was told. */
export interface Fulfillment {
  id: string
  status: string
  tracking?: { number?: string; company?: string }
  notifyCustomer: boolean
  items: { quantity: number; lineItem: Line }[]
}

/** An order of the shop. */
export interface Order {
  id: string
  name: string
  updatedAt: Date
  createdAt: Date
  cancelledAt?: Date
  financial: string
  address: Record<string, string>
  /** After discounts; 9.95 by default. */
  shipping?: string
  /** Where prices include taxes, as a part of one. */
  taxRate?: number
  lines: Line[]
  fulfillments: Fulfillment[]
  fulfillmentOrders: FulfillmentOrder[]
}

/** A product of the shop. */
export interface Product {
  id: string
  handle: string
  title: string
  status: string
  descriptionHtml?: string
  variants: Variant[]
}

/** What is bought of a product. */
export interface Variant {
  id: string
  sku: string
  price: string
  barcode?: string
  itemId: string
  /** What is available, by location: absent where it is not stocked. */
  available: Map<string, number>
}

/** What a mutation says that it would not do. */
export type UserError = { field: string[] | null; message: string; code?: string }
/** The answer of a mutation that did nothing. */
export const wrong = (field: string[] | null, message: string, code?: string) => ({
  userErrors: [{ field, message, ...(code && { code }) }] as UserError[],
})

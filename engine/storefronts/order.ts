/** One line of a shop's order, in selling units. */
export interface ShopLine {
  /** The shop's own id of the line. */
  remoteId: string
  sku: string
  /** What the customer still wants, after edits and removals. */
  quantity: number
  /** What of it has not shipped yet, by whomever: an order that is new here is worked on with no more than that. */
  waiting: number
  /** After all discounts and without taxes, in the order's currency. */
  unitPrice: string
}

/** An order as a shop has it now, whatever shop that is. */
export interface ShopOrder {
  remoteId: string
  /** What the customer knows it by. */
  number: string
  placedAt: Date
  updatedAt: Date
  /** Why and that it was cancelled; absent while it stands. */
  cancelled?: string
  /** Whether it may be worked on: paid, as the retailer asks for it, and nothing that only tries the shop. */
  ready: boolean
  /** Whether the shop keeps it back for now. */
  held: boolean
  /** Whether nothing of it is left to ship. */
  fulfilled: boolean
  /** Lines that are shipped, without those of which nothing is left. */
  lines: ShopLine[]
  /** The rest of the order as `newOrder` takes it: nothing of it has been checked yet. */
  head: Record<string, unknown>
}

/** A parcel that the shop has not been told of. */
export interface ShopPackage {
  /** The package and its order: told once. */
  packageId: string
  orderId: string
  /** The shop's id of the order. */
  remoteOrderId: string
  /** Selling units, whole ones, by the shop's ids of its lines. */
  lines: { remoteLineId: string; quantity: string }[]
  tracking?: { number: string; carrier?: string }
  /** Ids by which the shop knows what it was told of this order before. */
  told: string[]
}

/** What a routing decision is made from. Quantities are in the retailer's selling units, money in `order.currency` unless told otherwise. */
export interface RoutingRequest {
  order: {
    currency: string
    channel: string
    country: string
    state?: string
    postalCode: string
    /** All lines at retail price. */
    value: string
  }
  lines: OpenLine[]
}

/** A line's open quantity, and everybody who sells the item. */
export interface OpenLine {
  orderLineId: string
  sku: string
  quantity: string
  category?: string
  brand?: string
  candidates: Candidate[]
}

/** One offer of one source, as it stands now. */
export interface Candidate {
  offerId: string
  sourceId: string
  sourceName: string
  kind: 'supplier' | 'warehouse'
  /** The source is in use, and its partnership is live. */
  usable: boolean
  /** Lower is preferred. */
  priority: number
  /** Charged once for each order to this source. */
  orderFee: string
  /** Per unit of the offer, which holds `packSize` selling units. */
  cost: string
  currency: string
  packSize: number
  leadDays: number
  discontinued: boolean
  /** Available to promise, in units of the offer. */
  available: string
  /** Had this line before and gave it back. */
  tried: boolean
}

/** What can keep a candidate out. */
export type Exclusion =
  | 'source-not-in-use'
  | 'discontinued'
  | 'other-currency'
  | 'tried-before'
  | 'excluded-by-rule'
  | 'required-elsewhere'
  | 'no-stock'
  | 'pack-too-large'

/** Why something could not be placed. */
export type UnplacedReason =
  | 'nobody-sells-it'
  | 'held-by-rule'
  | 'all-tried'
  | 'out-of-stock'
  | 'all-excluded'
  | 'not-enough-stock'
  | 'no-single-source'

/** Part of a line given to an offer: `quantity` in the offer's units, `covers` in selling units. */
interface PlacedLine {
  orderLineId: string
  offerId: string
  quantity: string
  covers: string
}

export interface Placement {
  sourceId: string
  lines: PlacedLine[]
}

interface UnplacedLine {
  orderLineId: string
  quantity: string
  reason: UnplacedReason
}

/** What was made of one candidate, and why. */
export interface CandidateExplanation {
  sourceId: string
  sourceName: string
  offerId: string
  available: string
  excluded?: { reason: Exclusion; rule?: string }
  /** What it was ranked by; the first of the rule set's criteria that differ decided. */
  score?: { preference: number; ownWarehouse: boolean; priority: number; landedCost: string; leadDays: number }
  /** Rules that raised or lowered it. */
  rules?: string[]
  /** 1 is the best; absent when excluded. */
  rank?: number
  /** In selling units, what it got of the line. */
  placed?: string
}

export interface LineExplanation {
  orderLineId: string
  sku: string
  quantity: string
  candidates: CandidateExplanation[]
  unplaced?: { quantity: string; reason: UnplacedReason; rule?: string; note?: string }
}

/** Where everything goes, what cannot go anywhere, and why. */
export interface Decision {
  ruleVersion: number
  placements: Placement[]
  unplaced: UnplacedLine[]
  explanation: LineExplanation[]
}

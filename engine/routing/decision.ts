/** What a routing decision is made from. Quantities are in the retailer's selling units, money in `order.currency` unless told otherwise. */
export interface RoutingRequest {
  order: {
    currency: string
    channel: string
    country: string
    state?: string
    postalCode: string
    customer?: { name: string; email?: string }
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
  tags?: readonly string[]
  /** Pounds of one selling unit. */
  weight?: string
  /** What the customer pays for one selling unit. */
  unitPrice?: string
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
  /** Working days that the source asks for. */
  leadDays: number
  discontinued: boolean
  /** Available to promise, in units of the offer. */
  available: string
  /** Had this line before and gave it back. */
  tried: boolean
  tags?: readonly string[]
  /** The day on which it would ship, by the source's cut-off time and calendar (`YYYY-MM-DD`), and in how many days that is. */
  shipsOn?: string
  shipDays?: number
  /** From the source to the destination; unknown where either postal code is. */
  miles?: number
  /** Mean share of the scorecard, from 0 to 1. */
  scorecard?: string
  /** What invoices added to an order of this source on average. */
  surcharge?: string
  /** The least that the source wants to be ordered, at its cost. */
  minimum?: string
  /** What the source takes a business day, and what it was given today. */
  capacity?: { orders?: number; units?: number }
  today?: { orders: number; units: string }
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
  | 'at-capacity'
  | 'below-minimum'

/** Why something could not be placed. */
export type UnplacedReason =
  | 'nobody-sells-it'
  | 'held-by-rule'
  | 'all-tried'
  | 'out-of-stock'
  | 'all-excluded'
  | 'not-enough-stock'
  | 'no-single-source'
  | 'too-large'
  | 'none-can-take-it'

/** Part of a line given to an offer: `quantity` in the offer's units, `covers` in selling units. */
interface PlacedLine {
  orderLineId: string
  offerId: string
  quantity: string
  covers: string
}

export interface Placement {
  sourceId: string
  /** The source takes only so much a day. */
  limited?: true
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
  score?: ToldScore
  /** Ids of the rules that preferred it, changed its cost or kept it out. */
  rules?: string[]
  /** 1 is the best; absent when excluded. */
  rank?: number
  /** In selling units, what it got of the line. */
  placed?: string
  /** It got the line although the whole order stays below the source's minimum. */
  belowMinimum?: { value: string; minimum: string }
}

/** What a candidate was ranked by. Money is in the order's currency. */
export interface ToldScore {
  preference: number
  ownWarehouse: boolean
  priority: number
  landedCost: string
  /** What the landed cost is made of; parts that are zero are left out. */
  costs?: { items: string; fee?: string; shipping?: string; surcharge?: string; rules?: string }
  /** Days until it ships. */
  leadDays: number
  shipsOn?: string
  miles?: number
  scorecard?: string
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

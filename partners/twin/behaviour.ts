import { z } from 'zod'
import {
  allowanceOrCharge,
  decimal,
  party,
  positiveDecimal,
  rejectionReasons,
} from '../../translators/documents/index.ts'

/** The carriers that a twin can ship with: each has its own form of tracking number. */
export const twinCarriers = ['ups', 'fedex', 'usps'] as const
export type TwinCarrier = (typeof twinCarriers)[number]

/** Who the twin plays: what its documents say of itself. */
const twinSupplier = z.object({
  /** Two to four capitals or digits, unique among the twins of one scenario: it starts the supplier's own numbers. */
  code: z.string().regex(/^[A-Z0-9]{2,4}$/),
  name: z.string().min(1).max(60),
  shipFrom: party,
  /** GS1 company prefix, 7 to 10 digits: the SSCCs of its packages carry it. */
  companyPrefix: z.string().regex(/^\d{7,10}$/),
  /** Used where the purchase order names no carrier that the twin knows. */
  carrier: z.enum(twinCarriers),
  /** Days from shipping to delivery. */
  transitDays: z.int().min(0).max(60).default(4),
})
export type TwinSupplier = z.infer<typeof twinSupplier>

/** One way in which a supplier deviates from accepting, shipping and billing exactly what was ordered. */
const itemBehaviour = z.discriminatedUnion('does', [
  /** Has not all of it yet: `quantity` (all when left out) is promised in `days`, and ships later. */
  z.object({ does: z.literal('backorder'), quantity: positiveDecimal.optional(), days: z.int().min(1).max(365) }),
  /** Refuses `quantity` of it (all when left out). */
  z.object({ does: z.literal('reject'), quantity: positiveDecimal.optional(), reason: z.enum(rejectionReasons) }),
  /** Names another price in its acknowledgment, and bills that one; the difference is added to the order's price. */
  z.object({ does: z.literal('change-price'), difference: decimal }),
  /** One ship notice, the quantity spread over so many packages (never more than there are whole units). */
  z.object({ does: z.literal('ship-in-parcels'), parcels: z.int().min(2).max(20) }),
  /** So many ship notices, each with its own package and its own invoice. */
  z.object({ does: z.literal('ship-in-parts'), parts: z.int().min(2).max(9) }),
  /** Bills another price than the one that was acknowledged; the difference is added to it. */
  z.object({ does: z.literal('bill-wrong-price'), difference: decimal }),
  /** Bills so much more than was shipped, on the first invoice that carries the item. */
  z.object({ does: z.literal('bill-too-much'), quantity: positiveDecimal }),
  /** Sends every invoice that carries the item so many times, unchanged. */
  z.object({ does: z.literal('send-invoice-again'), times: z.int().min(2).max(9) }),
])
export type ItemBehaviour = z.infer<typeof itemBehaviour>

/**
 * How a supplier acts, as data: what is not named here is accepted, shipped at once in one package and billed as ordered. A twin process reads
 * this from a file; a certification run states with it what a partner's answer should look like.
 */
export const twinBehaviour = z.object({
  supplier: twinSupplier,
  /** By any id of the item: the supplier's SKU first, then the retailer's, then GTIN and part number. */
  items: z.record(z.string(), z.array(itemBehaviour)).default({}),
  /** What the supplier adds to the first invoice of every order, beyond what the order itself names. */
  charges: z.array(allowanceOrCharge).default([]),
})
export type TwinBehaviour = z.infer<typeof twinBehaviour>

/** The twin's day. Documents take their dates from it and nothing else, so that a later run repeats their numbers. */
export interface TwinClock {
  /** Business date, `YYYY-MM-DD`. */
  date: string
}

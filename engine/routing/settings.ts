import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** By what candidates can be ranked. */
export const criteria = [
  'own-warehouse',
  'priority',
  'landed-cost',
  'ships-soonest',
  'nearest',
  'best-scorecard',
] as const
export type Criterion = (typeof criteria)[number]

/** Carriers' zones of the United States, 2 to 8, by the miles up to which each reaches; the last has no end. */
export const zoneMiles = [150, 300, 600, 1000, 1400, 1800] as const
/** How many zones a rate table has columns for. */
export const zones = zoneMiles.length + 1

/** What shipping costs by weight and zone: one row for each weight, one amount for each of the zones 2 to 8. */
const rateTable = z.strictObject({
  /** Ids or names of the sources that ship at these rates; left out, all that no other table names. */
  sources: z.array(z.string().min(1).max(200)).min(1).max(500).optional(),
  rows: z
    .array(
      z.strictObject({
        /** In pounds. What weighs more than the last row goes as several packages of that weight. */
        upTo: positiveDecimal,
        amounts: z.array(positiveDecimal).length(zones),
      }),
    )
    .min(1)
    .max(200)
    .refine(isRising, 'the weights have to rise from row to row'),
})
export type RateTable = z.infer<typeof rateTable>

function isRising(rows: { upTo: string }[]): boolean {
  return rows.every(({ upTo }, index) => Number(upTo) > Number(rows[index - 1]?.upTo ?? 0))
}

/** How candidates are ranked and how lines may be split. */
export const routingSettings = z.strictObject({
  /** By what candidates are ranked, after preference: the first that tells two apart decides. A tie goes to the source's name, then its id. */
  rankBy: z
    .array(z.enum(criteria))
    .min(1)
    .max(criteria.length)
    .default(['own-warehouse', 'priority', 'landed-cost', 'ships-soonest']),
  /** Whether one source should, or must, have the whole order. */
  oneSource: z.enum(['no', 'preferred', 'required']).default('no'),
  /** Whether the plan with the fewest sources goes before a better ranked one with more. */
  fewestShipments: z.boolean().default(false),
  /** Whether a line that no single source can fill may be split over several. */
  splitQuantity: z.boolean().default(true),
  /** Whether what there is goes out when a line cannot be filled; otherwise the whole line waits. */
  partial: z.boolean().default(true),
  /** An order below its source's minimum: goes elsewhere where it can, is never placed, or is placed; what is placed is told. */
  belowMinimum: z.enum(['avoid', 'refuse', 'tell']).default('avoid'),
  /** Whether what past invoices added on average counts towards the landed cost. */
  learnSurcharges: z.boolean().default(false),
  shippingRates: z.array(rateTable).max(100).default([]),
  /** Pounds of an item whose weight is not known. */
  assumedWeight: positiveDecimal.default('1'),
})
export type RoutingSettings = z.infer<typeof routingSettings>

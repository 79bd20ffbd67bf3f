import { z } from 'zod'
import { businessDate, currency, decimal, documentNumber, party, positiveDecimal, productIds, unit } from './common.ts'

/** One property of a product: `color` Slate. Names are free, without the signs by which files part names from values. */
export const productAttribute = z.object({
  name: z.string().regex(/^[^:=,.[\]]{1,40}$/, 'expected a name without : = , . [ or ]'),
  value: z.string().min(1).max(264),
})
export type ProductAttribute = z.infer<typeof productAttribute>

/**
 * A product as its supplier offers it. In a delta what is not named stays as it was. Prices are per `unit`, in the catalog's currency;
 * weight and dimensions are those of one unit as it ships.
 */
export const catalogProduct = z.object({
  /** `unproven`: a GTIN as it came that cannot be right, such as `1.2E+11`, for a person to mend. */
  ids: productIds.safeExtend({ unproven: z.string().min(1).max(80).optional() }),
  title: z.string().min(1).max(264).optional(),
  description: z.string().min(1).max(4000).optional(),
  brand: z.string().min(1).max(80).optional(),
  /** The supplier's own grouping, as it spells it: `Outdoor > Tents`. */
  category: z.string().min(1).max(200).optional(),
  attributes: z.array(productAttribute).optional(),
  /** Addresses of pictures, the best first. */
  images: z.array(z.string().min(1).max(2000)).optional(),
  /** ISO 3166-1 alpha-2. */
  countryOfOrigin: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code of two letters such as US')
    .optional(),
  unit: unit.optional(),
  /** What the retailer pays. */
  cost: decimal.optional(),
  /** Manufacturer's suggested retail price. */
  msrp: decimal.optional(),
  /** Minimum advertised price: below it the product may be sold, not advertised. */
  map: decimal.optional(),
  weight: positiveDecimal.optional(),
  /** `LB`, `KG`, `OZ`, `GR` (X12 355). */
  weightUnit: unit.optional(),
  length: positiveDecimal.optional(),
  width: positiveDecimal.optional(),
  height: positiveDecimal.optional(),
  /** `IN`, `CM`, `FT` (X12 355), for length, width and height alike. */
  dimensionUnit: unit.optional(),
  /** How many units a case holds, and how many of them an inner pack in it. */
  casePack: z.int().min(1).max(999_999).optional(),
  innerPack: z.int().min(1).max(999_999).optional(),
  minimumOrder: positiveDecimal.optional(),
  /** Days from order to shipment. */
  leadDays: z.int().min(0).max(9999).optional(),
  /** The first day on which it can be ordered. */
  availableFrom: businessDate.optional(),
  /** The days on which these terms hold, both included. */
  effectiveFrom: businessDate.optional(),
  effectiveTo: businessDate.optional(),
  /** Not made any more: sold while stock lasts. */
  discontinued: z.boolean().optional(),
})
export type CatalogProduct = z.infer<typeof catalogProduct>

/** What a supplier offers (X12 832, and product feeds). `full` names everything that is offered; `delta` the products that changed. */
export const productCatalog = z.object({
  kind: z.literal('product-catalog'),
  scope: z.enum(['full', 'delta']),
  number: documentNumber,
  date: businessDate.optional(),
  currency,
  /** The days on which the whole catalog holds, unless a product says otherwise. */
  effectiveFrom: businessDate.optional(),
  effectiveTo: businessDate.optional(),
  supplier: party.optional(),
  products: z.array(catalogProduct),
})
export type ProductCatalog = z.infer<typeof productCatalog>

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
  ids: productIds.safeExtend({
    unproven: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .describe('A GTIN as it came that cannot be right, such as `1.2E+11`, for a person to mend.'),
  }),
  title: z.string().min(1).max(264).optional(),
  description: z.string().min(1).max(4000).optional(),
  brand: z.string().min(1).max(80).optional(),
  category: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('The supplier’s own grouping, as it spells it: `Outdoor > Tents`.'),
  attributes: z.array(productAttribute).optional(),
  images: z.array(z.string().min(1).max(2000)).optional().describe('Addresses of pictures, the best first.'),
  countryOfOrigin: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code of two letters such as US')
    .optional()
    .describe('ISO 3166-1 alpha-2.'),
  unit: unit.optional(),
  cost: decimal.optional().describe('What the retailer pays.'),
  msrp: decimal.optional().describe('Manufacturer’s suggested retail price.'),
  map: decimal.optional().describe('Minimum advertised price: below it the product may be sold, not advertised.'),
  weight: positiveDecimal.optional(),
  weightUnit: unit.optional().describe('`LB`, `KG`, `OZ`, `GR` (X12 355).'),
  length: positiveDecimal.optional(),
  width: positiveDecimal.optional(),
  height: positiveDecimal.optional(),
  dimensionUnit: unit.optional().describe('`IN`, `CM`, `FT` (X12 355), for length, width and height alike.'),
  casePack: z.int().min(1).max(999_999).optional().describe('How many units a case holds.'),
  innerPack: z.int().min(1).max(999_999).optional().describe('How many of them an inner pack holds.'),
  minimumOrder: positiveDecimal.optional(),
  leadDays: z.int().min(0).max(9999).optional().describe('Days from order to shipment.'),
  availableFrom: businessDate.optional().describe('The first day on which it can be ordered.'),
  effectiveFrom: businessDate.optional().describe('The first day on which these terms hold.'),
  effectiveTo: businessDate.optional().describe('The last of these days.'),
  discontinued: z.boolean().optional().describe('Not made any more: sold while stock lasts.'),
})
export type CatalogProduct = z.infer<typeof catalogProduct>

/** What a supplier offers (X12 832, and product feeds). `full` names everything that is offered; `delta` the products that changed. */
export const productCatalog = z.object({
  kind: z.literal('product-catalog'),
  scope: z.enum(['full', 'delta']),
  number: documentNumber,
  date: businessDate.optional(),
  currency,
  effectiveFrom: businessDate
    .optional()
    .describe('The first day on which the whole catalog holds, unless a product says otherwise.'),
  effectiveTo: businessDate.optional().describe('The last of these days.'),
  supplier: party.optional(),
  products: z.array(catalogProduct),
})
export type ProductCatalog = z.infer<typeof productCatalog>

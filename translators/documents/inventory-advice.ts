import { z } from 'zod'
import { businessDate, currency, decimal, documentNumber, positiveDecimal, productIds, unit } from './common.ts'

export const inventoryLine = z.object({
  ids: productIds,
  description: z.string().min(1).max(264).optional(),
  quantity: positiveDecimal,
  unit: unit.optional(),
  location: z.string().min(1).max(80).optional().describe('The supplier’s warehouse, where stock is told by place.'),
  nextAvailable: z
    .object({ date: businessDate, quantity: positiveDecimal.optional() })
    .optional()
    .describe('When more is expected, and how much.'),
  unitCost: decimal.optional(),
  currency: currency.optional(),
  discontinued: z.boolean().optional(),
})
export type InventoryLine = z.infer<typeof inventoryLine>

/** A supplier's stock (X12 846). `full` replaces everything known; `delta` changes the lines it names. */
export const inventoryAdvice = z.object({
  kind: z.literal('inventory-advice'),
  scope: z.enum(['full', 'delta']),
  number: documentNumber,
  date: businessDate,
  lines: z.array(inventoryLine),
})
export type InventoryAdvice = z.infer<typeof inventoryAdvice>

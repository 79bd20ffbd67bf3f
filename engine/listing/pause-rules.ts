import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** When a rule pauses a listing: every condition that is given must hold. Categories, brands and channels are compared without regard to case. */
const pauseCondition = z.strictObject({
  channels: z.array(z.string()).optional(),
  categories: z.array(z.string()).optional(),
  brands: z.array(z.string()).optional(),
  skus: z.array(z.string()).optional(),
  /** What all sources together can promise is below this. */
  quantityBelow: positiveDecimal.optional(),
  /** Whether the retailer's own warehouses have any. */
  ownWarehouse: z.enum(['in', 'out']).optional(),
  /** Whether any supplier has any. */
  suppliers: z.enum(['in', 'out']).optional(),
})

const pauseRule = z.strictObject({
  /** Stands on the listing as the reason. */
  id: z.string().min(1).max(60),
  name: z.string().min(1).max(200).optional(),
  when: pauseCondition,
})
export type PauseRule = z.infer<typeof pauseRule>

/** A retailer's rules for taking listings off a channel, of one version. */
export const pauseRules = z.object({ version: z.int().min(0), rules: z.array(pauseRule) })
export type PauseRules = z.infer<typeof pauseRules>

import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'
import { newProductOverride } from '../catalogue/new-products/settings.ts'

/** What is held back of a stock level: so many units, and a share of the quantity, rounded up to a whole unit. */
const buffer = z.object({ units: positiveDecimal.default('0'), share: z.number().min(0).max(1).default(0) })
export type Buffer = z.infer<typeof buffer>

/** What is held back; the most specific rule holds: the item's, then its category's, then the one for all. */
const buffers = z.object({
  all: buffer.default({ units: '0', share: 0 }),
  /** By category as the retailer names it, whatever its case. */
  categories: z.record(z.string(), buffer).default({}),
  /** By the supplier's SKU. */
  items: z.record(z.string(), buffer).default({}),
})

/** The part of a partnership's settings that says how its stock feeds are taken: `settings.feeds`. */
export const feedSettings = z.object({
  /** What becomes of an item that a full feed leaves out. */
  missing: z.enum(['zero', 'keep']).default('zero'),
  /** A feed that lowers the stock of its source by more than this share of the quantity waits for a person. */
  maxDropShare: z.number().min(0).max(1).default(0.8),
  /** The same for the share of the items that have stock and would have none. */
  maxZeroShare: z.number().min(0).max(1).default(0.8),
  /** Below so many items in stock a feed is never held back: any change is a large share of few. */
  quarantineFrom: z.int().min(1).default(20),
  /** Words that stand for a quantity, whatever their case: `in stock` → `10`. */
  statusWords: z.record(z.string(), positiveDecimal).default({}),
  buffers: buffers.prefault({}),
  /** Hours after the source's last word from which its stock is stale, and from which it cannot be promised. Null: never. */
  staleAfterHours: z.number().positive().nullable().default(72),
  expireAfterHours: z.number().positive().nullable().default(336),
  /** What a stale source holds back beside its buffers: a share of the quantity. */
  staleShare: z.number().min(0).max(1).default(0.25),
  /** Whether any word of the source keeps it fresh, or only a full feed. */
  freshBy: z.enum(['any', 'full']).default('any'),
  /** What becomes of items that no product is, where it is not as the retailer has it for all suppliers. */
  newProducts: newProductOverride.prefault({}),
})
export type FeedSettings = z.infer<typeof feedSettings>

/** The feed settings of a partnership; what is missing or wrong in them counts as not set. */
export function feedSettingsOf(settings: Record<string, unknown>): FeedSettings {
  const parsed = feedSettings.safeParse(settings.feeds ?? {})
  return parsed.success ? parsed.data : feedSettings.parse({})
}

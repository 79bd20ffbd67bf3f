import { z } from 'zod'

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
})
export type FeedSettings = z.infer<typeof feedSettings>

/** The feed settings of a partnership; what is missing or wrong in them counts as not set. */
export function feedSettingsOf(settings: Record<string, unknown>): FeedSettings {
  const parsed = feedSettings.safeParse(settings.feeds ?? {})
  return parsed.success ? parsed.data : feedSettings.parse({})
}

import type { FeedSettings } from './feed-settings.ts'

/** How far a source's word may be trusted. */
export type Freshness = 'fresh' | 'stale' | 'expired'

const hour = 3_600_000

/** The state of a source that told last at `toldAt`, and when it changes if nothing comes; null when it no longer will. */
export function freshnessAt(
  toldAt: Date,
  now: Date,
  { staleAfterHours, expireAfterHours }: Pick<FeedSettings, 'staleAfterHours' | 'expireAfterHours'>,
): { state: Freshness; nextAt: Date | null } {
  const staleAt = staleAfterHours === null ? null : toldAt.getTime() + staleAfterHours * hour
  const expiresAt = expireAfterHours === null ? null : toldAt.getTime() + expireAfterHours * hour
  const time = now.getTime()
  if (expiresAt !== null && time >= expiresAt) return { state: 'expired', nextAt: null }
  if (staleAt !== null && time >= staleAt) return { state: 'stale', nextAt: dateOf(expiresAt) }
  return { state: 'fresh', nextAt: dateOf(earlier(staleAt, expiresAt)) }
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b)
}

const dateOf = (time: number | null) => (time === null ? null : new Date(time))

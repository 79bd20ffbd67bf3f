import Big from 'big.js'
import type { FeedSettings } from './feed-settings.ts'

/** What a feed would do to the stock that it speaks of, for a full feed all of its source's. Quantities are decimals. */
export interface FeedEffect {
  before: string
  after: string
  /** Items that have stock now. */
  stocked: number
  /** Of those, how many would have none. */
  emptied: number
}

/** Why a feed is suspicious: which share went beyond its limit. */
export interface Suspicion {
  kind: 'mass-drop' | 'mass-zero'
  share: string
  limit: string
}

/** Whether a feed takes away so much at once that a person should look at it first. */
export function suspicionOf(effect: FeedEffect, settings: FeedSettings): Suspicion | undefined {
  if (effect.stocked < settings.quarantineFrom) return undefined
  const dropped = new Big(effect.before).minus(effect.after)
  return (
    beyond('mass-drop', dropped, new Big(effect.before), settings.maxDropShare) ??
    beyond('mass-zero', new Big(effect.emptied), new Big(effect.stocked), settings.maxZeroShare)
  )
}

function beyond(kind: Suspicion['kind'], part: Big, whole: Big, limit: number): Suspicion | undefined {
  if (whole.lte(0) || part.lte(whole.times(limit))) return undefined
  return { kind, share: part.div(whole).round(4, Big.roundHalfUp).toFixed(), limit: String(limit) }
}

import type { feedStatuses, feedStates as freshness } from '../../db/schema/index.ts'
import type { StateLook } from '../ui/badge.tsx'

/** What has become of a feed. */
export const runStates: Record<(typeof feedStatuses)[number], StateLook> = {
  received: { word: 'Being read', tone: 'info', icon: 'dot' },
  validated: { word: 'Checked', tone: 'info', icon: 'half' },
  applied: { word: 'Applied', tone: 'good', icon: 'check' },
  quarantined: { word: 'Held back', tone: 'warn', icon: 'pause' },
  discarded: { word: 'Discarded', tone: 'idle', icon: 'cross' },
  failed: { word: 'Failed', tone: 'bad', icon: 'alert' },
}

/** How far a supplier's stock may be trusted. */
export const freshnessStates: Record<(typeof freshness)[number], StateLook> = {
  fresh: { word: 'Fresh', tone: 'good', icon: 'check' },
  stale: { word: 'Late: more is held back', tone: 'warn', icon: 'half' },
  expired: { word: 'Out of date: none can be promised', tone: 'bad', icon: 'alert' },
}

/** Why rows were left out, in a few words. */
const reasons: Record<string, string> = {
  'unknown-item': 'unknown item',
  'repeated-item': 'named again further down',
  'other-currency': 'cost in another currency',
  'unit-of-measure': 'unit that cannot be told in ours',
  'negative-cost': 'cost below zero',
  'wrong-value': 'a cell that cannot be read',
  'number-damaged': 'a number that a spreadsheet has spoilt',
  'missing-value': 'a blank cell that must be filled',
  'no-quantity': 'no quantity',
  'too-many-cells': 'more cells than columns',
  'unclosed-quote': 'a quote that is never closed',
  'wrong-header': 'the header fits no layout',
  'no-cost': 'new, and without a cost',
  'no-supplier-sku': 'no number of its supplier',
  'negative-price': 'price below zero',
}

/** `3 × unknown item, 1 × no quantity`. */
export function reasonWords(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([reason, n]) => `${n} × ${reasons[reason] ?? reason}`)
    .join(', ')
}

/** How far a feed that is being read has got, in percent; undefined once it is done. */
export function progressOf(run: { status: string; fileSize: number | null; fileRead: number }): number | undefined {
  if (run.status !== 'received' || !run.fileSize) return undefined
  return Math.min(99, Math.floor((run.fileRead / run.fileSize) * 100))
}

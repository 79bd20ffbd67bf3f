import type { RuleSetState } from '../../../engine/routing/rule-sets/row.ts'
import type { RuleEffect } from '../../../engine/routing/rules.ts'
import type { Criterion } from '../../../engine/routing/settings.ts'
import type { StateLook } from '../../ui/badge.tsx'

/** What the pages about routing rules say. */
export const texts = {
  title: 'Routing rules',
  about:
    'Which source gets which line of an order. Rules apply from top to bottom; what is preferred goes first, then the order below decides, and a tie goes to the source’s name.',
  none: 'No rules',
  noneHint: 'Every line then goes to the best by the order above.',
  versions: 'Versions',
  noVersions: 'Nothing published yet: this is what the hub begins with.',
  sources: 'Sources',
  begin: 'Begin a new version',
  goOn: 'Go on with the draft',
  restore: 'Begin with this',
  rules: 'Rules',
  ranking: 'Ranking and splitting',
  publish: 'Publish',
  publishHint: 'Orders are routed by it from then on. What is published never changes.',
  effectiveFrom: 'In effect from, UTC; empty for at once',
  reason: 'Why? For whoever asks later.',
  discard: 'Discard this draft',
  withdraw: 'Take back before its time',
  simulate: 'Try it',
  simulateTitle: 'Try these rules',
  simulateAbout:
    'Each order is taken whole and as if it came now, with today’s stock and costs. Nothing is stored, sent or reserved.',
  days: 'Orders of the last days',
  orderNumber: 'Or one order’s number',
  noOrder: 'There is no order with this number.',
  noDays: 'Choose 1 to 92 days.',
  noOrders: 'No orders came in these days',
  noChange: 'Every order would go where it goes now.',
  addRule: 'Add a rule',
  addTitle: 'A new rule',
  editTitle: 'Change a rule',
  save: 'Save',
  saved: 'Saved.',
  published: 'Published.',
  discarded: 'The draft is gone.',
  withdrawn: 'It will not take effect.',
  begun: 'A new version to work on.',
  sourceSaved: 'The source is changed.',
  up: 'Up',
  down: 'Down',
  remove: 'Remove',
  off: 'Off',
} as const

/** Criteria as people say them. */
export const criterionWords: Record<Criterion, string> = {
  'own-warehouse': 'Own warehouse first',
  priority: 'Fixed priority of the source',
  'landed-cost': 'Lowest landed cost',
  'ships-soonest': 'Ships soonest',
  nearest: 'Nearest to the destination',
  'best-scorecard': 'Best scorecard',
}

/** How the state of a version is shown. */
export const stateLooks: Record<RuleSetState, StateLook> = {
  draft: { word: 'Draft', tone: 'info', icon: 'half' },
  scheduled: { word: 'Waits for its time', tone: 'warn', icon: 'clock' },
  'in-effect': { word: 'In effect', tone: 'good', icon: 'check' },
  replaced: { word: 'Replaced', tone: 'idle', icon: 'dot' },
  withdrawn: { word: 'Taken back', tone: 'idle', icon: 'cross' },
}

/** What a rule can do. */
export const actionWords: Record<RuleEffect['action'], string> = {
  exclude: 'Leave the source out',
  require: 'Allow no other source',
  prefer: 'Prefer (or, below zero, avoid) by',
  'add-cost': 'Add to the landed cost',
  'set-cost': 'Set the landed cost of a unit to',
  cap: 'At most a day',
  hold: 'Hold for a person',
}

import type { RuleEffect } from '../../../engine/routing/rules.ts'
import type { Criterion } from '../../../engine/routing/settings.ts'

/** What the pages about routing rules say. */
export const texts = {
  title: 'Routing rules',
  about:
    'Which source gets which line of an order. Rules apply from top to bottom; what is preferred goes first, then the order below decides, and a tie goes to the source’s name.',
  noneHint: 'Every line then goes to the best by the order above.',
  publishHint: 'Orders are routed by it from then on.',
  sources: 'Sources',
  ranking: 'Ranking and splitting',
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
  save: 'Save',
  sourceSaved: 'The source is changed.',
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

/** Where the pages about routing rules live. */
export const path = '/retailer/rules'

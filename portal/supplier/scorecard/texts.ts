import type { ScorecardFigure } from '../../../engine/scorecards/figures.ts'

/** What a supplier's own scorecard says. */
export const texts = {
  title: 'Scorecard',
  about: 'How you did, as the retailer measures it. Each figure opens the documents behind it.',
  none: 'Nothing to measure in this time',
  noneHint: 'Figures come with orders whose deadlines lie in it, and with your shipments and invoices.',
  figure: 'Figure',
  share: 'Share',
  of: 'Counted',
  measured: 'of',
  outOf: 'Out of',
  periods: 'Period',
  number: 'Number',
  counts: 'Counts',
  noDocuments: 'No documents',
  shown: { all: 'All', short: 'Not all that they could' },
  figures: {
    'acknowledged-on-time': 'Answered in time',
    'shipped-on-time': 'Shipped in time',
    'fill-rate': 'Fill rate',
    'stock-outs': 'Out of stock',
    'supplier-cancellations': 'Cancelled by you',
    'retailer-cancellations': 'Cancelled by the retailer',
    'ship-notice-accuracy': 'Right ship notices',
    'invoice-accuracy': 'Right invoices',
    'tracking-validity': 'Right tracking numbers',
  } satisfies Record<ScorecardFigure, string>,
  meanings: {
    'acknowledged-on-time': 'Orders answered, or shipped, by their deadline.',
    'shipped-on-time': 'Orders of which all that was wanted left by the agreed last day.',
    'fill-rate': 'Units shipped, of those ordered less what the retailer took back.',
    'stock-outs': 'Units refused as out of stock or discontinued.',
    'supplier-cancellations': 'Units refused otherwise, asked to cancel, promised too late or never answered for.',
    'retailer-cancellations': 'Units that the retailer took back. They do not count against you.',
    'ship-notice-accuracy': 'Ship notices with no more than was ordered, no other items and no wrong SSCC.',
    'invoice-accuracy': 'Invoices that matched without a question.',
    'tracking-validity': 'Tracking numbers with the form and check digit of their carrier.',
  } satisfies Record<ScorecardFigure, string>,
} as const

/** Figures of which less is better. */
export const lessIsBetter: ReadonlySet<ScorecardFigure> = new Set([
  'stock-outs',
  'supplier-cancellations',
  'retailer-cancellations',
])

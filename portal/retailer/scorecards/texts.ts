import type { ScorecardFigure } from '../../../engine/scorecards/figures.ts'

/** What the pages of scorecards say. */
export const texts = {
  title: 'Scorecards',
  about: 'How suppliers did. Each figure opens the documents behind it.',
  none: 'Nothing to measure in this time',
  noneHint: 'Figures come with orders whose deadlines lie in it, and with ship notices and invoices that came in it.',
  supplier: 'Supplier',
  days: (days: number) => `${days} days`,
  periods: 'Period',
  shown: 'Documents',
  number: 'Number',
  part: 'Counted',
  whole: 'Out of',
  all: 'All',
  short: 'Not all that they could',
  full: 'All that they could',
  some: 'That add to it',
  noDocuments: 'No documents',
  measured: (part: string, whole: string) => `${part} of ${whole}`,
  figures: {
    'acknowledged-on-time': 'Answered in time',
    'shipped-on-time': 'Shipped in time',
    'fill-rate': 'Fill rate',
    'stock-outs': 'Out of stock',
    'supplier-cancellations': 'Cancelled by supplier',
    'retailer-cancellations': 'Cancelled by us',
    'ship-notice-accuracy': 'Right ship notices',
    'invoice-accuracy': 'Right invoices',
    'tracking-validity': 'Right tracking numbers',
  } satisfies Record<ScorecardFigure, string>,
  meanings: {
    'acknowledged-on-time': 'Orders answered, or shipped, by their deadline.',
    'shipped-on-time': 'Orders of which all that was wanted left by the agreed last day.',
    'fill-rate': 'Units shipped, of those ordered less what we took back.',
    'stock-outs': 'Units refused as out of stock or discontinued.',
    'supplier-cancellations':
      'Units that the supplier refused otherwise, asked to cancel, promised too late or never answered for.',
    'retailer-cancellations': 'Units that we took back.',
    'ship-notice-accuracy':
      'Ship notices with no more than was ordered, no other items and no wrong SSCC, and never taken back.',
    'invoice-accuracy': 'Invoices that matched without an exception.',
    'tracking-validity': 'Tracking numbers with the form and check digit of their carrier.',
  } satisfies Record<ScorecardFigure, string>,
} as const

import type { Certainty } from '../../../translators/pdf/invoice/index.ts'

/** What the pages of invoices under review say. */
export const texts = {
  title: 'To check',
  none: 'Nothing to check',
  noneHint: 'Invoices that come as PDF and of which not everything is certain wait here, each beside its page.',
  doubts: 'Why it waits',
  page: 'Page',
  open: 'Open the PDF',
  scan: 'The page is a picture. Type in what it says.',
  lines: 'Lines',
  others: 'Freight, discounts and taxes',
  confirm: 'Confirm the invoice',
  confirmed: 'The invoice is received, and the look of its page is kept for the next.',
  repeated: 'This invoice had come before: it is counted once.',
  more: 'More rows',
  anyway: 'The page says so, although it does not add up',
  refuse: 'Refuse',
  refuseTitle: 'No invoice, or none of ours?',
  refused: 'It is refused.',
  reason: 'Why?',
  decided: 'Somebody has decided this already.',
} as const

/** How sure a field is, as people say it. */
export const certaintyWords: Record<Certainty, { word: string; tone: 'good' | 'warn' | 'bad' | 'info' }> = {
  order: { word: 'as ordered', tone: 'good' },
  layout: { word: 'where it always stands', tone: 'good' },
  label: { word: 'named on the page', tone: 'info' },
  guessed: { word: 'not certain', tone: 'warn' },
  missing: { word: 'not found', tone: 'bad' },
}

/** What the retailer's pages for telling its suppliers something say. */
export const texts = {
  title: 'Announcements',
  about: 'What suppliers read on their first page: a holiday, a new carton label, a changed address.',
  none: 'Nothing is announced',
  noneHint: 'Write below what suppliers should know.',
  to: 'To',
  all: 'All suppliers',
  headline: 'Title',
  body: 'Text',
  showUntil: 'Show until',
  showUntilHint: 'Empty: until you take it back',
  make: 'Announce',
  made: 'It is announced.',
  withdraw: 'Take back',
  withdrawn: 'It is taken back.',
  change: 'Change',
} as const

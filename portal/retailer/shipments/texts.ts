/** What the list of shipments says. */
export const texts = {
  title: 'Shipments',
  search: 'Number, tracking or SSCC',
  none: 'No shipments here',
  noneHint: 'What suppliers say they shipped appears here. Choose another filter above.',
  filters: { all: 'All', standing: 'Not taken back' },
  standing: 'Stands',
  takenBack: 'Taken back',
  from: 'Received from',
  to: 'Received to',
  more: (count: number) => `and ${count} more`,
} as const

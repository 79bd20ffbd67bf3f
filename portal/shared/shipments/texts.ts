/** What the list of shipments says. */
export const texts = {
  title: 'Shipments',
  search: 'Shipment, order or tracking',
  none: 'No shipments here',
  noneHint: 'What suppliers say they shipped appears here. Choose another filter above.',
  noneHere: 'Choose another filter above, or search by a whole number.',
  noneYet: 'No shipments yet',
  noneYetHint: 'Open an order that is to be shipped and choose Ship, or hand in tracking numbers for several at once.',
  print: 'Print',
  slip: 'Packing slip',
  labels: 'Labels',
  filters: { all: 'All', standing: 'Not taken back', 'taken-back': 'Taken back' },
  standing: 'Shipped',
  takenBack: 'Taken back',
  from: 'Received from',
  to: 'Received to',
  more: (count: number) => `and ${count} more`,
} as const

import type { eventSubjects, supplierEventTypes } from '../../../engine/webhooks/event-types.ts'

/** What the pages of webhooks say. */
export const texts = {
  title: 'Webhooks',
  setUp: 'Set-up',
  about: 'Your own systems are told of events the moment they happen, signed by the Standard Webhooks scheme.',
  none: 'Nothing is told yet',
  noneHint: 'Add the address of a system that listens.',
  add: 'Add a webhook',
  url: 'Address',
  urlHint: 'Events are posted here as JSON: https://shop.example/hooks, say.',
  description: 'What listens there',
  eventTypes: 'Tell it of',
  all: 'Everything',
  others: 'Single types',
  othersHint: 'Types such as purchase-order.shipped, separated by spaces or lines.',
  noneChosen: 'Choose at least one.',
  badType: (type: string) => `“${type}” is no type of event here.`,
  wrongUrl: 'Expected an address such as https://shop.example/hooks.',
  tooLong: 'At most 200 characters.',
  save: 'Save',
  saved: 'The webhook is changed.',
  secret: 'This is the secret by which calls are signed. Copy it now: it is not shown again.',
  rotate: 'New secret',
  rotateAbout: (hours: number) => `For ${hours} hours every call is signed by the old secret too.`,
  rotateSure: 'Make a new secret?',
  overlap: 'The secret before is valid until',
  pause: 'Pause',
  pauseAbout: 'Events wait until you resume.',
  paused: 'The webhook is paused: events wait.',
  resume: 'Resume',
  resumed: 'The webhook is told again, beginning with what has waited.',
  remove: 'Remove',
  removeSure: 'What waits for this webhook is forgotten. Remove it?',
  removed: 'The webhook is removed.',
  state: 'State',
  active: 'Active',
  failing: 'Failing',
  isPaused: 'Paused',
  failingSince: 'Nothing has arrived since',
  pausedByHub: 'The hub has paused this webhook.',
  change: 'What it is told',
  deliveries: 'Deliveries',
  noDeliveries: 'No deliveries here',
  noDeliveriesHint: 'They stand here as soon as something happens that this webhook is told of.',
  event: 'Event',
  happened: 'Happened',
  calls: 'Calls',
  next: 'Next call',
  replayChosen: 'Tell the chosen again',
  replayOne: 'Tell it again',
  replayFailed: 'Tell all failed again',
  since: 'Since',
  badSince: 'Choose since when.',
  noneToReplay: 'Choose the deliveries first.',
  replayed: (count: number) =>
    count === 0
      ? 'Nothing has failed since then.'
      : count === 1
        ? 'One delivery is on its way again.'
        : `${count} deliveries are on their way again.`,
  choose: (type: string) => `Choose ${type}`,
  request: 'Request',
  answer: 'Answer',
  noAnswer: 'No answer came.',
  noCalls: 'It has not been called for this yet.',
  call: (attempt: number) => `Call ${attempt}`,
  took: (milliseconds: number) => `${milliseconds} ms`,
} as const

/** What a retailer's system can be told of, in words. */
export const subjectWords: Record<(typeof eventSubjects)[number], string> = {
  order: 'Customer orders',
  'purchase-order': 'Purchase orders and shipments',
  invoice: 'Invoices',
  inventory: 'Stock',
  listing: 'Listings',
  deadline: 'Deadlines',
  exception: 'Exceptions',
  message: 'Messages that failed',
  partnership: 'Partners that begin, pause and end',
  catalog: 'Product feeds',
  products: 'Products made and retired',
  offer: 'Offers matched with products',
}

/** What a supplier's system can be told of, in words. */
export const supplierEventWords: Record<(typeof supplierEventTypes)[number], string> = {
  'purchase-order.sent': 'A new purchase order',
  'purchase-order.change-requested': 'A change that the retailer asks for',
  'purchase-order.withdrawn': 'A change or cancellation taken back',
  'purchase-order.cancelled': 'A cancelled purchase order',
  'deadline.near': 'A deadline that is near',
  'deadline.missed': 'A missed deadline',
  'invoice.approved': 'An approved invoice',
  'invoice.short-paid': 'An invoice paid in part',
  'invoice.paid': 'A paid invoice',
}

/** Since when what failed can be told again: hours back. */
export const replaySpans = [
  { value: '1', word: 'one hour ago' },
  { value: '24', word: 'one day ago' },
  { value: '72', word: 'three days ago' },
  { value: '720', word: '30 days ago' },
] as const

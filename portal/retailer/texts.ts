import type { ExceptionKind } from '../../db/schema/index.ts'
import type { OrderResolution } from '../../engine/exceptions/resolutions.ts'
import type { Exclusion, UnplacedReason } from '../../engine/routing/decision.ts'

/** What the retailer's console says. */
export const texts = {
  home: {
    title: 'Now',
    flow: 'Orders',
    stuck: 'Stuck',
    nothingStuck: 'Nothing is stuck. What needs a person appears here.',
    recent: 'Just happened',
    nothingYet: 'No orders yet',
    nothingYetHint: 'Orders that come in through the API appear here.',
    held: 'Orders held',
    failed: 'Messages not delivered',
    refused: 'Messages not read',
    dead: 'Jobs that gave up',
    exceptions: 'Open exceptions',
  },
  orders: {
    title: 'Orders',
    search: 'Find an order number',
    none: 'No orders here',
    noneHint: 'Choose another filter above, or send one to POST /api/v1/orders.',
    filters: {
      all: 'All',
      held: 'Held',
      open: 'Under way',
      shipped: 'Shipped',
      closed: 'Closed',
      cancelled: 'Cancelled',
    },
  },
  order: {
    lines: 'Lines',
    routing: 'Why it went where it went',
    notRouted: 'This order has not been routed yet.',
    purchaseOrders: 'Purchase orders',
    noPurchaseOrders: 'There is no purchase order yet.',
    trace: 'On the wire',
    noTrace: 'Nothing has left or come in yet.',
    history: 'History',
    release: 'Route again',
    released: 'The order is being routed again.',
    cancel: 'Cancel order',
    cancelReason: 'Why is it cancelled?',
    cancelled: 'What could be cancelled is cancelled.',
    asked: 'These suppliers were asked to cancel the rest:',
    held: 'This order is held',
    customer: 'Customer',
    shipTo: 'Ship to',
  },
  purchaseOrders: {
    title: 'Purchase orders',
    search: 'Find a purchase order number',
    none: 'No purchase orders here',
    noneHint: 'Choose another filter above.',
    filters: {
      all: 'All',
      waiting: 'Waiting for an answer',
      late: 'Past due',
      shipping: 'To ship',
      billing: 'To be invoiced',
      done: 'Done',
    },
  },
  messages: {
    title: 'Messages',
    search: 'Find a number, file or id',
    none: 'No messages here',
    noneHint: 'Choose another filter above.',
    filters: { all: 'All', stuck: 'Stuck', in: 'In', out: 'Out' },
  },
  message: {
    timeline: 'Timeline',
    documents: 'Documents',
    noDocuments: 'No document was found in it.',
    bytes: 'Bytes',
    download: 'Download',
    cut: 'Only the beginning is shown. Download it to see the whole.',
    resend: 'Send again',
    resent: 'The message is on its way again.',
    control: 'Control characters are shown as symbols.',
  },
  document: {
    about: (set: string, name: string, version: string) => `${set} ${name}, version ${version}`,
    issues: (count: number) => (count === 1 ? 'One thing is wrong' : `${count} things are wrong`),
    segment: (position: number) => `Segment ${position}:`,
    segments: 'Segments',
    range: (from: number, to: number, total: number) => `${from} to ${to} of ${total}`,
    expected: (what: string) => `Expected: ${what}.`,
    content: 'What it says, as a business document',
    pages: { first: 'From the start', next: 'Next' },
  },
  stuckWork: {
    title: 'Stuck work',
    none: 'Nothing is stuck',
    noneHint: 'Work that failed at every try waits here until somebody has it tried again.',
    retry: 'Try again',
    retried: 'The work is being tried again.',
    gone: 'This work is no longer stuck.',
    noReason: 'No reason was kept.',
  },
  exceptions: {
    title: 'Exceptions',
    none: 'Nothing needs you',
    noneHint: 'Documents that do not fit, messages that do not arrive and orders that cannot be placed appear here.',
    resolve: 'Resolve',
    note: 'What was done?',
    decision: 'What shall happen?',
    decisionMissing: 'Choose what shall happen.',
    decide: 'Decide',
    decideOnInvoice: 'Decide on the invoice',
    why: 'Why? The supplier reads this where it is told.',
    newShipDate: 'Ship by, if you give more time',
    shipDateMissing: 'Say by which day the order is to ship now.',
    noteMissing: 'Say what was done, so that others know.',
    onInvoice: 'This exception is about an invoice and is decided on the invoice’s page.',
    resolved: 'The exception is resolved.',
    expected: 'Expected',
    actual: 'Found',
    atStake: 'At stake',
    filters: { open: 'Open', resolved: 'Resolved' },
  },
  partners: {
    title: 'Partners',
    none: 'No partners yet',
    noneHint: 'Connect the first with the command line: crossdock help partner.',
    channel: 'Channel',
    identities: 'Known as',
    maps: 'Maps',
    mapsAbout: 'How this partner’s documents differ from the standard.',
    mapsOpen: 'Look at the maps',
    certificates: 'Certificates',
    handOver: 'What the partner needs of us',
    terms: 'Terms',
    tolerances: 'Tolerances',
    messages: 'Latest messages',
  },
} as const

/** What kind of trouble an exception is. */
export const exceptionWords: Record<ExceptionKind, string> = {
  'unknown-purchase-order': 'Unknown purchase order',
  duplicate: 'Sent twice',
  price: 'Price differs',
  'quantity-over-shipped': 'More invoiced than shipped',
  'not-shipped': 'Not shipped',
  'unit-of-measure': 'Unit of measure differs',
  'freight-or-fee': 'Freight or fee not agreed',
  tax: 'Tax differs',
  terms: 'Terms differ',
  currency: 'Currency differs',
  'does-not-foot': 'Does not add up',
  'unknown-item': 'Unknown item',
  'over-shipped': 'More shipped than ordered',
  'over-invoiced': 'Paid for goods that did not ship',
  'acknowledgment-conflict': 'Answer contradicts an earlier one',
  'price-change': 'Supplier names another price',
  'quantity-change': 'Supplier names another quantity',
  'date-change': 'Supplier names a later day',
  substitution: 'Other item shipped',
  'change-requested': 'Supplier asks for a change',
  'deadline-near': 'Deadline near',
  'functional-acknowledgment-overdue': 'No receipt (997) in time',
  'acknowledgment-overdue': 'No answer in time',
  'shipment-overdue': 'Not shipped in time',
  'invoice-overdue': 'No invoice in time',
  'feed-quarantined': 'Stock feed held back',
  'feed-stale': 'Stock feed is late',
  'feed-expired': 'Stock feed ran out',
  unroutable: 'Order cannot be placed',
  'not-delivered': 'Message not delivered',
  'not-fetched': 'Nothing can be fetched',
  'not-readable': 'Message not readable',
  'not-applied': 'Document not applied',
  'rejected-by-partner': 'Refused by the partner',
  'partner-message': 'Message from a partner',
  'certificate-expiring': 'Certificate ends soon',
}

/** Why a candidate was not considered. */
export const exclusionWords: Record<Exclusion, string> = {
  'source-not-in-use': 'Source is not in use',
  discontinued: 'Discontinued',
  'other-currency': 'Other currency',
  'tried-before': 'Gave this line back before',
  'excluded-by-rule': 'Excluded by a rule',
  'required-elsewhere': 'A rule requires another source',
  'no-stock': 'No stock',
  'pack-too-large': 'Pack is larger than the order',
  'at-capacity': 'At its capacity for the day',
  'below-minimum': 'Order below its minimum',
}

/** Why a line could not be placed. */
export const unplacedWords: Record<UnplacedReason, string> = {
  'nobody-sells-it': 'Nobody sells it',
  'held-by-rule': 'Held by a rule',
  'all-tried': 'Everybody who sells it gave it back',
  'out-of-stock': 'Out of stock everywhere',
  'all-excluded': 'No source is left',
  'not-enough-stock': 'Not enough stock',
  'no-single-source': 'No single source has all of it',
  'none-can-take-it': 'No source can take it today',
  'too-large': 'The quantity is too large',
}

/** `purchase-order.acknowledged` → `Purchase order acknowledged`: kinds of documents and events as people say them. */
export function inWords(name: string): string {
  const text = name
    .replace(/[a-z](?=[A-Z])/g, '$& ')
    .replace(/[-.]/g, ' ')
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What each kind of job does, in the trade's words. */
export const jobWords: Record<string, string> = {
  'route-order': 'Decide where an order goes',
  'render-document': 'Write a document for its partner',
  'deliver-message': 'Send a message',
  'deliver-receipt': 'Send a receipt',
  'process-message': 'Read a message',
  'apply-document': 'Apply a document',
  'match-invoice': 'Match an invoice',
}

/** What the retailer can decide about an order's exception, and what follows from it. */
export const resolutionWords: Readonly<Record<OrderResolution, { word: string; hint: string }>> = {
  accept: { word: 'Accept', hint: 'Take it as the supplier has it.' },
  refuse: { word: 'Refuse', hint: 'Say no; the order stays as it was.' },
  insist: { word: 'Insist on the order', hint: 'Send a change that states the line as it was ordered.' },
  reroute: { word: 'Take it elsewhere', hint: 'Cancel here, and let another source ship it.' },
  cancel: { word: 'Cancel', hint: 'Take it away from the supplier; the customer gets it from nobody.' },
  extend: { word: 'Give more time', hint: 'Set another day by which it is to ship.' },
}

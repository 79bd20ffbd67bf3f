/** What the search says. */
export const texts = {
  title: 'Search',
  label: 'Orders, purchase orders, invoices, SKUs, messages, control numbers, tracking numbers or SSCCs',
  several: 'One number, or many: one a line, or with spaces or commas between.',
  find: 'Search',
  none: (term: string) => `Nothing is known by “${term}”`,
  noneHint: 'Numbers are found by their beginning; order numbers by their end too. Customers are found by their names.',
  start: 'Search everything',
  startHint:
    'Type the beginning of a number, the last digits of an order number, or a customer’s name. Or paste a column of numbers from a spreadsheet.',
  found: (known: number, all: number) => `${known} of ${all} known`,
  unknown: 'Not known',
  more: 'All of them in the list',
  tooMany: (most: number) => `Only the first ${most} were looked up.`,
  kinds: {
    order: 'Orders',
    'purchase-order': 'Purchase orders',
    invoice: 'Invoices',
    item: 'Items',
    tracking: 'Packages',
    message: 'Messages',
  },
  kind: {
    order: 'Order',
    'purchase-order': 'Purchase order',
    invoice: 'Invoice',
    item: 'Item',
    tracking: 'Package',
    message: 'Message',
  },
  palette: {
    title: 'Find or go to',
    hint: '↑ ↓ to choose, Enter to open, Esc to close',
    goTo: 'Go to',
    nothing: 'Nothing found',
  },
} as const

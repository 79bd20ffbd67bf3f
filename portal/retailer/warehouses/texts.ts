/** Where the pages about the retailer's own warehouses live. */
export const path = '/retailer/warehouses'

/** What they say. */
export const texts = {
  title: 'Warehouses',
  about: 'Your own places that ship: orders are routed to them by the same rules as to suppliers.',
  none: 'No warehouse of your own',
  noneHint: 'Orders then go to suppliers alone.',
  add: 'Add a warehouse',
  name: 'Name',
  noName: 'A name is needed, of at most 120 characters.',
  postalCode: 'Ships from ZIP code',
  longPostalCode: 'At most 15 characters.',
  added: 'The warehouse is added. Say what lies in it.',
  terms: 'Priority, fee and limits',
  toShip: 'To ship',
  nothingToShip: 'Nothing waits to be shipped here.',
  moreToShip: (count: number) => `The oldest of ${count.toLocaleString('en-US')}.`,
  stock: 'Stock',
  search: 'Item or title',
  noStock: 'Nothing lies here yet',
  noStockHint: 'Add items below, or have your warehouse system tell them by the API.',
  noHit: 'No item here has that in its number or title',
  count: 'Save the counts',
  counted: (count: number) =>
    count === 1 ? 'One item is counted.' : `${count.toLocaleString('en-US')} items are counted.`,
  unchanged: 'No count was changed.',
  pasteTitle: 'Add items, or count many at once',
  paste: 'One item a line: SKU, quantity, unit cost',
  pasteHint:
    'Parted by commas, semicolons or tabs, as copied from a spreadsheet. The cost is needed for items that the warehouse has not had before.',
  pasteSend: 'Count them',
  noLines: 'Write one item a line.',
  tooMany: (most: number) => `At most ${most.toLocaleString('en-US')} lines at once.`,
  badLine: (line: number, text: string) =>
    `Line ${line}: “${text}” is not a SKU, a quantity and, where it is new, a cost.`,
  badCount: 'Zero or more is needed.',
  inLine: (line: number, says: string) => `Line ${line}: ${says}`,
  refused: 'Nothing was counted.',
  ship: 'Ship',
  shipNothing: 'Nothing is left to ship',
  shipNothingHint: 'Everything on this order has shipped, or was cancelled.',
  shipped: 'The shipment is noted.',
  shippedBefore: 'This shipment had been noted before, so nothing changed.',
} as const

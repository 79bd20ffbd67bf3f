/** Why a row of a stock or product feed cannot count, as the end of a sentence that begins with its item. */
export const rejectionWords: Record<string, string> = {
  'no-quantity': 'has no quantity',
  'unknown-item': 'is no item that the supplier is known to offer',
  'other-currency': 'has a cost in another currency than the offer’s',
  'unit-of-measure': 'counts in a unit that cannot be told in the offer’s',
  'negative-cost': 'has a cost below zero',
  'repeated-item': 'stands in the feed again further down, which counts',
  'no-supplier-sku': 'has no number of its supplier by which it could be ordered',
  'negative-price': 'has a price below zero',
  'no-cost': 'is new and has no cost',
}

/** What is said of a change that the retailer asks for. */
export const texts = {
  asks: 'asks to change this order',
  less: 'take back',
  price: 'at a price of',
  by: 'to ship by',
  accept: 'Agree',
  refuse: 'Refuse',
  note: 'Why, if you refuse',
  accepted: 'You agreed to the change.',
  refused: 'You refused the change.',
  before: 'This had been answered before, so nothing changed.',
} as const

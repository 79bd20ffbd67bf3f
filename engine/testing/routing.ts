import type { Candidate, OpenLine } from '../routing/decision.ts'

/** An order’s facts. */
export const order = { currency: 'USD', channel: 'web', country: 'US', state: 'OR', postalCode: '97702', value: '100' }

/** A candidate that nothing speaks against, by name. */
export const candidate = (name: string, change: Partial<Candidate> = {}): Candidate => ({
  offerId: `offer-${name}`,
  sourceId: `source-${name}`,
  sourceName: name,
  kind: 'supplier',
  usable: true,
  priority: 100,
  orderFee: '0',
  cost: '10',
  currency: 'USD',
  packSize: 1,
  leadDays: 1,
  discontinued: false,
  available: '100',
  tried: false,
  ...change,
})

/** An open line of `SKU-<id>`. */
export const line = (
  id: string,
  quantity: string,
  candidates: Candidate[],
  change: Partial<OpenLine> = {},
): OpenLine => ({
  orderLineId: id,
  sku: `SKU-${id}`,
  quantity,
  candidates,
  ...change,
})

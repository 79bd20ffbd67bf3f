import type { Candidate, RoutingRequest } from '../engine/routing/decision.ts'
import { type Condition, type RoutingRules, type Rule, routingRules } from '../engine/routing/rules.ts'
import { randomOf } from './random.ts'

/** Sources of the benchmark, lines of an order, and candidates of each line. */
const [sources, lines] = [20, 3]

/**
 * Rules as a retailer writes them, one of each kind in turn: on the destination, the item, the source, and on the candidate's own figures. Two in
 * five concern any one order.
 */
export function benchRules(count: number): RoutingRules {
  return routingRules.parse({
    version: 1,
    rules: Array.from({ length: count }, (_, index) => ruleOf(index)),
    settings: {
      rankBy: ['own-warehouse', 'priority', 'landed-cost', 'ships-soonest', 'nearest'],
      learnSurcharges: true,
      shippingRates: [
        {
          rows: [1, 2, 5, 10, 20, 70].map(pounds => ({
            upTo: String(pounds),
            amounts: [0, 1, 2, 3, 4, 5, 6].map(zone => (7.5 + pounds * 0.4 + zone * 0.85).toFixed(2)),
          })),
        },
      ],
    },
  })
}

function ruleOf(index: number): Rule {
  const id = `rule-${index}`
  const source = `Source ${index % sources}`
  const kinds: [Condition, Rule['effect']][] = [
    [
      { states: ['NY', 'NJ'], sources: [source] },
      { action: 'prefer', by: 1 },
    ],
    [{ categories: [`Category ${index % 7}`] }, { action: 'add-cost', amount: '1.5' }],
    [
      { sources: [source], quantityFrom: '2' },
      { action: 'add-cost', amount: '0.75' },
    ],
    [{ postalRanges: [{ from: '100', to: '149' }], weightFrom: '20' }, { action: 'exclude' }],
    [
      { sourceTags: ['slow'], channels: ['web'] },
      { action: 'prefer', by: -1 },
    ],
    [{ skus: [`SKU-${index}`] }, { action: 'hold', reason: 'Ask the buyer.' }],
    [{ sources: [source], milesFrom: 1500 }, { action: 'exclude' }],
    [{ brands: [`Brand ${index % 5}`], valueFrom: '500' }, { action: 'require' }],
    [{ marginBelow: '0.05', sources: [source] }, { action: 'exclude' }],
    [
      { sourceKinds: ['supplier'], sources: [source] },
      { action: 'cap', of: 'orders', aDay: 500 },
    ],
  ]
  const [when, effect] = kinds[index % kinds.length]!
  return { id, when, effect }
}

/** So many different orders of three lines with twenty candidates each. */
export function benchRequests(count: number): RoutingRequest[] {
  const random = randomOf(7)
  return Array.from({ length: count }, (_, index) => ({
    order: {
      currency: 'USD',
      channel: 'web',
      country: 'US',
      state: ['NY', 'OR', 'TX', 'CA'][index % 4]!,
      postalCode: String(10_000 + random(89_000)),
      customer: { name: 'Maren Oakes', email: 'maren@example.com' },
      value: '240',
    },
    lines: Array.from({ length: lines }, (_line, at) => ({
      orderLineId: `line-${index}-${at}`,
      sku: `SKU-${random(100_000)}`,
      quantity: String(1 + random(4)),
      category: `Category ${random(7)}`,
      brand: `Brand ${random(5)}`,
      tags: ['outdoor'],
      weight: `${1 + random(6)}.5`,
      unitPrice: '79.95',
      candidates: Array.from({ length: sources }, (_one, source) => candidateOf(random, index, at, source)),
    })),
  }))
}

const tags: readonly string[][] = [['slow'], [], ['drop-ship', 'west'], []]

function candidateOf(random: (below: number) => number, order: number, line: number, source: number): Candidate {
  return {
    offerId: `offer-${order}-${line}-${source}`,
    sourceId: `source-${source}`,
    sourceName: `Source ${source}`,
    kind: source === 0 ? 'warehouse' : 'supplier',
    usable: source !== 13,
    priority: 100 + (source % 3),
    orderFee: '3.5',
    cost: `${20 + random(30)}.${10 + random(90)}`,
    currency: 'USD',
    packSize: 1,
    leadDays: 1 + random(4),
    discontinued: false,
    available: String(random(30)),
    tried: false,
    tags: tags[source % 4]!,
    shipsOn: '2026-06-03',
    shipDays: 1 + random(5),
    miles: 20 + random(2500),
    scorecard: `0.${8000 + random(1999)}`,
    surcharge: '0.42',
    minimum: '10',
    today: { orders: random(40), units: '55' },
  }
}

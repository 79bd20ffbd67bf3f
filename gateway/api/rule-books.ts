import { listingBook, priceBook } from '../../engine/listing/books.ts'
import { listingRule, listingRules } from '../../engine/listing/listing-rules.ts'
import { priceRule, priceRules, priceSettings } from '../../engine/listing/price-rules.ts'
import { routingBook } from '../../engine/routing/book.ts'
import { routingRules, rule } from '../../engine/routing/rules.ts'
import { routingSettings } from '../../engine/routing/settings.ts'
import { endpointsOfBook } from './rule-book.ts'

/** What a simulation is given too. */
export const routingSettingsSchema = routingSettings.meta({
  id: 'RoutingSettings',
  description: 'How candidates are ranked and how lines may be split.',
})
const priceSettingsSchema = priceSettings.meta({ id: 'PricingSettings', description: 'What holds for all prices.' })
const listingSettingsSchema = listingRules.shape.settings.unwrap().meta({ id: 'ListingSettings' })

const listings = { tag: 'Listings', scopes: { reading: 'listings:read', writing: 'listings:write' } } as const
const refreshed = 'Every listing is then refreshed by it.'

/** Routing, pricing and listing rules. */
export const ruleBookEndpoints = [
  ...endpointsOfBook({
    book: routingBook,
    path: '/routing-rules',
    tag: 'Routing',
    scopes: { reading: 'routing:read', writing: 'routing:write' },
    id: 'RoutingRules',
    rules: routingRules.shape.rules.unwrap(),
    rule: rule.meta({ id: 'RoutingRule', description: 'One rule: when it applies, and what it does.' }),
    settings: routingSettingsSchema,
    example: {
      rules: [
        {
          id: 'heavy-from-the-west',
          name: 'Heavy goods for the west come from the western warehouse',
          when: { states: ['OR', 'WA', 'CA'], weightFrom: '50', sourceTags: ['west'] },
          effect: { action: 'prefer', by: 10 },
        },
      ],
    },
    publication: { description: 'Orders are routed by it from then on.', reason: 'The western warehouse opens.' },
  }),
  ...endpointsOfBook({
    ...listings,
    book: priceBook,
    path: '/pricing-rules',
    id: 'PricingRules',
    rules: priceRules.shape.rules.unwrap(),
    rule: priceRule.meta({ id: 'PricingRule', description: 'Whose price it makes, from what and how.' }),
    settings: priceSettingsSchema,
    example: {
      rules: [
        {
          id: 'base',
          basis: 'cost',
          adjustment: { by: 'percent', percent: '40' },
          floor: { margin: '0.15' },
          ending: '.99',
        },
      ],
      settings: { cost: 'lowest-in-stock', approveAbove: '0.2' },
    },
    publication: { description: refreshed, reason: 'Prices for the summer.' },
  }),
  ...endpointsOfBook({
    ...listings,
    book: listingBook,
    path: '/listing-rules',
    id: 'ListingRules',
    rules: listingRules.shape.rules.unwrap(),
    rule: listingRule.meta({ id: 'ListingRule', description: 'When it applies, and what it does.' }),
    settings: listingSettingsSchema,
    example: {
      rules: [
        {
          id: 'hot-seller-low',
          when: { categories: ['hot sellers'], quantityBelow: '5' },
          effect: { action: 'pause' },
        },
      ],
    },
    publication: { description: refreshed, reason: 'The hot sellers run low.' },
  }),
]

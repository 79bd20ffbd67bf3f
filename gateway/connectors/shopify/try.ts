import { z } from 'zod'
import { deliveryFailures } from '../../transports/contract.ts'
import type { ConnectionStep } from '../contract.ts'
import type { Ask, Operation } from './client.ts'
import type { ShopifySettings } from './settings.ts'

const standing = z.object({
  shop: z.object({ name: z.string(), myshopifyDomain: z.string(), currencyCode: z.string() }),
  currentAppInstallation: z.object({ accessScopes: z.array(z.object({ handle: z.string() })) }),
  location: z.object({ name: z.string(), isActive: z.boolean() }).nullish(),
})
const operation: Operation<z.infer<typeof standing>> = {
  query: `query Standing($locationId: ID!) {
    shop { name myshopifyDomain currencyCode }
    currentAppInstallation { accessScopes { handle } }
    location(id: $locationId) { name isActive }
  }`,
  data: standing,
}

/** What the app has to be allowed. One that may write may read too. */
const scopes = [
  'read_orders',
  'write_products',
  'write_inventory',
  'read_locations',
  'write_merchant_managed_fulfillment_orders',
]

/** Tries the domain and the token, what the token allows, and the location. */
export async function tryShop(ask: Ask, settings: ShopifySettings): Promise<ConnectionStep[]> {
  const answer = await ask(operation, { locationId: settings.locationId })
  const [reached, allowed, located] = ['Reach the shop', 'What the token allows', 'The location']
  if (!answer.ok) {
    const { code, detail } = answer.failure
    return [
      { title: reached, outcome: 'failed', says: `${deliveryFailures[code].says} ${detail}`.trim() },
      { title: allowed, outcome: 'skipped', says: 'The shop did not answer.' },
      { title: located, outcome: 'skipped', says: 'The shop did not answer.' },
    ]
  }
  const { shop, currentAppInstallation, location } = answer.data
  const has = new Set(currentAppInstallation.accessScopes.map(({ handle }) => handle))
  const missing = scopes.filter(scope => !has.has(scope) && !has.has(scope.replace('read_', 'write_')))
  const right = shop.myshopifyDomain === settings.shop
  return [
    {
      title: reached,
      outcome: right ? 'passed' : 'failed',
      says: right ? `${shop.name}, in ${shop.currencyCode}.` : `The token is one of ${shop.myshopifyDomain}.`,
    },
    {
      title: allowed,
      outcome: missing.length === 0 ? 'passed' : 'failed',
      says: missing.length === 0 ? 'All that is needed.' : `The app lacks ${missing.join(', ')}.`,
    },
    {
      title: located,
      outcome: location?.isActive ? 'passed' : 'failed',
      says: location
        ? `${location.name}${location.isActive ? '' : ' is not active'}.`
        : 'The shop has no such location.',
    },
  ]
}

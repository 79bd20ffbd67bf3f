import type { Connector } from '../contract.ts'
import { shopifyClient } from './client.ts'
import { sendPackage } from './fulfillments.ts'
import { sendInventory, stockBatch } from './inventory.ts'
import { changedOrders, readOrder } from './orders.ts'
import { putProduct } from './products.ts'
import { shopifySettings } from './settings.ts'
import { subscribe } from './subscriptions.ts'
import { takeBackPackage } from './take-back.ts'
import { tryShop } from './try.ts'
import { readShopifyWebhook } from './webhook.ts'

/** Shopify, by its Admin GraphQL API. */
export const shopify: Connector = {
  title: 'Shopify',
  check(settings) {
    const parsed = shopifySettings.safeParse(settings)
    if (parsed.success) return []
    return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  },
  open(given, deps) {
    const settings = shopifySettings.parse(given)
    const ask = shopifyClient(settings, deps)
    return {
      stockBatch,
      changedOrders: (since, page) => changedOrders(ask, since, page),
      readOrder: id => readOrder(ask, settings, id),
      sendPackage: parcel => sendPackage(ask, settings, parcel),
      takeBackPackage: ids => takeBackPackage(ask, ids),
      subscribe: address => subscribe(ask, address),
      putProduct: (product, remote) => putProduct(ask, settings, product, remote),
      sendInventory: (levels, key) => sendInventory(ask, settings, levels, key),
      test: () => tryShop(ask, settings),
    }
  },
  readWebhook: (settings, request) => readShopifyWebhook(shopifySettings.parse(settings), request),
}

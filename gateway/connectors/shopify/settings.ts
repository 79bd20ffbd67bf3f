import { z } from 'zod'

const gid = (type: string) =>
  z.string().regex(new RegExp(`^gid://shopify/${type}/\\d+$`), `expected an id such as gid://shopify/${type}/123`)

/** The version from which `inventorySetQuantities` compares by `changeFromQuantity` and asks for `@idempotent`. */
const oldestVersion = '2026-04'

/** What has to be known of a shop at Shopify. */
export const shopifySettings = z.strictObject({
  shop: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'expected the shop’s own domain, such as harbor-pine.myshopify.com'),
  apiVersion: z
    .string()
    .regex(/^\d{4}-(01|04|07|10)$/, 'expected a version such as 2026-10')
    .refine(version => version >= oldestVersion, `expected ${oldestVersion} or a later version`)
    .default('2026-10'),
  /** Where stock is counted. */
  locationId: gid('Location'),
  /** From when on orders are worked on. */
  takeOrders: z.enum(['paid', 'placed']).default('paid'),
  /** Which lines are the hub’s to ship: all that are shipped, or those that the shop assigns to the location above. */
  takeLines: z.enum(['all', 'location']).default('all'),
  /** Whether Shopify mails the customer when something ships. */
  notifyCustomer: z.boolean().default(true),
  /** Where the Admin API is reached, if not at the shop’s own domain: a proxy of one’s own. */
  address: z.url({ protocol: /^https?$/ }).optional(),
  accessToken: z.string().trim().min(10).max(500),
  /** The app’s secret, by which webhooks are signed. */
  webhookSecret: z.string().trim().min(16, 'expected at least 16 characters').max(500),
})
export type ShopifySettings = z.infer<typeof shopifySettings>

const { accessToken, webhookSecret, ...shown } = shopifySettings.shape

/** The settings that may be shown. */
export const shopifyShown = z.strictObject(shown)

/** The secrets; those that are left out stay as they are. */
export const shopifySecrets = z.strictObject({ accessToken, webhookSecret }).partial()

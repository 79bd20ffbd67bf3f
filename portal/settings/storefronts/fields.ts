import type { FieldGroup } from '../../retailer/channels/forms/field.ts'

/** What is asked of a shop at Shopify. */
const shopify: FieldGroup[] = [
  {
    title: 'Shop',
    fields: [
      { name: 'shop', label: 'Shop’s domain', kind: 'text', required: true, hint: 'harbor-pine.myshopify.com' },
      {
        ...{ name: 'accessToken', label: 'Admin API access token', kind: 'text', secret: true },
        hint: 'Of the app that you made in the shop’s admin: Settings, Apps, Develop apps.',
      },
      {
        ...{ name: 'webhookSecret', label: 'App’s secret key', kind: 'text', secret: true },
        hint: 'Webhooks are signed with it.',
      },
      {
        ...{ name: 'locationId', label: 'Location', kind: 'text', required: true },
        hint: 'Where stock is counted: gid://shopify/Location/… with the number in the address of the location’s page.',
      },
    ],
  },
  {
    title: 'How it works',
    fields: [
      {
        ...{ name: 'takeOrders', label: 'Take orders', kind: 'choice' },
        options: { paid: 'When they are paid', placed: 'When they are placed' },
      },
      {
        ...{ name: 'takeLines', label: 'Lines to ship', kind: 'choice' },
        hint: 'Where you ship some goods yourself, take those that the shop assigns to the location above.',
        options: { all: 'All that are shipped', location: 'Those that are assigned to the location' },
      },
      { name: 'notifyCustomer', label: 'Shopify mails customers what has shipped', kind: 'check', initial: true },
    ],
  },
  {
    title: 'For those who know that they need it',
    folded: true,
    fields: [
      { name: 'apiVersion', label: 'API version', kind: 'text', hint: '2026-10 unless set.' },
      { name: 'address', label: 'Address of a proxy', kind: 'text', hint: 'Where the Admin API is reached instead.' },
    ],
  },
]

/** The fields of each kind of shop. */
export const storefrontFields: Record<string, FieldGroup[]> = { shopify }

import type { ApiScope } from '../../../partners/api-keys/scopes.ts'

/** What is said of API keys, to both sides. */
export const texts = {
  title: 'API keys',
  aboutSupplier: 'With a key, your own systems read orders and send answers, shipments, invoices and stock.',
  aboutRetailer:
    'With a key, your own systems use the REST API. Give each system a key of its own, with no more than it needs.',
  reference: 'API reference',
  none: 'There are no keys yet.',
  name: 'Name',
  nameHint: 'What uses it: Warehouse system, say.',
  begins: 'Begins with',
  scopes: 'It may',
  lasts: 'It lasts',
  lastsHint: 'After that it is refused. A new key can be made before, and both used side by side.',
  make: 'Make a key',
  made: 'This is the new key. Copy it now: it is not shown again.',
  createdAt: 'Made',
  lastUsed: 'Last used',
  never: 'never',
  ends: 'Ends',
  revoke: 'Revoke',
  revokeSure: 'Whatever uses this key stops working at once. Revoke it?',
  revoked: 'The key is revoked.',
  state: 'State',
  ended: 'Revoked',
  over: 'Ended',
} as const

/** How long a key may last: days, or until it is revoked. */
export const lifetimes = [
  { value: '', word: 'Until it is revoked' },
  { value: '30', word: '30 days' },
  { value: '90', word: '90 days' },
  { value: '365', word: 'One year' },
] as const

/** What a key may do, in words. */
export const scopeWords: Record<ApiScope, string> = {
  'orders:read': 'Read customer orders',
  'orders:write': 'Send and change customer orders',
  'products:read': 'Read products',
  'products:write': 'Change products',
  'inventory:read': 'Read stock',
  'inventory:write': 'Send stock',
  'listings:read': 'Read listings and prices',
  'listings:write': 'Change listings and their rules',
  'partners:read': 'Read partners',
  'partners:write': 'Set up partners: terms, channels, contacts, certificates',
  'maps:read': 'Read trading-partner maps',
  'maps:write': 'Change trading-partner maps',
  'routing:read': 'Read routing rules and decisions',
  'routing:write': 'Change routing rules',
  'purchase-orders:read': 'Read purchase orders',
  'purchase-orders:write': 'Answer purchase orders and ask to change them',
  'shipments:read': 'Read shipments',
  'shipments:write': 'Send shipments',
  'invoices:read': 'Read invoices',
  'invoices:write': 'Send and decide invoices',
  'exceptions:read': 'Read exceptions',
  'exceptions:write': 'Assign exceptions',
  'exports:read': 'Read export batches',
  'exports:write': 'Make export batches and take them back',
  'messages:read': 'Follow messages',
  'messages:write': 'Send messages again',
  'reports:read': 'Read reports',
  'webhooks:read': 'See webhooks',
  'webhooks:write': 'Change webhooks',
}

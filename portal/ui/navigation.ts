import { may } from '../auth/abilities.ts'
import type { RetailerScope, SupplierScope } from '../auth/scopes.ts'
import type { IconName } from './icons.tsx'

/** One entry of the navigation. `key` is what a page names itself by. */
export interface NavItem {
  key: string
  href: string
  word: string
  icon: IconName
}

export interface NavGroup {
  word?: string
  items: NavItem[]
}

/** A supplier's pages for one retailer. */
export function supplierNavigation({ slug, role }: SupplierScope): NavGroup[] {
  const at = `/supplier/${slug}`
  return [
    {
      items: [
        { key: 'home', href: at, word: 'Home', icon: 'home' },
        { key: 'purchase-orders', href: `${at}/purchase-orders`, word: 'Purchase orders', icon: 'orders' },
        { key: 'shipments', href: `${at}/shipments`, word: 'Shipments', icon: 'truck' },
        { key: 'invoices', href: `${at}/invoices`, word: 'Invoices', icon: 'invoice' },
        { key: 'stock', href: `${at}/stock`, word: 'Stock', icon: 'stock' },
        { key: 'scorecard', href: `${at}/scorecard`, word: 'Scorecard', icon: 'half' },
        { key: 'connection', href: `${at}/connection`, word: 'Connection', icon: 'key' },
        { key: 'setup', href: `${at}/setup`, word: 'Set-up', icon: 'equal' },
        ...(may(role, 'manage-people')
          ? [{ key: 'people', href: `${at}/people`, word: 'People', icon: 'partners' as const }]
          : []),
      ],
    },
  ]
}

/** The retailer's console, and the accountant's pages for those who may see them. */
export function retailerNavigation({ role }: RetailerScope): NavGroup[] {
  const groups: NavGroup[] = [
    {
      items: [
        { key: 'home', href: '/retailer', word: 'Home', icon: 'home' },
        { key: 'orders', href: '/retailer/orders', word: 'Orders', icon: 'orders' },
        { key: 'purchase-orders', href: '/retailer/purchase-orders', word: 'Purchase orders', icon: 'purchase' },
        { key: 'messages', href: '/retailer/messages', word: 'Messages', icon: 'messages' },
        { key: 'shipments', href: '/retailer/shipments', word: 'Shipments', icon: 'truck' },
        { key: 'exceptions', href: '/retailer/exceptions', word: 'Exceptions', icon: 'alert' },
        { key: 'stuck-work', href: '/retailer/stuck-work', word: 'Stuck work', icon: 'retry' },
        { key: 'feeds', href: '/retailer/feeds', word: 'Feeds', icon: 'stock' },
        { key: 'warehouses', href: '/retailer/warehouses', word: 'Warehouses', icon: 'truck' },
        { key: 'rules', href: '/retailer/rules', word: 'Routing rules', icon: 'equal' },
      ],
    },
    {
      word: 'Suppliers',
      items: [
        { key: 'partners', href: '/retailer/partners', word: 'Partners', icon: 'partners' },
        { key: 'scorecards', href: '/retailer/scorecards', word: 'Scorecards', icon: 'half' },
        { key: 'announcements', href: '/retailer/announcements', word: 'Announcements', icon: 'info' },
        { key: 'packing-slips', href: '/retailer/packing-slips', word: 'Packing slips', icon: 'purchase' },
        { key: 'certificates', href: '/retailer/certificates', word: 'Certificates', icon: 'key' },
      ],
    },
  ]
  groups.push({
    word: 'Selling',
    items: [
      { key: 'products', href: '/retailer/products', word: 'Products', icon: 'stock' },
      { key: 'listings', href: '/retailer/listings', word: 'Listings', icon: 'columns' },
      { key: 'sales-channels', href: '/retailer/sales-channels', word: 'Sales channels', icon: 'out' },
      { key: 'storefronts', href: '/retailer/storefronts', word: 'Storefronts', icon: 'in' },
      { key: 'pricing', href: '/retailer/pricing', word: 'Pricing rules', icon: 'money' },
      { key: 'listing-rules', href: '/retailer/listing-rules', word: 'Listing rules', icon: 'equal' },
    ],
  })
  if (may(role, 'see-accounts')) {
    groups.push({
      word: 'Accounting',
      items: [
        { key: 'accounting', href: '/accounting', word: 'To decide', icon: 'money' },
        { key: 'reviews', href: '/accounting/reviews', word: 'To check', icon: 'alert' },
        { key: 'accounting-invoices', href: '/accounting/invoices', word: 'Invoices', icon: 'invoice' },
        { key: 'exports', href: '/accounting/exports', word: 'Exports', icon: 'export' },
        { key: 'payments', href: '/accounting/payments', word: 'Payments', icon: 'check' },
        { key: 'payables', href: '/accounting/payables', word: 'Payables', icon: 'clock' },
        { key: 'accrual', href: '/accounting/accrual', word: 'Not billed', icon: 'half' },
        { key: 'deductions', href: '/accounting/deductions', word: 'Deductions', icon: 'left' },
        { key: 'profit', href: '/accounting/profit', word: 'Profit', icon: 'equal' },
        { key: 'books', href: '/retailer/books', word: 'Books', icon: 'columns' },
        { key: 'replay', href: '/accounting/replay', word: 'Try tolerances', icon: 'retry' },
      ],
    })
  }
  if (may(role, 'manage-people')) {
    groups.push({
      word: 'Administration',
      items: [
        { key: 'people', href: '/retailer/people', word: 'People', icon: 'partners' },
        { key: 'security', href: '/retailer/security', word: 'Sign-in', icon: 'key' },
        { key: 'mail', href: '/retailer/mail', word: 'Outgoing mail', icon: 'messages' },
        { key: 'api-keys', href: '/retailer/api-keys', word: 'API keys', icon: 'key' },
        { key: 'webhooks', href: '/retailer/webhooks', word: 'Webhooks', icon: 'out' },
        { key: 'audit-log', href: '/retailer/audit-log', word: 'Audit log', icon: 'clock' },
      ],
    })
  }
  return groups
}

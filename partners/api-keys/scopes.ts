/** What a retailer's key may be allowed to do. A new scope is a line here. */
export const retailerScopes = [
  'orders:read',
  'orders:write',
  'products:read',
  'products:write',
  'inventory:read',
  'inventory:write',
  'listings:read',
  'listings:write',
  'partners:read',
  'partners:write',
  'maps:read',
  'maps:write',
  'routing:read',
  'routing:write',
  'purchase-orders:read',
  'purchase-orders:write',
  'shipments:read',
  'shipments:write',
  'invoices:read',
  'invoices:write',
  'exceptions:read',
  'exceptions:write',
  'exports:read',
  'exports:write',
  'messages:read',
  'messages:write',
  'reports:read',
  'webhooks:read',
  'webhooks:write',
] as const

/** What a supplier's key may be allowed to do, in its own partnerships. */
const supplierScopes = [
  'purchase-orders:read',
  'purchase-orders:write',
  'shipments:write',
  'invoices:write',
  'products:write',
  'inventory:read',
  'inventory:write',
  'messages:read',
  'webhooks:read',
  'webhooks:write',
] as const

export type RetailerApiScope = (typeof retailerScopes)[number]
export type SupplierApiScope = (typeof supplierScopes)[number]
export type ApiScope = RetailerApiScope | SupplierApiScope

/** Whose key it is: a retailer's or a supplier's, never both. */
export type KeyOwner = { retailerId: string } | { supplierId: string }

/** The scopes that a key of this owner may have. */
export function scopesFor(owner: KeyOwner): readonly ApiScope[] {
  return 'retailerId' in owner ? retailerScopes : supplierScopes
}

import type { DocumentKind } from '../../translators/documents/index.ts'
import type { SupplierApiScope } from './scopes.ts'

/** Which scope a supplier's key needs to send a document. What is not named here is about the wire only, such as an acknowledgment of receipt, and needs none. */
export const documentScopes: Partial<Record<DocumentKind, SupplierApiScope>> = {
  'purchase-order-acknowledgment': 'purchase-orders:write',
  'purchase-order-change-acknowledgment': 'purchase-orders:write',
  'ship-notice': 'shipments:write',
  invoice: 'invoices:write',
  'product-catalog': 'products:write',
  'inventory-advice': 'inventory:write',
}

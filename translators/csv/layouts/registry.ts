import type { DocumentKind } from '../../documents/index.ts'
import type { CsvLayout } from '../layout.ts'
import { applicationAdviceLayout } from './application-advice.ts'
import { inventoryAdviceLayout } from './inventory-advice.ts'
import { invoiceLayout } from './invoice.ts'
import { productCatalogLayout } from './product-catalog.ts'
import { purchaseOrderLayout } from './purchase-order.ts'
import { purchaseOrderAcknowledgmentLayout } from './purchase-order-acknowledgment.ts'
import { purchaseOrderChangeLayout } from './purchase-order-change.ts'
import { purchaseOrderChangeAcknowledgmentLayout } from './purchase-order-change-acknowledgment.ts'
import { remittanceAdviceLayout } from './remittance-advice.ts'
import { shipNoticeLayout } from './ship-notice.ts'

/** The layout of each kind of document for partners without one of their own. A new one is a file beside this and a line here. */
export const defaultLayouts = {
  'purchase-order': purchaseOrderLayout,
  'purchase-order-acknowledgment': purchaseOrderAcknowledgmentLayout,
  'purchase-order-change': purchaseOrderChangeLayout,
  'purchase-order-change-acknowledgment': purchaseOrderChangeAcknowledgmentLayout,
  'ship-notice': shipNoticeLayout,
  'inventory-advice': inventoryAdviceLayout,
  'product-catalog': productCatalogLayout,
  invoice: invoiceLayout,
  'remittance-advice': remittanceAdviceLayout,
  'application-advice': applicationAdviceLayout,
} as const satisfies Partial<Record<DocumentKind, CsvLayout>>

/** The kinds of document that have a default layout. */
export type CsvKind = keyof typeof defaultLayouts

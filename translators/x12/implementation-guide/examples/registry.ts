import type { DocumentKind, DocumentOf } from '../../../documents/index.ts'
import { purchaseOrderAcknowledgmentExample, purchaseOrderChangeAcknowledgmentExample } from './answers.ts'
import { applicationAdviceExample, functionalAcknowledgmentExample, textMessageExample } from './messages.ts'
import { inventoryAdviceExample, productCatalogExample } from './products.ts'
import { purchaseOrderChangeExample, purchaseOrderExample } from './purchase-order.ts'
import { remittanceAdviceExample } from './remittance.ts'
import { invoiceExample, shipNoticeExample } from './shipment.ts'

/** One rich document of each kind, all of one trade, so that those that answer each other fit together. A new kind is a line here. */
export const exampleDocuments: { readonly [K in DocumentKind]: DocumentOf<K> } = {
  'purchase-order': purchaseOrderExample,
  'purchase-order-acknowledgment': purchaseOrderAcknowledgmentExample,
  'purchase-order-change': purchaseOrderChangeExample,
  'purchase-order-change-acknowledgment': purchaseOrderChangeAcknowledgmentExample,
  'ship-notice': shipNoticeExample,
  'inventory-advice': inventoryAdviceExample,
  'product-catalog': productCatalogExample,
  invoice: invoiceExample,
  'remittance-advice': remittanceAdviceExample,
  'application-advice': applicationAdviceExample,
  'text-message': textMessageExample,
  'functional-acknowledgment': functionalAcknowledgmentExample,
}

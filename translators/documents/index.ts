import type { z } from 'zod'
import { applicationAdvice } from './application-advice.ts'
import { functionalAcknowledgment } from './functional-acknowledgment.ts'
import { inventoryAdvice } from './inventory-advice.ts'
import { invoice } from './invoice.ts'
import { productCatalog } from './product-catalog.ts'
import { purchaseOrder } from './purchase-order.ts'
import { purchaseOrderAcknowledgment } from './purchase-order-acknowledgment.ts'
import { purchaseOrderChange } from './purchase-order-change.ts'
import { purchaseOrderChangeAcknowledgment } from './purchase-order-change-acknowledgment.ts'
import { remittanceAdvice } from './remittance-advice.ts'
import { shipNotice } from './ship-notice.ts'
import { textMessage } from './text-message.ts'

/** Every business document that the hub understands, by its `kind`. A new document is a file beside this one and a line here. */
export const documentSchemas = {
  'purchase-order': purchaseOrder,
  'purchase-order-acknowledgment': purchaseOrderAcknowledgment,
  'purchase-order-change': purchaseOrderChange,
  'purchase-order-change-acknowledgment': purchaseOrderChangeAcknowledgment,
  'ship-notice': shipNotice,
  'inventory-advice': inventoryAdvice,
  'product-catalog': productCatalog,
  invoice,
  'remittance-advice': remittanceAdvice,
  'application-advice': applicationAdvice,
  'text-message': textMessage,
  'functional-acknowledgment': functionalAcknowledgment,
} as const

export type DocumentKind = keyof typeof documentSchemas
export type BusinessDocument = { [K in DocumentKind]: z.infer<(typeof documentSchemas)[K]> }[DocumentKind]
/** The document of one kind: `DocumentOf<'invoice'>`. */
export type DocumentOf<K extends DocumentKind> = z.infer<(typeof documentSchemas)[K]>

export const documentKinds = Object.keys(documentSchemas) as DocumentKind[]

/** The number by which people speak of a document: its own, or that of the order it is about. */
export function documentNumberOf(document: BusinessDocument): string {
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
    case 'purchase-order-change':
    case 'purchase-order-change-acknowledgment':
      return document.purchaseOrderNumber
    case 'functional-acknowledgment':
      return document.groupControlNumber
    case 'text-message':
      return document.messages[0]?.number ?? ''
    default:
      return document.number
  }
}

/** The purchase order that a document speaks of; undefined for one that speaks of none. */
export function orderNumberIn(document: BusinessDocument): string | undefined {
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
    case 'purchase-order-change':
    case 'purchase-order-change-acknowledgment':
      return document.purchaseOrderNumber
    case 'invoice':
      return document.purchaseOrderNumber ?? document.lines[0]?.purchaseOrderNumber
    case 'ship-notice':
      return document.packages[0]?.lines[0]?.purchaseOrderNumber
    default:
      return undefined
  }
}

export * from './application-advice.ts'
export * from './common.ts'
export * from './functional-acknowledgment.ts'
export * from './inventory-advice.ts'
export * from './invoice.ts'
export * from './product-catalog.ts'
export * from './purchase-order.ts'
export * from './purchase-order-acknowledgment.ts'
export * from './purchase-order-change.ts'
export * from './purchase-order-change-acknowledgment.ts'
export * from './remittance-advice.ts'
export * from './ship-notice.ts'
export * from './text-message.ts'

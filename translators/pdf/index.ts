export { fontNames } from './fonts.ts'
export { partyLines, printedPrice, purchaseOrderPdf, purchaseOrderTotal } from './purchase-order.ts'
export { type PrintedDocument, renderPdf } from './render.ts'

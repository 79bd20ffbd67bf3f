import type { PdfLayout } from './layout.ts'

/** One line of an order that an invoice may be about. */
export interface KnownLine {
  lineNumber: string
  /** The retailer's item. */
  sku: string
  /** The supplier's. */
  supplierSku: string
  /** As printed, any length. */
  gtins: readonly string[]
  description: string
  unit: string
  /** As ordered. */
  quantity: string
  /** As agreed, in the order's currency. */
  unitPrice: string
}

/** An order that was sent to the supplier whose invoice is read. */
export interface KnownOrder {
  number: string
  date: string
  currency: string
  lines: readonly KnownLine[]
}

/** What the hub knows when it reads a supplier's invoice. */
export interface Known {
  orders: readonly KnownOrder[]
  /** The partnership's: meant where a page shows none. */
  currency: string
  /** The day on which the PDF came in, YYYY-MM-DD: no invoice is dated much later. */
  receivedOn: string
  /** How this supplier's invoices look, once a person has confirmed one; one for each type. */
  layouts: readonly PdfLayout[]
}

import type { AgreedTerms, ExceptionKind, Tolerances } from '../../db/schema/index.ts'
import type { AllowanceOrCharge, ProductIds, Terms } from '../../translators/documents/index.ts'

/** What a match is made of: plain values, so that it can be decided, replayed and tested without a database. Decimals are text. */
export interface InvoiceFacts {
  type: 'invoice' | 'credit-memo'
  date: string
  currency: string
  total: string
  /** What lines and charges add up to. */
  computedTotal: string
  terms: Terms | null
  purchaseOrderNumber: string | null
  lines: readonly InvoiceLineFacts[]
  charges: readonly ChargeFacts[]
}

export interface InvoiceLineFacts {
  id: string
  position: number
  /** As the supplier named them: its own words, to be looked up. */
  purchaseOrderNumber: string | null
  lineNumber: string | null
  ids: ProductIds | null
  description: string | null
  quantity: string
  unit: string | null
  unitPrice: string
  amount: string
  allowancesAndCharges: readonly AllowanceOrCharge[]
}

export interface ChargeFacts {
  id: string
  kind: 'allowance' | 'charge' | 'tax'
  reason: string
  /** Negative for an allowance. */
  amount: string
}

/** A purchase order that the invoice names. */
export interface OrderFacts {
  id: string
  number: string
  currency: string
  /** Freight and fees agreed on, and what other invoices have taken of them. */
  expectedFees: string
  feesBilled: string
  lines: readonly OrderLineFacts[]
}

/** One line of it. `invoiced` and `credited` leave out what the invoice in hand counted before. */
export interface OrderLineFacts {
  id: string
  lineNumber: string
  sku: string
  supplierSku: string
  /** GTINs of any length, and the manufacturer's part number, where the catalogue knows them. */
  gtins: readonly string[]
  manufacturerPart: string | null
  unit: string
  packSize: number
  unitCost: string
  ordered: string
  rejected: string
  cancelled: string
  shipped: string
  overShipped: string
  invoiced: string
  credited: string
}

/** What the partnership agreed on. */
export interface Agreement {
  currency: string
  terms: AgreedTerms
  tolerances: Tolerances
}

/** What can be wrong with an invoice. */
export type FindingKind = Extract<
  ExceptionKind,
  | 'unknown-purchase-order'
  | 'unknown-item'
  | 'price'
  | 'quantity-over-shipped'
  | 'not-shipped'
  | 'unit-of-measure'
  | 'freight-or-fee'
  | 'tax'
  | 'terms'
  | 'currency'
  | 'does-not-foot'
  | 'over-credited'
>

/** Two values that disagree, and the money at stake, in the invoice's currency. */
export interface Finding {
  kind: FindingKind
  /** The line that it is about; absent for what concerns the whole invoice. */
  line?: InvoiceLineFacts
  orderLineId?: string
  expected: string
  actual: string
  atStake: string
  /** In words for a person. */
  summary: string
}

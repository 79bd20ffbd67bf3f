import Big from 'big.js'
import type { PaymentMethod } from '../../../db/schema/index.ts'
import type { RemittanceAdvice, RemittedInvoice } from '../../../translators/documents/index.ts'

/** What one invoice gets of a payment. Money as text; `paid` is negative for a credit memo. */
export interface RemittedItem {
  type: 'invoice' | 'credit-memo'
  number: string
  date: string
  purchaseOrderNumber: string | null
  /** What the supplier claimed. */
  total: string
  paid: string
  discount: string
  /** Debit memos by which it was paid short. */
  debits: { number: string; amount: string; reason: string }[]
}

/** A payment to one supplier. */
export interface Remittance {
  number: string
  reference: string | null
  method: PaymentMethod
  paidOn: string
  currency: string
  total: string
  retailer: string
  supplier: { name: string; vendorNumber: string | null }
  items: readonly RemittedItem[]
}

/** The document that tells a supplier what a payment is for: X12 820 on an EDI channel. */
export function remittanceAdviceOf(remittance: Remittance): RemittanceAdvice {
  const { number, reference, method, paidOn, currency, total, retailer, supplier, items } = remittance
  return {
    kind: 'remittance-advice',
    number: reference ?? number,
    date: paidOn,
    handling: 'advice-only',
    method,
    currency,
    total,
    payer: { name: retailer },
    payee: {
      name: supplier.name,
      ...(supplier.vendorNumber && { code: supplier.vendorNumber, codeBy: 'buyer' as const }),
    },
    invoices: items.map(remitted),
  }
}

function remitted(item: RemittedItem): RemittedInvoice {
  const sign = item.type === 'credit-memo' ? -1 : 1
  return {
    type: item.type,
    number: item.number,
    date: item.date,
    ...(item.purchaseOrderNumber && { purchaseOrderNumber: item.purchaseOrderNumber }),
    paid: item.paid,
    gross: new Big(item.total).times(sign).toFixed(2),
    ...(new Big(item.discount).gt(0) && { discount: item.discount }),
    ...(item.debits.length > 0 && {
      adjustments: item.debits.map(({ number, amount, reason }) => ({
        amount: new Big(amount).neg().toFixed(2),
        reason: 'pricing',
        reference: { type: 'debit-memo', value: number },
        description: reason.slice(0, 80),
      })),
    }),
  }
}

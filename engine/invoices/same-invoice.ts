import { createHash } from 'node:crypto'
import Big from 'big.js'
import type { Invoice } from '../../translators/documents/index.ts'
import { moneyText, sum } from './money.ts'
import { chargesOf, lineAmount } from './totals.ts'

/** What an invoice says, reduced to what an 810, a CSV and a PDF of it have in common. Each number has one spelling. */
export interface InvoiceMeaning {
  date: string
  currency: string
  total: string
  purchaseOrderNumber: string
  /** Quantity, unit price and amount of each line, in a fixed order. */
  lines: string[]
  /** What stands beside the lines, in all. */
  charges: string
}

/** A field that two invoices of the same number disagree on. */
export interface Difference {
  field: keyof InvoiceMeaning
  before: string
  now: string
}

/** An invoice as far as it is stored. */
export interface StoredInvoice {
  invoiceDate: string
  currency: string
  total: string
  purchaseOrderNumber: string | null
  lines: readonly { quantity: string; unitPrice: string; amount: string }[]
  charges: readonly { amount: string }[]
}

/** The number of the order that an invoice is about: what it says of itself, else what its first line with a number says. */
export function namedOrderOf(invoice: Invoice): string | null {
  const named = invoice.purchaseOrderNumber ?? invoice.lines.find(line => line.purchaseOrderNumber)?.purchaseOrderNumber
  return named?.trim() ?? null
}

/** What a document says. */
export function meaningOf(invoice: Invoice): InvoiceMeaning {
  return meaning({
    invoiceDate: invoice.date,
    currency: invoice.currency,
    total: invoice.total,
    purchaseOrderNumber: namedOrderOf(invoice),
    lines: invoice.lines.map(line => ({ ...line, amount: lineAmount(line).toFixed() })),
    charges: chargesOf(invoice).map(charge => ({ amount: charge.amount.toFixed() })),
  })
}

/** What a stored invoice says. */
export function meaning(stored: StoredInvoice): InvoiceMeaning {
  const lines = stored.lines.map(({ quantity, unitPrice, amount }) =>
    [`${new Big(quantity).toFixed()} × ${moneyText(new Big(unitPrice))}`, moneyText(new Big(amount))].join(' = '),
  )
  return {
    date: stored.invoiceDate,
    currency: stored.currency,
    total: moneyText(new Big(stored.total)),
    purchaseOrderNumber: stored.purchaseOrderNumber ?? '',
    lines: lines.sort(),
    charges: moneyText(sum(stored.charges.map(charge => new Big(charge.amount)))),
  }
}

/** Where two invoices of the same number disagree; none when they are the same invoice. */
export function differencesBetween(before: InvoiceMeaning, now: InvoiceMeaning): Difference[] {
  const fields = Object.keys(before) as (keyof InvoiceMeaning)[]
  return fields
    .map(field => ({ field, before: String(before[field]), now: String(now[field]) }))
    .filter(({ before: one, now: other }) => one !== other)
}

/** SHA-256 of what an invoice says, hex. */
export function fingerprintOf(said: InvoiceMeaning): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}

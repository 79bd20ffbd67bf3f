import Big from 'big.js'
import type { AllowanceOrCharge, Invoice, InvoiceLine } from '../../translators/documents/index.ts'
import { atLeastZero, cents, sum, zero } from './money.ts'

/** Something asked for beside the goods, as `invoice_charges` keeps it: negative for an allowance. */
export interface Charge {
  kind: 'allowance' | 'charge' | 'tax'
  reason: string
  amount: Big
  description: string | undefined
}

/** Whether an allowance is granted without being taken off (X12 331, 01): it is billed back to the supplier, and the invoice is owed without it. */
export function isBilledBack({ handling }: Pick<AllowanceOrCharge, 'handling'>): boolean {
  return handling === 'bill-back'
}

/** What a line's own allowances take away and its charges add. What is billed back changes nothing of it. */
export function netOf(allowancesAndCharges: readonly AllowanceOrCharge[]): Big {
  return sum(allowancesAndCharges.filter(entry => !isBilledBack(entry)).map(signed))
}

/** What an invoice grants to be billed back, on the whole and on its lines; less what it would charge so. Never below zero. */
export function billedBackOf(invoice: Invoice): { amount: Big; reasons: string[] } {
  const entries = [
    ...(invoice.allowancesAndCharges ?? []),
    ...invoice.lines.flatMap(line => line.allowancesAndCharges ?? []),
  ].filter(isBilledBack)
  const amount = sum(entries.map(signed)).neg()
  return {
    amount: cents(atLeastZero(amount)),
    reasons: [...new Set(entries.map(({ description, reason }) => description ?? reason))],
  }
}

/** quantity × unit price, with the line's own allowances and charges; each line is rounded to the cent by itself. */
export function lineAmount(line: Pick<InvoiceLine, 'quantity' | 'unitPrice' | 'allowancesAndCharges'>): Big {
  return cents(new Big(line.quantity).times(line.unitPrice)).plus(cents(netOf(line.allowancesAndCharges ?? [])))
}

/** Everything that is owed beside the goods: the invoice's allowances and charges, its taxes, and the taxes of its lines. */
export function chargesOf(invoice: Invoice): Charge[] {
  const owed = (invoice.allowancesAndCharges ?? []).filter(entry => !isBilledBack(entry))
  const others = owed.map(entry => ({
    kind: entry.kind,
    reason: entry.reason,
    amount: signed(entry),
    description: entry.description,
  }))
  const taxes = (invoice.taxes ?? []).map(tax => taxCharge(tax, undefined))
  const lineTaxes = invoice.lines.flatMap((line, index) =>
    (line.taxes ?? []).map(tax => taxCharge(tax, `line ${index + 1}`)),
  )
  return [...others, ...taxes, ...lineTaxes]
}

/** What lines, allowances, charges and taxes add up to: what the invoice should claim. */
export function computedTotal(invoice: Invoice): Big {
  const lines = sum(invoice.lines.map(lineAmount))
  return lines.plus(sum(chargesOf(invoice).map(charge => charge.amount)))
}

/** What rounding each line by itself added: suppliers who round only the total claim so much less. */
export function roundingOf(lines: readonly { quantity: string; unitPrice: string }[]): Big {
  return lines.reduce((total, line) => {
    const exact = new Big(line.quantity).times(line.unitPrice)
    return total.plus(cents(exact)).minus(exact)
  }, zero)
}

function signed({ kind, amount }: AllowanceOrCharge): Big {
  return kind === 'allowance' ? new Big(amount).neg() : new Big(amount)
}

function taxCharge(
  tax: { type: string; amount: string; jurisdiction?: string | undefined },
  where: string | undefined,
) {
  const description = [where, tax.jurisdiction].filter(Boolean).join(', ') || undefined
  return { kind: 'tax' as const, reason: tax.type, amount: new Big(tax.amount), description }
}

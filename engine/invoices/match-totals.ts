import Big from 'big.js'
import type { Tolerances } from '../../db/schema/index.ts'
import type { Agreement, ChargeFacts, Finding, InvoiceFacts, OrderFacts } from './facts.ts'
import { atLeastZero, cents, sum, zero } from './money.ts'
import { worseTerms } from './terms.ts'
import { allowedBeyond } from './tolerance.ts'
import { isBilledBack, roundingOf } from './totals.ts'

/** What is wrong, or passes by itself, with an invoice as a whole. */
export interface TotalsMatch {
  findings: Finding[]
  tolerated: Finding[]
  /** What of freight and fees, and of taxes, goes beyond what was agreed, and is not paid when only what matched is paid. */
  feesBeyond: Big
  taxBeyond: Big
}

/** Checks what stands beside the goods: freight and fees, taxes, terms, currency, and whether the invoice adds up. */
export function matchTotals(invoice: InvoiceFacts, orders: readonly OrderFacts[], agreement: Agreement): TotalsMatch {
  const found: TotalsMatch = { findings: [], tolerated: [], feesBeyond: zero, taxBeyond: zero }
  const currency = orders[0]?.currency ?? agreement.currency
  if (currency !== invoice.currency) found.findings.push(otherCurrency(invoice, currency))
  else if (orders.length > 0) compareCharges(found, invoice, orders, agreement.tolerances)
  compareTerms(found, invoice, agreement)
  compareFooting(found, invoice, agreement.tolerances)
  return found
}

/** Freight, handling and other fees that are asked for, those of single lines included. For a credit memo: what it keeps back. */
function feesOf(invoice: Pick<InvoiceFacts, 'type' | 'charges' | 'lines'>): Big {
  const against = invoice.type === 'invoice' ? 'charge' : 'allowance'
  const beside = invoice.charges.filter(charge => charge.kind === against && !isTax(charge))
  const onLines = invoice.lines.flatMap(line =>
    line.allowancesAndCharges.filter(entry => entry.kind === against && !isBilledBack(entry)),
  )
  return sum([...beside, ...onLines].map(entry => new Big(entry.amount).abs()))
}

/** Taxes, wherever the supplier put them. */
function taxesOf(charges: readonly ChargeFacts[]): Big {
  return sum(charges.filter(isTax).map(charge => new Big(charge.amount)))
}

/** A tax, even one that a supplier wrote among its charges. */
export function isTax({ kind, reason }: Pick<ChargeFacts, 'kind' | 'reason'>): boolean {
  return kind === 'tax' || (kind === 'charge' && reason === 'tax')
}

function compareCharges(
  found: TotalsMatch,
  invoice: InvoiceFacts,
  orders: readonly OrderFacts[],
  tolerances: Tolerances,
): void {
  const isCredit = invoice.type === 'credit-memo'
  const agreed = isCredit ? zero : sum(orders.map(order => new Big(order.expectedFees)))
  const before = isCredit ? zero : sum(orders.map(order => new Big(order.feesBilled)))
  const fees = feesOf(invoice)
  const left = atLeastZero(agreed.minus(before))
  found.feesBeyond = compare(found, fees, left, allowedBeyond(agreed, tolerances.freight), {
    kind: 'freight-or-fee',
    summary: `Freight and fees of ${fees.toFixed(2)}, where ${left.toFixed(2)} ${before.gt(0) ? 'were left to bill' : 'were agreed'}.`,
  })
  if (isCredit) return
  const taxes = taxesOf(invoice.charges)
  const goods = sum(invoice.lines.map(line => new Big(line.amount)))
  found.taxBeyond = compare(found, taxes, zero, allowedBeyond(goods, tolerances.tax), {
    kind: 'tax',
    summary: `Tax of ${taxes.toFixed(2)}, where goods for resale bear none.`,
  })
}

/** Tells a difference, and returns what of it does not pass. */
function compare(
  found: TotalsMatch,
  actual: Big,
  expected: Big,
  allowed: Big,
  difference: Pick<Finding, 'kind' | 'summary'>,
): Big {
  const beyond = actual.minus(expected)
  if (beyond.lte(0)) return zero
  const passes = beyond.lte(allowed)
  const list = passes ? found.tolerated : found.findings
  list.push({
    ...difference,
    expected: expected.toFixed(2),
    actual: actual.toFixed(2),
    atStake: cents(beyond).toFixed(2),
  })
  return passes ? zero : beyond
}

function otherCurrency({ currency, total }: InvoiceFacts, expected: string): Finding {
  const summary = `Billed in ${currency}, ordered in ${expected}.`
  return { kind: 'currency', expected, actual: currency, atStake: cents(new Big(total)).toFixed(2), summary }
}

function compareTerms(found: TotalsMatch, invoice: InvoiceFacts, { terms }: Agreement): void {
  if (invoice.type === 'credit-memo') return
  const worse = worseTerms(invoice.date, new Big(invoice.total), invoice.terms, terms)
  if (!worse) return
  const { expected, actual, atStake } = worse
  const summary = `Payable ${actual}, agreed ${expected}.`
  found.findings.push({ kind: 'terms', expected, actual, atStake: atStake.toFixed(2), summary })
}

/** An invoice adds up when its total is the sum of its lines rounded one by one, or rounded only at the end. */
function compareFooting(found: TotalsMatch, invoice: InvoiceFacts, { total: tolerance }: Tolerances): void {
  const claimed = new Big(invoice.total)
  const computed = new Big(invoice.computedTotal)
  if (claimed.eq(computed)) return
  if (claimed.eq(cents(computed.minus(roundingOf(invoice.lines))))) return
  const difference = claimed.minus(computed).abs()
  const finding: Finding = {
    kind: 'does-not-foot',
    expected: computed.toFixed(2),
    actual: claimed.toFixed(2),
    atStake: cents(difference).toFixed(2),
    summary: `Claims ${claimed.toFixed(2)}, but its lines and charges add up to ${computed.toFixed(2)}.`,
  }
  const list = difference.lte(allowedBeyond(computed, tolerance)) ? found.tolerated : found.findings
  list.push(finding)
}

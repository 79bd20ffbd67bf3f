import Big from 'big.js'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { claims, invoices, partnerships, suppliers } from '../../db/schema/index.ts'

/** By how many days an amount is due: not yet, or so long ago. */
export const ageBands = ['not-due', '1-30', '31-60', '61-90', 'over-90'] as const
export type AgeBand = (typeof ageBands)[number]

/** The band of something due on one day as seen on another; both business dates. */
export function ageBand(dueDate: string, today: string): AgeBand {
  const days = (Date.parse(`${today}T00:00:00Z`) - Date.parse(`${dueDate}T00:00:00Z`)) / 86_400_000
  if (days <= 0) return 'not-due'
  if (days <= 30) return '1-30'
  if (days <= 60) return '31-60'
  return days <= 90 ? '61-90' : 'over-90'
}

/** Money of one supplier in one currency, by age. Two places; payable is below zero where credits are more. */
export interface AgedRow {
  partnershipId: string
  supplier: string
  currency: string
  bands: Record<AgeBand, string>
  total: string
}

/** One amount with the day on which it is due. */
export interface DatedAmount {
  partnershipId: string
  supplier: string
  currency: string
  dueDate: string
  amount: string
}

/** Sums amounts by supplier, currency and age; suppliers by name. */
export function age(amounts: readonly DatedAmount[], today: string): AgedRow[] {
  const groups = Map.groupBy(amounts, one => `${one.supplier}\u0000${one.currency}\u0000${one.partnershipId}`)
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, its]) => {
      const inBand = (band: AgeBand) => total(its.filter(one => ageBand(one.dueDate, today) === band))
      const bands = Object.fromEntries(ageBands.map(band => [band, inBand(band)])) as Record<AgeBand, string>
      const { partnershipId, supplier, currency } = its[0]!
      return { partnershipId, supplier, currency, bands, total: total(its) }
    })
}

function total(amounts: readonly Pick<DatedAmount, 'amount'>[]): string {
  return amounts.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed(2)
}

/** An invoice or credit memo that is approved and not paid. */
export interface Payable extends DatedAmount {
  invoiceId: string
  number: string
  status: string
}

/** What is approved and not paid, exported or not; a credit memo is below zero. The oldest due first. */
export async function loadPayables(orm: Orm, retailerId: string): Promise<Payable[]> {
  const rows = await orm
    .select({
      invoiceId: invoices.id,
      number: invoices.number,
      type: invoices.type,
      status: invoices.status,
      partnershipId: invoices.partnershipId,
      supplier: suppliers.name,
      currency: invoices.currency,
      dueDate: invoices.dueDate,
      payable: invoices.payable,
    })
    .from(invoices)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoices.retailerId), eq(partnerships.id, invoices.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(invoices.retailerId, retailerId), inArray(invoices.status, ['approved', 'exported'])))
    .orderBy(asc(invoices.dueDate), asc(invoices.id))
  return rows.map(({ type, payable, ...row }) => ({
    ...row,
    amount: new Big(payable!).times(type === 'invoice' ? 1 : -1).toFixed(2),
  }))
}

/** What was taken off an invoice, or is asked back for it. */
export interface Deduction {
  claimId: string
  number: string
  kind: string
  status: string
  partnershipId: string
  supplier: string
  invoiceId: string
  invoice: string
  amount: string
  currency: string
  reason: string
  createdAt: Date
}

/** Every debit memo, credit request and dispute, newest first. */
export async function loadDeductions(orm: Orm, retailerId: string, limit: number): Promise<Deduction[]> {
  const rows = await orm
    .select({ claim: claims, supplier: suppliers.name, invoice: invoices.number })
    .from(claims)
    .innerJoin(invoices, and(eq(invoices.retailerId, claims.retailerId), eq(invoices.id, claims.invoiceId)))
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, claims.retailerId), eq(partnerships.id, claims.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(claims.retailerId, retailerId))
    .orderBy(sql`${claims.id} desc`)
    .limit(limit)
  return rows.map(({ claim, supplier, invoice }) => ({
    claimId: claim.id,
    number: claim.number,
    kind: claim.kind,
    status: claim.status,
    partnershipId: claim.partnershipId,
    supplier,
    invoiceId: claim.invoiceId,
    invoice,
    amount: new Big(claim.amount).toFixed(2),
    currency: claim.currency,
    reason: claim.reason,
    createdAt: claim.createdAt,
  }))
}

import Big from 'big.js'
import { and, asc, desc, eq, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { reportRows } from '../../db/report-rows.ts'
import { claims, invoices, partnerships, paymentItems, payments, suppliers } from '../../db/schema/index.ts'

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

/** The band of a due date in SQL, as `ageBand` has it. */
const bandOf = (dueDate: SQL, today: string) => sql<AgeBand>`case
  when ${dueDate} >= ${today}::date then 'not-due'
  when ${dueDate} >= ${today}::date - 30 then '1-30'
  when ${dueDate} >= ${today}::date - 60 then '31-60'
  when ${dueDate} >= ${today}::date - 90 then '61-90'
  else 'over-90' end`

/**
 * Sums amounts by supplier, currency and age where they lie, however many they are; suppliers by name.
 * @param amounts a query for `partnership_id`, `supplier`, `currency`, `due_date` and `amount`
 */
export async function ageAmounts(orm: Orm, amounts: SQL, today: string): Promise<AgedRow[]> {
  const rows = await reportRows<
    Omit<DatedAmount, 'dueDate' | 'partnershipId'> & { partnership_id: string; band: AgeBand }
  >(
    orm,
    sql`select partnership_id, supplier, currency, ${bandOf(sql`due_date`, today)} as band, sum(amount)::text as amount
      from (${amounts}) as amounts group by 1, 2, 3, 4`,
  )
  const groups = Map.groupBy(rows, one => `${one.supplier}\u0000${one.currency}\u0000${one.partnership_id}`)
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, its]) => {
      const inBand = (band: AgeBand) => total(its.filter(one => one.band === band))
      const bands = Object.fromEntries(ageBands.map(band => [band, inBand(band)])) as Record<AgeBand, string>
      const { partnership_id: partnershipId, supplier, currency } = its[0]!
      return { partnershipId, supplier, currency, bands, total: total(its) }
    })
}

function total(amounts: readonly Pick<DatedAmount, 'amount'>[]): string {
  return amounts.reduce((sum, { amount }) => sum.plus(amount), new Big(0)).toFixed(2)
}

/** Where a list goes on: after the row that stands last by these two, with the supplier or the day first and the row's id second. */
export type ReportCursor = readonly [first: string, id: string]

/** One page of a report: at most so many rows, after one of them. */
export interface ReportPage {
  after?: ReportCursor | undefined
  limit: number
  /** A past business date, of which the balance is asked as it stood by the days of invoices, shipments and payments; left out, as it stands. */
  on?: string | undefined
}

/** An invoice or credit memo that is approved and not paid. */
export interface Payable extends DatedAmount {
  invoiceId: string
  number: string
  status: string
}

/** What is approved and not paid; on a past day: what is approved by now, was dated by then and paid later or not yet, as a ledger closed on that day has it. */
function isPayable(retailerId: string, on?: string) {
  const unpaid = sql`${invoices.status} in ('approved', 'exported')`
  if (on === undefined) return and(eq(invoices.retailerId, retailerId), unpaid)
  const paidLater = sql`${invoices.status} = 'paid' and exists (
    select 1 from ${paymentItems} item join ${payments} payment on payment.retailer_id = item.retailer_id and payment.id = item.payment_id
    where item.retailer_id = ${retailerId} and item.invoice_id = ${invoices.id} and payment.paid_on > ${on}::date)`
  return and(eq(invoices.retailerId, retailerId), lte(invoices.invoiceDate, on), sql`(${unpaid} or ${paidLater})`)
}

/** One page of what is approved and not paid, exported or not; a credit memo is below zero. The oldest due first. */
export async function listPayables(orm: Orm, retailerId: string, { after, limit, on }: ReportPage) {
  const found = await orm
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
    .where(
      and(
        isPayable(retailerId, on),
        after && sql`(${invoices.dueDate}, ${invoices.id}) > (${after[0]}::date, ${after[1]}::uuid)`,
      ),
    )
    .orderBy(asc(invoices.dueDate), asc(invoices.id))
    .limit(limit + 1)
  const rows = found.slice(0, limit).map(
    ({ type, payable, ...row }): Payable => ({
      ...row,
      amount: new Big(payable!).times(type === 'invoice' ? 1 : -1).toFixed(2),
    }),
  )
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, next: last && ([last.dueDate, last.invoiceId] as ReportCursor) }
}

/** What is approved and not paid, by supplier and age as seen on a business date; `on`: as it stood on a past one. */
export async function agePayables(orm: Orm, retailerId: string, today: string, on?: string): Promise<AgedRow[]> {
  return await ageAmounts(
    orm,
    sql`select owed.partnership_id, s.name as supplier, owed.currency, owed.due_date, owed.amount
      from (select partnership_id, currency, due_date, sum(case when type = 'invoice' then payable else -payable end) as amount
        from invoices where ${isPayable(retailerId, on)} group by 1, 2, 3) owed
      join partnerships p on p.retailer_id = ${retailerId} and p.id = owed.partnership_id
      join suppliers s on s.id = p.supplier_id`,
    on ?? today,
  )
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

/** One page of the debit memos, credit requests and disputes, newest first. */
export async function listDeductions(orm: Orm, retailerId: string, { after, limit }: ReportPage) {
  const found = await orm
    .select({ claim: claims, supplier: suppliers.name, invoice: invoices.number })
    .from(claims)
    .innerJoin(invoices, and(eq(invoices.retailerId, claims.retailerId), eq(invoices.id, claims.invoiceId)))
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, claims.retailerId), eq(partnerships.id, claims.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(claims.retailerId, retailerId), after && lt(claims.id, after[1])))
    .orderBy(desc(claims.id))
    .limit(limit + 1)
  const rows = found.slice(0, limit).map(
    ({ claim, supplier, invoice }): Deduction => ({
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
    }),
  )
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, next: last && (['', last.claimId] as ReportCursor) }
}

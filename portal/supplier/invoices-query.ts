import { and, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type InvoiceStatus, invoices } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { beginsWith } from '../ui/text-search.ts'
import { ofSupplier } from './invoice-query.ts'

/** Quick filters of a supplier's invoices. */
export const invoiceFilters = ['all', 'answer', 'question', 'waiting', 'approved', 'paid', 'void'] as const
export type InvoiceFilter = (typeof invoiceFilters)[number]

const statusesOf: Record<Exclude<InvoiceFilter, 'all'>, InvoiceStatus[]> = {
  answer: ['disputed'],
  question: ['exception'],
  waiting: ['received', 'waiting', 'matched', 'within-tolerance'],
  approved: ['approved', 'exported'],
  paid: ['paid'],
  void: ['void'],
}

function shown(scope: SupplierScope, { filter, search }: ListQuery<InvoiceFilter>): SQL | undefined {
  return and(
    ofSupplier(scope),
    filter === 'all' ? undefined : inArray(invoices.status, statusesOf[filter]),
    search ? or(beginsWith(invoices.number, search), beginsWith(invoices.purchaseOrderNumber, search)) : undefined,
  )
}

/** One page of a supplier's invoices, newest first; `older` continues it. */
export async function listInvoices(
  orm: Orm,
  scope: SupplierScope,
  query: ListQuery<InvoiceFilter>,
  size: number = pageSize,
) {
  const rows = await orm
    .select()
    .from(invoices)
    .where(and(shown(scope, query), query.after ? lt(invoices.id, query.after) : undefined))
    .orderBy(desc(invoices.id))
    .limit(size + 1)
  return onePage(rows, size)
}

export type ListedInvoice = typeof invoices.$inferSelect

/** How many invoices wait for the supplier's answer, and how many the retailer looks at. */
export async function countAsked(orm: Orm, scope: SupplierScope): Promise<Record<'answer' | 'question', number>> {
  const count = (status: InvoiceStatus) => sql<number>`count(*) filter (where ${eq(invoices.status, status)})::int`
  const [row] = await orm
    .select({ answer: count('disputed'), question: count('exception') })
    .from(invoices)
    .where(and(ofSupplier(scope), inArray(invoices.status, ['disputed', 'exception'])))
  return row!
}

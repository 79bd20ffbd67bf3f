import { and, eq, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
import { type InvoiceStatus, invoices } from '../../db/schema/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { type ListDefinition, type ListState, pageOf, paging, type SortKey } from '../lists/list-state.ts'
import { pageSize } from '../ui/request.ts'
import { soughtIn } from '../ui/search-terms.ts'
import { named } from '../ui/text-search.ts'
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

const sorts = ['made', 'due', 'number'] as const
export type InvoiceSort = (typeof sorts)[number]

/** The supplier's list of invoices and credit memos, below its own address. */
export function supplierInvoicesList(base: string): ListDefinition<InvoiceFilter, InvoiceSort> {
  return {
    list: 'supplier-invoices',
    path: `${base}/invoices`,
    filters: invoiceFilters,
    first: 'all',
    everything: 'all',
    fields: [],
    sorts,
    columns: ['State', 'Purchase order', 'Date', 'Due', 'Total', 'To be paid', 'Received'],
  }
}

const sortKeys: Record<InvoiceSort, SortKey> = {
  made: { by: sql`${invoices.id}`, type: 'uuid' },
  due: { by: sql`${invoices.dueDate}`, type: 'date', nullable: true },
  number: { by: beginning(invoices.number), type: 'text' },
}

/** Invoices by their own number or their order's: by its beginning, or several whole ones. */
function matches(search: string): SQL | undefined {
  const sought = soughtIn(search)
  return sought && or(named(invoices.number, sought), named(invoices.purchaseOrderNumber, sought))
}

/** One page of a supplier's invoices, the last received first unless sorted otherwise. */
export async function listInvoices(
  orm: Orm,
  scope: SupplierScope,
  state: ListState<InvoiceFilter, InvoiceSort>,
  size: number = pageSize,
) {
  const { filter } = state
  const { order, cursor, after } = paging(sortKeys[state.sort ?? 'made'], sql`${invoices.id}`, state)
  const rows = await orm
    .select({ ...getTableColumns(invoices), cursor })
    .from(invoices)
    .where(
      and(
        ofSupplier(scope),
        filter === 'all' ? undefined : inArray(invoices.status, statusesOf[filter]),
        matches(state.search),
        after,
      ),
    )
    .orderBy(order)
    .limit(size + 1)
  return pageOf(rows, size)
}

export type ListedInvoice = Awaited<ReturnType<typeof listInvoices>>['rows'][number]

/** How many invoices wait for the supplier's answer, and how many the retailer looks at. */
export async function countAsked(orm: Orm, scope: SupplierScope): Promise<Record<'answer' | 'question', number>> {
  const count = (status: InvoiceStatus) => sql<number>`count(*) filter (where ${eq(invoices.status, status)})::int`
  const [row] = await orm
    .select({ answer: count('disputed'), question: count('exception') })
    .from(invoices)
    .where(and(ofSupplier(scope), inArray(invoices.status, ['disputed', 'exception'])))
  return row!
}

import { and, asc, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type Orm, rowsOf } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
import {
  claims,
  events,
  exceptions,
  type InvoiceStatus,
  invoiceCharges,
  invoiceLines,
  invoices,
  partnerships,
  purchaseOrderLines,
  purchaseOrders,
  suppliers,
} from '../../db/schema/index.ts'
import { mostCounted } from '../ui/counts.ts'
import { type ListQuery, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { beginsWith, type SearchedColumn } from '../ui/text-search.ts'
import { type Narrowing, narrowed } from './questions-query.ts'

/** Quick filters of the accountant's invoices. */
export const invoiceFilters = [
  'exception',
  'ready',
  'disputed',
  'waiting',
  'approved',
  'exported',
  'void',
  'all',
] as const
export type InvoiceFilter = (typeof invoiceFilters)[number]
export type CountedFilter = Exclude<InvoiceFilter, 'all'>

/** Which statuses each filter shows. */
const statusesOf: Record<Exclude<InvoiceFilter, 'all'>, InvoiceStatus[]> = {
  exception: ['exception'],
  ready: ['matched', 'within-tolerance'],
  disputed: ['disputed'],
  waiting: ['received', 'waiting'],
  approved: ['approved'],
  exported: ['exported', 'paid'],
  void: ['void'],
}

function condition(filter: InvoiceFilter): SQL | undefined {
  return filter === 'all' ? undefined : inArray(invoices.status, statusesOf[filter])
}

/** How many invoices each filter shows, counted up to one beyond `mostCounted`; all of them are not counted. */
export async function countInvoices(orm: Orm, retailerId: string): Promise<Record<CountedFilter, number>> {
  const filters = invoiceFilters.filter(filter => filter !== 'all')
  const each = filters.map(
    filter => sql`select ${filter}::text as filter, count(*)::int as n from (select 1 from ${invoices}
      where ${invoices.retailerId} = ${retailerId} and ${condition(filter)} limit ${mostCounted + 1}) as these`,
  )
  const rows = await rowsOf<{ filter: CountedFilter; n: number }>(orm, sql.join(each, sql` union all `))
  return Object.fromEntries(rows.map(row => [row.filter, row.n])) as Record<CountedFilter, number>
}

/** Invoices that a search finds at most by each of the two numbers. */
const mostFound = 1000

/** The ids of invoices whose number, or whose order's, begins like this: a query for `in (…)`. */
function invoicesNamed(retailerId: string, search: string): SQL {
  const found = (column: SearchedColumn) => sql`(select ${invoices.id} from ${invoices}
    where ${invoices.retailerId} = ${retailerId} and ${beginsWith(column, search)}
    order by ${beginning(column)} desc limit ${mostFound})`
  return sql`${found(invoices.number)} union all ${found(invoices.purchaseOrderNumber)}`
}

/** What the list of invoices asks for. */
export type InvoicesQuery = ListQuery<InvoiceFilter> & Narrowing

function shown(orm: Orm, retailerId: string, query: InvoicesQuery): SQL | undefined {
  return and(
    eq(invoices.retailerId, retailerId),
    condition(query.filter),
    narrowed(orm, query),
    query.search ? sql`${invoices.id} in (${invoicesNamed(retailerId, query.search)})` : undefined,
  )
}

/** One page of a retailer's invoices, newest first, with what is open about each. */
export async function listInvoices(orm: Orm, retailerId: string, query: InvoicesQuery, limit = pageSize) {
  const open = sql`from ${exceptions} where ${exceptions.retailerId} = ${invoices.retailerId}
    and ${exceptions.invoiceId} = ${invoices.id} and ${exceptions.resolvedAt} is null`
  const rows = await orm
    .select({
      id: invoices.id,
      number: invoices.number,
      type: invoices.type,
      status: invoices.status,
      supplier: suppliers.name,
      purchaseOrderNumber: invoices.purchaseOrderNumber,
      invoiceDate: invoices.invoiceDate,
      dueDate: invoices.dueDate,
      currency: invoices.currency,
      total: invoices.total,
      payable: invoices.payable,
      kinds: subselect<string[] | null>(sql`select array_agg(distinct ${exceptions.kind}) ${open}`),
      atStake: subselect<string | null>(sql`select trim_scale(sum(${exceptions.atStake})) ${open}`),
    })
    .from(invoices)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoices.retailerId), eq(partnerships.id, invoices.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(shown(orm, retailerId, query), query.after ? lt(invoices.id, query.after) : undefined))
    .orderBy(desc(invoices.id))
    .limit(limit + 1)
  return onePage(rows, limit)
}

/** The ids of the invoices that a list shows on all its pages, newest first, `most` of them. */
export async function idsOfList(orm: Orm, retailerId: string, query: InvoicesQuery, most: number): Promise<string[]> {
  const rows = await orm
    .select({ id: invoices.id })
    .from(invoices)
    .where(shown(orm, retailerId, query))
    .orderBy(desc(invoices.id))
    .limit(most)
  return rows.map(row => row.id)
}

export type ListedInvoice = Awaited<ReturnType<typeof listInvoices>>['rows'][number]

/** An invoice beside its purchase order and what was shipped. Throws `not-found`. */
export async function loadInvoice(orm: Orm, retailerId: string, id: string) {
  const [found] = await orm
    .select({ invoice: invoices, supplier: suppliers.name, order: purchaseOrders })
    .from(invoices)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoices.retailerId), eq(partnerships.id, invoices.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, invoices.retailerId), eq(purchaseOrders.id, invoices.purchaseOrderId)),
    )
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.id, id)))
  if (!found) throw new ApplicationError('not-found', 'There is no such invoice.')
  return {
    ...found,
    lines: await orm
      .select({ line: invoiceLines, ordered: purchaseOrderLines })
      .from(invoiceLines)
      .leftJoin(
        purchaseOrderLines,
        and(
          eq(purchaseOrderLines.retailerId, invoiceLines.retailerId),
          eq(purchaseOrderLines.id, invoiceLines.purchaseOrderLineId),
        ),
      )
      .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, id)))
      .orderBy(asc(invoiceLines.position)),
    charges: await orm
      .select()
      .from(invoiceCharges)
      .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, id)))
      .orderBy(asc(invoiceCharges.id)),
    claims: await orm
      .select()
      .from(claims)
      .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, id)))
      .orderBy(asc(claims.id)),
    exceptions: await orm
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.invoiceId, id)))
      .orderBy(asc(exceptions.id)),
    history: await orm
      .select()
      .from(events)
      .where(and(eq(events.retailerId, retailerId), eq(events.invoiceId, id)))
      .orderBy(asc(events.id)),
  }
}

export type LoadedInvoice = Awaited<ReturnType<typeof loadInvoice>>

import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { exceptionKinds, exceptions, invoices, orders, purchaseOrders, users } from '../../db/schema/index.ts'
import { withinDays } from '../lists/days.ts'
import { type ListDefinition, type ListState, pageOf, paging } from '../lists/list-state.ts'
import { idIn, pageSize } from '../ui/request.ts'

const filters = ['open', 'mine', 'unassigned', 'resolved'] as const
export type ExceptionFilter = (typeof filters)[number]
const sorts = ['since'] as const
export type ExceptionSort = (typeof sorts)[number]

/** Everything that needs a person, as a list. */
export const exceptionsList: ListDefinition<ExceptionFilter, ExceptionSort> = {
  list: 'exceptions',
  path: '/retailer/exceptions',
  filters,
  first: 'open',
  everything: 'open',
  fields: ['kind', 'partner', 'from', 'to'],
  sorts,
  columns: ['Why', 'Partner', 'About', 'At stake', 'With', 'Since'],
}

/** An exception with the numbers of what it is about. */
function selectExceptions(orm: Orm, cursor = sql<string | null>`null`) {
  return orm
    .select({
      exception: exceptions,
      cursor,
      orderNumber: orders.number,
      purchaseOrder: purchaseOrders.number,
      invoiceNumber: invoices.number,
      assignee: users.name,
    })
    .from(exceptions)
    .leftJoin(orders, and(eq(orders.retailerId, exceptions.retailerId), eq(orders.id, exceptions.orderId)))
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, exceptions.retailerId), eq(purchaseOrders.id, exceptions.purchaseOrderId)),
    )
    .leftJoin(invoices, and(eq(invoices.retailerId, exceptions.retailerId), eq(invoices.id, exceptions.invoiceId)))
    .leftJoin(users, eq(users.id, exceptions.assignedTo))
}

/** Who looks: `mine` are those that are theirs to see to, and days are those of their clock. */
export interface ExceptionsReader {
  retailerId: string
  userId: string
  timeZone: string
}

/** One page of exceptions. */
export async function listExceptions(
  orm: Orm,
  { retailerId, userId, timeZone }: ExceptionsReader,
  state: ListState<ExceptionFilter, ExceptionSort>,
  size = pageSize,
) {
  const { filter, fields } = state
  const { order, cursor, after } = paging({ by: sql`${exceptions.id}`, type: 'uuid' }, sql`${exceptions.id}`, state)
  const rows = await selectExceptions(orm, cursor)
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        filter === 'resolved' ? isNotNull(exceptions.resolvedAt) : isNull(exceptions.resolvedAt),
        filter === 'mine' ? eq(exceptions.assignedTo, userId) : undefined,
        filter === 'unassigned' ? isNull(exceptions.assignedTo) : undefined,
        fields.kind
          ? inArray(
              exceptions.kind,
              exceptionKinds.filter(kind => kind === fields.kind),
            )
          : undefined,
        idIn(fields.partner) ? eq(exceptions.partnershipId, fields.partner!) : undefined,
        withinDays(exceptions.raisedAt, fields, timeZone),
        after,
      ),
    )
    .orderBy(order)
    .limit(size + 1)
  return pageOf(
    rows.map(row => ({ id: row.exception.id, ...row })),
    size,
  )
}

export type ListedException = Awaited<ReturnType<typeof listExceptions>>['rows'][number]

/** One exception. Throws `not-found`. */
export async function loadException(orm: Orm, retailerId: string, id: string) {
  const [row] = await selectExceptions(orm)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, id)))
    .orderBy(asc(exceptions.id))
  if (!row) throw new ApplicationError('not-found', 'There is no such exception.')
  return row
}

/** Those of these exceptions that are the retailer's, oldest first. */
export async function loadExceptions(orm: Orm, retailerId: string, ids: readonly string[]): Promise<LoadedException[]> {
  if (ids.length === 0) return []
  return await selectExceptions(orm)
    .where(and(eq(exceptions.retailerId, retailerId), inArray(exceptions.id, [...ids])))
    .orderBy(asc(exceptions.id))
}

export type LoadedException = Awaited<ReturnType<typeof loadException>>

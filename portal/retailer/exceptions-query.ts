import { and, asc, desc, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { exceptions, invoices, orders, purchaseOrders, users } from '../../db/schema/index.ts'
import { type ListQuery, onePage, pageSize } from '../ui/request.ts'

export const exceptionFilters = ['open', 'mine', 'unassigned', 'resolved'] as const
export type ExceptionFilter = (typeof exceptionFilters)[number]

/** An exception with the numbers of what it is about. */
function selectExceptions(orm: Orm) {
  return orm
    .select({
      exception: exceptions,
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

/** Whose exceptions a list shows: `mine` are those of `userId`; `partnershipId` leaves out all other partners'. */
export interface ExceptionsOf {
  retailerId: string
  userId: string
  partnershipId: string | undefined
}

/** A page of exceptions: open ones grouped by kind, resolved ones newest first. */
export async function listExceptions(orm: Orm, of: ExceptionsOf, query: ListQuery<ExceptionFilter>) {
  const { retailerId, userId, partnershipId } = of
  const { filter } = query
  const rows = await selectExceptions(orm)
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        filter === 'resolved' ? isNotNull(exceptions.resolvedAt) : isNull(exceptions.resolvedAt),
        filter === 'mine' ? eq(exceptions.assignedTo, userId) : undefined,
        filter === 'unassigned' ? isNull(exceptions.assignedTo) : undefined,
        partnershipId ? eq(exceptions.partnershipId, partnershipId) : undefined,
        query.after ? lt(exceptions.id, query.after) : undefined,
      ),
    )
    .orderBy(desc(exceptions.id))
    .limit(pageSize + 1)
  return onePage(rows.map(row => ({ id: row.exception.id, ...row })))
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

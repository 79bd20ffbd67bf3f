import { and, asc, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type DeadlineKind, deadlines, documents, purchaseOrders } from '../../db/schema/index.ts'

/** An open deadline, as pages show it. */
export interface ListedDeadline {
  id: string
  kind: DeadlineKind
  partnershipId: string
  /** Absent where it is about a document that belongs to no order. */
  purchaseOrderId: string | null
  /** The number of the purchase order, or of the document. */
  number: string
  dueAt: Date
  warnedAt: Date | null
  missedAt: Date | null
}

/** From where a page of deadlines goes on: the last one seen. */
export interface DeadlineCursor {
  dueAt: Date
  id: string
}

/**
 * Open deadlines of a retailer, or of one of its partnerships (the supplier's own page), the most pressing first. `missed` are overdue; `near` fall due before `before` and are not;
 * `open` are all.
 */
export async function listDeadlines(
  orm: Orm,
  query: {
    retailerId: string
    partnershipId?: string
    kind?: DeadlineKind
    after?: DeadlineCursor
    limit?: number
  } & ({ show: 'open' | 'missed' } | { show: 'near'; before: Date }),
): Promise<{ rows: ListedDeadline[]; after: DeadlineCursor | undefined }> {
  const { retailerId, partnershipId, kind, after, limit = 50 } = query
  const found = await orm
    .select({
      id: deadlines.id,
      kind: deadlines.kind,
      partnershipId: deadlines.partnershipId,
      purchaseOrderId: deadlines.purchaseOrderId,
      number: sql<string>`coalesce(${purchaseOrders.number}, ${documents.number})`,
      dueAt: deadlines.dueAt,
      warnedAt: deadlines.warnedAt,
      missedAt: deadlines.missedAt,
    })
    .from(deadlines)
    .leftJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, deadlines.retailerId), eq(purchaseOrders.id, deadlines.purchaseOrderId)),
    )
    .leftJoin(documents, and(eq(documents.retailerId, deadlines.retailerId), eq(documents.id, deadlines.documentId)))
    .where(
      and(
        eq(deadlines.retailerId, retailerId),
        isNull(deadlines.endedAt),
        partnershipId === undefined ? undefined : eq(deadlines.partnershipId, partnershipId),
        kind === undefined ? undefined : eq(deadlines.kind, kind),
        query.show === 'missed' ? isNotNull(deadlines.missedAt) : undefined,
        query.show === 'near' ? and(isNull(deadlines.missedAt), lte(deadlines.dueAt, query.before)) : undefined,
        after &&
          sql`(${deadlines.dueAt}, ${deadlines.id}) > (${after.dueAt.toISOString()}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(deadlines.dueAt), asc(deadlines.id))
    .limit(limit + 1)
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  return { rows, after: found.length > limit && last ? { dueAt: last.dueAt, id: last.id } : undefined }
}

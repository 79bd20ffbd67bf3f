import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { purchaseOrderChanges } from '../../db/schema/index.ts'
import type { ChangeAnswer, ChangeRequest } from './change.ts'

type ChangeRow = typeof purchaseOrderChanges.$inferSelect

/** A change or cancellation that one side asked for, with what the other said to it. */
export type LoadedChange = Omit<ChangeRow, 'request' | 'answer'> & {
  request: ChangeRequest
  answer: ChangeAnswer | null
}

/** What either side has asked to change of these purchase orders, in the order in which it was asked. */
export async function loadChanges(
  orm: Orm,
  retailerId: string,
  purchaseOrderIds: readonly string[],
): Promise<LoadedChange[]> {
  if (purchaseOrderIds.length === 0) return []
  const changes = purchaseOrderChanges
  const rows = await orm
    .select()
    .from(changes)
    .where(and(eq(changes.retailerId, retailerId), inArray(changes.purchaseOrderId, [...purchaseOrderIds])))
    .orderBy(asc(changes.purchaseOrderId), asc(changes.sequence))
  return rows.map(row => ({
    ...row,
    request: row.request as ChangeRequest,
    answer: row.answer as ChangeAnswer | null,
  }))
}

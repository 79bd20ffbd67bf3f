import { and, eq, isNull } from 'drizzle-orm'
import { exceptions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

type Row = typeof exceptions.$inferInsert

/** An exception to raise: its kind, what it is about, the two values that disagree and the money at stake. */
export type NewException = Omit<Row, 'id' | 'raisedAt' | 'resolvedAt' | 'resolution' | 'resolvedBy' | 'note'>

/** Puts something before a person. `key` makes it this exception and no other: raised twice it stands once. */
export async function raiseException(work: Work, exception: NewException): Promise<void> {
  await raiseExceptions(work, [exception])
}

/** The same for many at once. */
export async function raiseExceptions(work: Work, raised: readonly NewException[]): Promise<void> {
  if (raised.length === 0) return
  await work.tx
    .insert(exceptions)
    .values(raised.map(exception => ({ ...exception, id: work.newId(), raisedAt: work.now })))
    .onConflictDoNothing({ target: [exceptions.retailerId, exceptions.key] })
}

/** Closes an exception, with what was decided. Closed ones stay as history: `false` says that it was closed before, or is none. */
export async function resolveException(
  work: Work,
  retailerId: string,
  key: string,
  resolution: string,
): Promise<boolean> {
  const closed = await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution, resolvedBy: work.actor })
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.key, key), isNull(exceptions.resolvedAt)))
    .returning({ id: exceptions.id })
  return closed.length > 0
}

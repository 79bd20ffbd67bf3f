import { and, eq, isNull, sql } from 'drizzle-orm'
import { exceptions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { notify } from '../deadlines/notify.ts'
import { resolveException } from '../exceptions/raise.ts'
import type { SalesChannel } from './channels.ts'

const keyOf = (id: string) => `listings-not-sent:${id}`

/**
 * Puts a channel that cannot be told of its listings before a person, once for as long as it lasts, and tells the retailer by mail. What was seen last stands
 * on it; one that was settled comes again.
 */
export async function raiseNotSent(
  work: Work,
  { retailerId, id, name }: Pick<SalesChannel, 'retailerId' | 'id' | 'name'>,
  { code, detail }: { code: string; detail: string },
): Promise<void> {
  const key = keyOf(id)
  const [open] = await work.tx
    .select({ id: exceptions.id })
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.key, key), isNull(exceptions.resolvedAt)))
    .for('update')
  const summary = `The file of changed listings cannot be put on the server of ${name}: it still sells by what it was told before. ${detail}`
  const seen = { actual: code, summary: summary.trim(), raisedAt: work.now }
  const row = { retailerId, id: work.newId(), kind: 'listings-not-sent' as const, key, expected: 'sent' }
  await work.tx
    .insert(exceptions)
    .values({ ...row, ...seen })
    .onConflictDoUpdate({
      target: [exceptions.retailerId, exceptions.key],
      set: { ...seen, resolvedAt: sql`null`, resolution: sql`null`, resolvedBy: sql`null` },
    })
  if (open) return
  const mail = { subject: `${name} is not told of its listings`, body: seen.summary, rows: [] }
  await notify(work, { retailerId, partnershipId: null, kind: 'listings', audience: 'retailer', ...mail })
}

/** The channel is told after all, or is to be told no more. */
export async function settleNotSent(
  work: Work,
  { retailerId, id }: Pick<SalesChannel, 'retailerId' | 'id'>,
  resolution: 'sent' | 'no-file-wanted',
): Promise<void> {
  await resolveException(work, retailerId, keyOf(id), resolution)
}

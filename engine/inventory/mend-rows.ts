import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { documents, feedRows, feedRuns, sources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type InventoryAdvice, positiveDecimal } from '../../translators/documents/index.ts'
import type { Outcome } from '../outcome.ts'
import { applyInventory } from './apply-advice.ts'

/** What a person made of a row that was left out. */
export interface MendedRow {
  /** As in the run. */
  position: number
  supplierSku: string
  quantity: string
}

export interface MendRows {
  retailerId: string
  feedRunId: string
  /** Only this partnership's runs, where a supplier mends its own. */
  partnershipId?: string
  rows: readonly MendedRow[]
}

/**
 * Applies rows that a stock feed left out, as a person mended them: a delta of its own, by which the run that left them out stays what it was.
 * Rows that were taken no longer wait there. Throws `not-found`, `wrong-state` for a run that still waits or is of products, and `invalid-input`
 * with what is wrong by `rows[POSITION][quantity]`.
 */
export async function mendRows(work: Work, command: MendRows): Promise<Outcome> {
  const { retailerId, feedRunId } = command
  const { run, partnershipId } = await runToMend(work, command)
  const rows = checked(command.rows)
  const left = await work.tx
    .select()
    .from(feedRows)
    .where(
      and(
        eq(feedRows.retailerId, retailerId),
        eq(feedRows.feedRunId, run.sameAs ?? feedRunId),
        isNotNull(feedRows.reason),
        inArray(
          feedRows.position,
          rows.map(row => row.position),
        ),
      ),
    )
    .for('update')
  const kept = new Map(left.map(row => [row.position, row]))
  const lines = rows.flatMap(({ position, supplierSku, quantity }) => {
    const row = kept.get(position)
    if (!row) return []
    const { location, nextAvailable } = row
    return [
      {
        ids: { supplier: supplierSku },
        quantity,
        ...(location && { location }),
        ...(nextAvailable && { nextAvailable: { date: nextAvailable } }),
      },
    ]
  })
  if (lines.length === 0) throw new ApplicationError('wrong-state', 'These rows were mended already.')
  const number = `mended-${work.newId()}`
  const date = work.now.toISOString().slice(0, 10)
  const advice: InventoryAdvice = { kind: 'inventory-advice', scope: 'delta', number, date, lines }
  const outcome = await applyAsDocument(work, retailerId, partnershipId, advice)
  if (outcome.result === 'applied') await forget(work, left)
  return outcome
}

async function runToMend(work: Work, { retailerId, feedRunId, partnershipId }: MendRows) {
  const [found] = await work.tx
    .select({ run: feedRuns, partnershipId: sources.partnershipId })
    .from(feedRuns)
    .innerJoin(sources, and(eq(sources.retailerId, feedRuns.retailerId), eq(sources.id, feedRuns.sourceId)))
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        eq(feedRuns.id, feedRunId),
        partnershipId ? eq(sources.partnershipId, partnershipId) : undefined,
      ),
    )
  if (!found?.partnershipId) throw new ApplicationError('not-found', 'There is no such feed.')
  const { run } = found
  if (run.kind !== 'inventory' || !['applied', 'failed'].includes(run.status))
    throw new ApplicationError('wrong-state', 'The rows of this feed cannot be mended here.')
  return { run, partnershipId: found.partnershipId }
}

/** The rows that name an item, if all of them can be read. */
function checked(rows: readonly MendedRow[]): MendedRow[] {
  const named = rows.map(row => ({ ...row, supplierSku: row.supplierSku.trim(), quantity: row.quantity.trim() }))
  const errors: Record<string, string> = {}
  for (const { position, supplierSku, quantity } of named) {
    if (!positiveDecimal.safeParse(quantity).success)
      errors[`rows[${position}][quantity]`] = 'Enter a number such as 12.'
    if (!/^.{1,80}$/.test(supplierSku)) errors[`rows[${position}][supplierSku]`] = 'Enter the supplier’s item number.'
  }
  if (named.length === 0 || Object.keys(errors).length > 0)
    throw new ApplicationError(
      'invalid-input',
      named.length === 0 ? 'No row was mended.' : 'Mend the rows marked.',
      errors,
    )
  return named
}

async function applyAsDocument(work: Work, retailerId: string, partnershipId: string, advice: InventoryAdvice) {
  const documentId = work.newId()
  await work.tx.insert(documents).values({
    ...{ retailerId, id: documentId, direction: 'in', kind: advice.kind, number: advice.number, partnershipId },
    ...{ status: 'received', content: advice, createdAt: work.now },
  })
  const outcome = await applyInventory(work, { retailerId, partnershipId, advice, documentId })
  await work.tx
    .update(documents)
    .set({ status: outcome.result, issues: outcome.issues, settledAt: work.now })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
  return outcome
}

async function forget(work: Work, rows: (typeof feedRows.$inferSelect)[]): Promise<void> {
  const { retailerId, feedRunId } = rows[0]!
  const positions = rows.map(row => row.position)
  await work.tx
    .delete(feedRows)
    .where(
      and(
        eq(feedRows.retailerId, retailerId),
        eq(feedRows.feedRunId, feedRunId),
        inArray(feedRows.position, positions),
      ),
    )
}

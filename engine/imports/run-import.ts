import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { jobKinds } from '../../db/jobs.ts'
import { importRefusals, imports } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { ImportItem, ItemOutcome } from './item.ts'
import { readImport, takeItems } from './kinds.ts'

/** So many items are taken in with each transaction: progress is seen, and nobody waits long for what is locked. */
const chunkOf = 200

interface ImportRef {
  retailerId: string
  importId: string
}

type Import = typeof imports.$inferSelect

/**
 * Takes in what is left of an import, chunk by chunk. How far it is commits with each chunk, so whoever goes on after a crash begins where that one
 * ended; two at once take turns.
 */
export async function runImport(hub: HubDatabase, ref: ImportRef): Promise<void> {
  const [row] = await hub.orm.select().from(imports).where(isImport(ref))
  if (!row || over.has(row.status)) return
  const { retailerId, kind, format, blobId, actor } = row
  const items = readImport({ kind, format, bytes: await readBlob(hub.orm, retailerId, blobId) })
  if (typeof items === 'string') return await hub.work(actor, work => giveUp(work, ref, items))
  try {
    while (!over.has(await hub.work(actor, work => runChunk(work, ref, items))));
  } catch (error) {
    // Where even this cannot be noted, the job's own next try notes it.
    await hub.work(actor, work => noteFailure(work, ref)).catch(() => undefined)
    throw error
  }
}

const over: ReadonlySet<Import['status']> = new Set(['done', 'failed'])

/** So often a chunk may fail in a row: as often as the job is tried. */
const mostFailures = jobKinds['run-import'].retryLimit

const givenUp =
  'Something went wrong here, several times in a row. What was taken in stays. Let it go on once that is mended.'

async function noteFailure(work: Work, ref: ImportRef): Promise<void> {
  const [row] = await work.tx.select().from(imports).where(isImport(ref)).for('update')
  if (!row || over.has(row.status)) return
  const failures = row.failures + 1
  await work.tx.update(imports).set({ failures }).where(isImport(ref))
  if (failures >= mostFailures) await giveUp(work, ref, givenUp)
}

async function giveUp(work: Work, ref: ImportRef, failure: string): Promise<void> {
  await work.tx.update(imports).set({ status: 'failed', failure, finishedAt: work.now }).where(isImport(ref))
}

/** Lets an import go on that was given up, with the first item that has no outcome. Throws `not-found`, `wrong-state` for any other. */
export async function resumeImport(work: Work, ref: ImportRef): Promise<void> {
  const [row] = await work.tx.select().from(imports).where(isImport(ref)).for('update')
  if (!row) throw new ApplicationError('not-found', 'There is no such import.')
  if (row.status !== 'failed') throw new ApplicationError('wrong-state', 'This import has not failed.')
  const begun = { status: 'running' as const, failures: 0, failure: null, finishedAt: null }
  await work.tx.update(imports).set(begun).where(isImport(ref))
  await work.enqueue('run-import', ref)
}

async function runChunk(work: Work, ref: ImportRef, items: readonly ImportItem<unknown>[]): Promise<Import['status']> {
  const [row] = await work.tx.select().from(imports).where(isImport(ref)).for('update')
  if (!row) return 'done'
  if (over.has(row.status)) return row.status
  const chunk = items.slice(row.read, row.read + chunkOf)
  const outcomes = await takeItems(work, row, chunk)
  await keepRefusals(work, row, chunk, outcomes)
  const count = (wanted: ItemOutcome) => outcomes.filter(outcome => outcome === wanted).length
  const read = row.read + chunk.length
  const status = read === row.total ? 'done' : 'running'
  await work.tx
    .update(imports)
    .set({
      ...{ status, read, failures: 0 },
      created: row.created + count('created'),
      changed: row.changed + count('changed'),
      same: row.same + count('same'),
      refused: row.refused + outcomes.filter(outcome => typeof outcome === 'object').length,
      finishedAt: status === 'done' ? work.now : null,
    })
    .where(isImport(ref))
  return status
}

async function keepRefusals(
  work: Work,
  { retailerId, id: importId, read }: Import,
  chunk: readonly ImportItem<unknown>[],
  outcomes: readonly ItemOutcome[],
): Promise<void> {
  const rows = outcomes.flatMap((outcome, at) => {
    if (typeof outcome === 'string') return []
    const { row, reference } = chunk[at]!
    return [{ retailerId, importId, position: read + at, row, reference, ...outcome }]
  })
  if (rows.length > 0) await work.tx.insert(importRefusals).values(rows)
}

const isImport = ({ retailerId, importId }: ImportRef) =>
  and(eq(imports.retailerId, retailerId), eq(imports.id, importId))

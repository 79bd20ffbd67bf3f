import { and, eq } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
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
  if (!row || row.status === 'done') return
  const { retailerId, kind, format, blobId, actor } = row
  const items = readImport({ kind, format, bytes: await readBlob(hub.orm, retailerId, blobId) })
  if (typeof items === 'string')
    throw new Error(`Import ${row.id} could be read when it came, and cannot be now: ${items}`)
  while ((await hub.work(actor, work => runChunk(work, ref, items))) !== 'done');
}

async function runChunk(work: Work, ref: ImportRef, items: readonly ImportItem<unknown>[]): Promise<Import['status']> {
  const [row] = await work.tx.select().from(imports).where(isImport(ref)).for('update')
  if (!row || row.status === 'done') return 'done'
  const chunk = items.slice(row.read, row.read + chunkOf)
  const outcomes = await takeItems(work, row, chunk)
  await keepRefusals(work, row, chunk, outcomes)
  const count = (wanted: ItemOutcome) => outcomes.filter(outcome => outcome === wanted).length
  const read = row.read + chunk.length
  const status = read === row.total ? 'done' : 'running'
  await work.tx
    .update(imports)
    .set({
      ...{ status, read },
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

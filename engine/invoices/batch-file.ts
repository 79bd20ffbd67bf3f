import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { exportBatches } from '../../db/schema/index.ts'

/**
 * The very bytes of an export batch, whenever they are asked for again: of its bills, or of the credits that its program takes in a file of their
 * own. Throws `not-found`, also where a batch has no such file.
 */
export async function batchFile(
  orm: Orm,
  { retailerId, batchId, part = 'bills' }: { retailerId: string; batchId: string; part?: 'bills' | 'credits' },
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const [batch] = await orm
    .select()
    .from(exportBatches)
    .where(and(eq(exportBatches.retailerId, retailerId), eq(exportBatches.id, batchId)))
  if (!batch) throw new ApplicationError('not-found', 'There is no such export batch.')
  if (part === 'bills') return { fileName: batch.fileName, bytes: await readBlob(orm, retailerId, batch.blobId) }
  const { creditsFileName, creditsBlobId } = batch
  if (creditsFileName === null || creditsBlobId === null) {
    throw new ApplicationError('not-found', 'This batch has no credits in a file of their own.')
  }
  return { fileName: creditsFileName, bytes: await readBlob(orm, retailerId, creditsBlobId) }
}

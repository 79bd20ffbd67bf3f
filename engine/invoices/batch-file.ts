import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { readBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { exportBatches } from '../../db/schema/index.ts'

/** The very bytes of an export batch, whenever they are asked for again. Throws `not-found`. */
export async function batchFile(
  orm: Orm,
  { retailerId, batchId }: { retailerId: string; batchId: string },
): Promise<{ fileName: string; bytes: Uint8Array }> {
  const [batch] = await orm
    .select()
    .from(exportBatches)
    .where(and(eq(exportBatches.retailerId, retailerId), eq(exportBatches.id, batchId)))
  if (!batch) throw new ApplicationError('not-found', 'There is no such export batch.')
  return { fileName: batch.fileName, bytes: await readBlob(orm, retailerId, batch.blobId) }
}

import { ApplicationError } from '../../db/application-error.ts'
import { storeBlob } from '../../db/blobs.ts'
import { imports } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type ImportFile, readImport } from './kinds.ts'

/**
 * Keeps a file of many orders or products, with the job that takes it in. The file is never looked at again by whoever sent it, so what cannot be
 * read at all is said at once: throws `invalid-input`.
 */
export async function startImport(
  work: Work,
  { retailerId, kind, format, bytes }: ImportFile & { retailerId: string },
): Promise<{ id: string }> {
  const items = readImport({ kind, format, bytes })
  if (typeof items === 'string') throw new ApplicationError('invalid-input', items, { body: items })
  if (items.length === 0) throw new ApplicationError('invalid-input', `The file has no ${kind}.`)
  const { blobId } = await storeBlob(work, retailerId, bytes)
  const id = work.newId()
  await work.tx
    .insert(imports)
    .values({ retailerId, id, kind, format, blobId, total: items.length, actor: work.actor, createdAt: work.now })
  await work.enqueue('run-import', { retailerId, importId: id })
  return { id }
}

import { storeBlob } from '../../../db/blobs.ts'
import { feedUploads } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'

/** A feed's file that a person gave for one supplier. */
export interface NewUpload {
  retailerId: string
  partnershipId: string
  kind: 'inventory' | 'product'
  fileName: string
  bytes: Uint8Array
}

/** Keeps an uploaded feed until its columns are matched and it is applied. Nothing takes effect. Returns its id. */
export async function keepUpload(work: Work, upload: NewUpload): Promise<string> {
  const { retailerId, partnershipId, kind, fileName, bytes } = upload
  const { blobId } = await storeBlob(work, retailerId, bytes)
  const id = work.newId()
  await work.tx.insert(feedUploads).values({
    ...{ retailerId, id, partnershipId, kind, blobId },
    ...{ fileName: fileName.slice(0, 200), size: bytes.length, actor: work.actor, createdAt: work.now },
  })
  return id
}

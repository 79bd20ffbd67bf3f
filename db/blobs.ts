import { createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { and, asc, eq } from 'drizzle-orm'
import type { Orm } from './connection.ts'
import { blobChunks, blobs } from './schema/index.ts'
import type { Work } from './work.ts'

/** Bytes are kept in pieces of this size, so that reading and writing needs little memory however large they are. */
export const chunkSize = 1024 * 1024

/** Compression is worth its while only when it saves at least a tenth. */
const worthwhile = 0.9

export interface StoredBlob {
  blobId: string
  /** Hex. */
  sha256: string
}

/** Stores exact bytes, once per retailer and content: the same bytes again give the blob that is there. */
export async function storeBlob(work: Work, retailerId: string, bytes: Uint8Array): Promise<StoredBlob> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const blobId = work.newId()
  const [made] = await work.tx
    .insert(blobs)
    .values({ retailerId, id: blobId, sha256, size: bytes.length, createdAt: work.now })
    .onConflictDoNothing()
    .returning({ id: blobs.id })
  if (!made) return { blobId: await blobWith(work.tx, retailerId, sha256), sha256 }
  for (let sequence = 0; sequence * chunkSize < bytes.length; sequence++) {
    const chunk = bytes.subarray(sequence * chunkSize, (sequence + 1) * chunkSize)
    await work.tx.insert(blobChunks).values({ retailerId, blobId, sequence, ...packed(chunk) })
  }
  return { blobId, sha256 }
}

async function blobWith(orm: Orm, retailerId: string, sha256: string): Promise<string> {
  const [row] = await orm
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.sha256, sha256)))
  return row!.id
}

function packed(chunk: Uint8Array): { encoding: 'plain' | 'deflate'; bytes: Uint8Array } {
  const smaller = deflateRawSync(chunk, { level: 6 })
  return smaller.length < chunk.length * worthwhile
    ? { encoding: 'deflate', bytes: smaller }
    : { encoding: 'plain', bytes: chunk }
}

/** The chunks of a blob in order, one at a time. Throws when there is no such blob. */
export async function* streamBlob(orm: Orm, retailerId: string, blobId: string): AsyncGenerator<Uint8Array> {
  const [blob] = await orm
    .select({ size: blobs.size })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId)))
  if (!blob) throw new Error(`No blob ${blobId}`)
  for (let sequence = 0; sequence * chunkSize < blob.size; sequence++) {
    const [chunk] = await orm
      .select()
      .from(blobChunks)
      .where(
        and(eq(blobChunks.retailerId, retailerId), eq(blobChunks.blobId, blobId), eq(blobChunks.sequence, sequence)),
      )
      .orderBy(asc(blobChunks.sequence))
    if (!chunk) throw new Error(`Blob ${blobId} lacks chunk ${sequence}`)
    yield chunk.encoding === 'deflate' ? inflateRawSync(chunk.bytes) : chunk.bytes
  }
}

/** The whole of a blob, as it was stored. */
export async function readBlob(orm: Orm, retailerId: string, blobId: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of streamBlob(orm, retailerId, blobId)) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : new Uint8Array(Buffer.concat(chunks))
}

import { createHash, hash } from 'node:crypto'
import { promisify } from 'node:util'
import { deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib'
import { and, eq, isNull, lt } from 'drizzle-orm'
import type { Orm } from './connection.ts'
import { copyBinary } from './copy.ts'
import type { HubDatabase } from './hub-database.ts'
import { blobChunks, blobs } from './schema/index.ts'
import { insertion, recordset, rowsAsText, type Statement } from './statements.ts'
import { lockKey, type Work } from './work.ts'

/** Bytes are kept in pieces of this size, so that reading and writing needs little memory however large they are. */
export const chunkSize = 1024 * 1024

/** Compression is worth its while only when it saves at least a tenth. */
const worthwhile = 0.9

/** Whether compression pays is tried on so many octets first: most of what is large here is encrypted, and costs time for nothing. */
const sampleSize = 16 * 1024

/** Bytes that were written but belong to nothing yet are swept away after so long: whoever wrote them is gone. */
const unsealedFor = 24 * 3600 * 1000

export interface StoredBlob {
  blobId: string
  /** Hex. */
  sha256: string
}

/** A blob that is written but not sealed: nobody finds it by its content, and nothing may refer to it for longer than a day (`unsealedFor`). */
export interface UnsealedBlob extends StoredBlob {
  size: number
}

/** Stores exact bytes, once per retailer and content: the same bytes again give the blob that is there. */
export async function storeBlob(work: Work, retailerId: string, bytes: Uint8Array): Promise<StoredBlob> {
  const [stored] = await storeBlobs(work, retailerId, [bytes])
  return stored!
}

/** Stores several at once, in two statements if all are new and small; the answers stand in the order of the bytes. */
export async function storeBlobs(
  work: Work,
  retailerId: string,
  contents: readonly Uint8Array[],
): Promise<StoredBlob[]> {
  const digests = contents.map(bytes => createHash('sha256').update(bytes).digest('hex'))
  const distinct = new Map(contents.map((bytes, at) => [digests[at]!, bytes]))
  if (distinct.size === 0) return []
  const rows = [...distinct].map(([sha256, { length: size }]) => {
    return { retailerId, id: work.newId(), sha256, size, createdAt: work.now }
  })
  const made = await work.tx
    .insert(blobs)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: blobs.id, sha256: blobs.sha256 })
  const ids = new Map(made.map(({ id, sha256 }) => [sha256!, id]))
  const chunks = [...distinct].flatMap(([sha256, bytes]) => chunksOf(retailerId, ids.get(sha256), bytes))
  await insertChunks(work.tx, chunks)
  for (const sha256 of distinct.keys()) {
    if (!ids.has(sha256)) ids.set(sha256, await blobWith(work.tx, retailerId, sha256))
  }
  return digests.map(sha256 => ({ blobId: ids.get(sha256)!, sha256 }))
}

const insertBlobs = insertion(blobs, ['retailerId', 'id', 'sha256', 'size', 'createdAt'])

/** The octets of all chunks are one parameter, of which each takes its stretch. */
const insertSmallChunks = `insert into blob_chunks (retailer_id, blob_id, sequence, encoding, bytes)
  select retailer_id, blob_id, 0, encoding, substring($2::bytea from start for length)
  from ${recordset('retailer_id uuid, blob_id uuid, encoding text, start integer, length integer')}`

/**
 * What stores bytes that are most likely new, none of them more than one chunk; it fails with a unique violation where some are there already. Bytes that are the same
 * within one retailer have one id.
 */
export function newBlobs(
  { newId, now }: Pick<HubDatabase, 'newId' | 'now'>,
  contents: readonly { retailerId: string; bytes: Uint8Array }[],
): { blobIdOf(bytes: Uint8Array): string; statements: Statement[] } {
  const made = new Map<string, { retailerId: string; id: string; sha256: string; bytes: Uint8Array }>()
  const ids = new Map<Uint8Array, string>()
  for (const { retailerId, bytes } of contents) {
    const sha256 = hash('sha256', bytes, 'hex')
    const key = `${retailerId} ${sha256}`
    const blob = made.get(key) ?? { retailerId, id: newId(), sha256, bytes }
    made.set(key, blob)
    ids.set(bytes, blob.id)
  }
  const createdAt = now()
  const rows = [...made.values()].map(({ bytes, ...row }) => ({ ...row, size: bytes.length, createdAt }))
  return { blobIdOf: bytes => ids.get(bytes)!, statements: [insertBlobs(rows), ...smallChunks([...made.values()])] }
}

function smallChunks(made: readonly { retailerId: string; id: string; bytes: Uint8Array }[]): Statement[] {
  const rows: Record<string, unknown>[] = []
  const pieces: Uint8Array[] = []
  let start = 1
  for (const { retailerId, id, bytes } of made.filter(({ bytes }) => bytes.length > 0)) {
    const { encoding, bytes: piece } = packed(bytes)
    rows.push({ retailer_id: retailerId, blob_id: id, encoding, start, length: piece.length })
    pieces.push(piece)
    start += piece.length
  }
  return rows.length === 0 ? [] : [{ text: insertSmallChunks, values: [rowsAsText(rows), Buffer.concat(pieces)] }]
}

type Chunk = typeof blobChunks.$inferInsert

function chunksOf(retailerId: string, blobId: string | undefined, bytes: Uint8Array): (() => Chunk)[] {
  if (!blobId) return []
  return Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, sequence) => () => {
    const chunk = bytes.subarray(sequence * chunkSize, (sequence + 1) * chunkSize)
    return { retailerId, blobId, sequence, ...packed(chunk) }
  })
}

/** Chunks that are many go one by one through a COPY, which takes octets as they are; few and small ones in one statement. */
async function insertChunks(tx: Orm, chunks: readonly (() => Chunk)[]): Promise<void> {
  if (chunks.length > mostTogether) return await copyBinary(tx, chunkColumns, rowsOf(chunks))
  let batch: Chunk[] = []
  let size = 0
  const flush = async () => {
    if (batch.length > 0) await tx.insert(blobChunks).values(batch)
    batch = []
    size = 0
  }
  for (const chunk of chunks) {
    const made = chunk()
    if (size + made.bytes.length > chunkSize) await flush()
    batch.push(made)
    size += made.bytes.length
  }
  await flush()
}

const mostTogether = 4
const chunkColumns = 'blob_chunks (retailer_id, blob_id, sequence, encoding, bytes)'

function* rowsOf(chunks: readonly (() => Chunk)[]): Generator<Uint8Array[]> {
  for (const chunk of chunks) {
    const { retailerId, blobId, sequence, encoding, bytes } = chunk()
    const place = Buffer.alloc(4)
    place.writeInt32BE(sequence)
    yield [uuidBytes(retailerId), uuidBytes(blobId), place, Buffer.from(encoding), bytes]
  }
}

function uuidBytes(id: string): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/**
 * Writes bytes that are still coming in, chunk by chunk, each at once on disk: they take no memory and no long transaction. They become part of
 * something by {@link sealBlob}. When reading them throws, what was written is dropped, and the same is thrown.
 */
export async function writeBlob(
  { orm, newId, now }: Pick<HubDatabase, 'orm' | 'newId' | 'now'>,
  retailerId: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<UnsealedBlob> {
  const blobId = newId()
  const hash = createHash('sha256')
  await sweepUnsealed(orm, retailerId, now())
  await orm.insert(blobs).values({ retailerId, id: blobId, size: 0, createdAt: now() })
  let size = 0
  let sequence = 0
  let writing: Promise<unknown> = Promise.resolve()
  try {
    for await (const chunk of inChunks(pieces)) {
      hash.update(chunk)
      size += chunk.length
      const row = { retailerId, blobId, sequence: sequence++, ...(await packedAside(chunk)) }
      // One chunk is written while the next one comes in.
      await writing
      writing = orm.insert(blobChunks).values(row).execute()
      writing.catch(() => undefined)
    }
    await writing
  } catch (error) {
    await writing.catch(() => undefined)
    await dropBlob(orm, retailerId, blobId)
    throw error
  }
  return { blobId, sha256: hash.digest('hex'), size }
}

async function* inChunks(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(chunkSize)
  let filled = 0
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const taken = piece.subarray(at, at + chunkSize - filled)
      chunk.set(taken, filled)
      filled += taken.length
      at += taken.length
      if (filled < chunkSize) continue
      yield chunk
      chunk = new Uint8Array(chunkSize)
      filled = 0
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled)
}

/** Makes a written blob part of a unit of work. If the same content is there already, that blob is given and the new one dropped. */
export async function sealBlob(work: Work, retailerId: string, written: UnsealedBlob): Promise<StoredBlob> {
  const { blobId, sha256, size } = written
  await lockKey(work.tx, `blob:${retailerId}:${sha256}`)
  const [known] = await work.tx
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.sha256, sha256)))
  if (known) {
    await dropBlob(work.tx, retailerId, blobId)
    return { blobId: known.id, sha256 }
  }
  const [sealed] = await work.tx
    .update(blobs)
    .set({ sha256, size })
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId), isNull(blobs.sha256)))
    .returning({ id: blobs.id })
  if (!sealed) throw new Error(`Blob ${blobId} was swept away before it was sealed`)
  return { blobId, sha256 }
}

/** Removes a blob that was never sealed; one that was is left alone. */
export async function dropBlob(orm: Orm, retailerId: string, blobId: string): Promise<void> {
  await orm.transaction(async tx => {
    const [unsealed] = await tx
      .select({ id: blobs.id })
      .from(blobs)
      .where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId), isNull(blobs.sha256)))
      .for('update')
    if (!unsealed) return
    await tx.delete(blobChunks).where(and(eq(blobChunks.retailerId, retailerId), eq(blobChunks.blobId, blobId)))
    await tx.delete(blobs).where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId)))
  })
}

/** Whoever writes sweeps: a process that died left its unsealed blobs behind. */
async function sweepUnsealed(orm: Orm, retailerId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - unsealedFor)
  const left = await orm
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), isNull(blobs.sha256), lt(blobs.createdAt, before)))
    .limit(10)
  for (const { id } of left) await dropBlob(orm, retailerId, id)
}

async function blobWith(orm: Orm, retailerId: string, sha256: string): Promise<string> {
  const [row] = await orm
    .select({ id: blobs.id })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.sha256, sha256)))
  return row!.id
}

type Packed = { encoding: 'plain' | 'deflate'; bytes: Uint8Array }

const pays = (smaller: Uint8Array, bytes: Uint8Array) => smaller.length < bytes.length * worthwhile

/** Whether a stretch from the middle compresses well enough to try the whole. */
function looksCompressible(chunk: Uint8Array): boolean {
  if (chunk.length <= sampleSize) return true
  const middle = Math.floor((chunk.length - sampleSize) / 2)
  const sample = chunk.subarray(middle, middle + sampleSize)
  return pays(deflateRawSync(sample, lightly(sample)), sample)
}

/**
 * The lightest level, and no more memory than so few octets can use; they come out the same in half the time. At its defaults zlib prepares 256 KiB for each
 * stretch however short, and 16 KiB for what comes out, which has all garbage collected after every few dozen messages.
 */
function lightly({ length }: Uint8Array) {
  // A match reaches back as far as the window less 262 octets.
  const windowBits = Math.min(15, Math.max(9, Math.ceil(Math.log2(length + 262))))
  const chunkSize = Math.min(16 * 1024, Math.max(64, length))
  return { level: 1, windowBits, memLevel: Math.min(8, windowBits - 7), chunkSize }
}

/** On the thread that everybody waits for: the lightest level takes less than half the time, and comes out as small with text as documents have it. */
function packed(chunk: Uint8Array): Packed {
  const smaller = looksCompressible(chunk) ? deflateRawSync(chunk, lightly(chunk)) : chunk
  return pays(smaller, chunk) ? { encoding: 'deflate', bytes: smaller } : { encoding: 'plain', bytes: chunk }
}

const deflateAside = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw)

/** The same on another thread, which has the time to do it better. */
async function packedAside(chunk: Uint8Array): Promise<Packed> {
  const smaller = looksCompressible(chunk) ? await deflateAside(chunk, { level: 6 }) : chunk
  return pays(smaller, chunk) ? { encoding: 'deflate', bytes: smaller } : { encoding: 'plain', bytes: chunk }
}

/** The chunks of a blob in order, one at a time, from an octet on. Throws when there is no such blob. */
export async function* streamBlob(orm: Orm, retailerId: string, blobId: string, from = 0): AsyncGenerator<Uint8Array> {
  const [blob] = await orm
    .select({ size: blobs.size })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId)))
  if (!blob) throw new Error(`No blob ${blobId}`)
  yield* readChunks(orm, retailerId, { blobId, size: blob.size }, from)
}

/** The same of a blob whose size is known, sealed or not. The next chunk is fetched while one is worked on. */
export async function* readChunks(
  orm: Orm,
  retailerId: string,
  { blobId, size }: Pick<UnsealedBlob, 'blobId' | 'size'>,
  from = 0,
): AsyncGenerator<Uint8Array> {
  const first = Math.floor(from / chunkSize)
  const count = Math.ceil(size / chunkSize)
  let next = first < count ? fetchChunk(orm, retailerId, blobId, first) : undefined
  for (let sequence = first; sequence < count; sequence++) {
    const chunk = await next!
    next = sequence + 1 < count ? fetchChunk(orm, retailerId, blobId, sequence + 1) : undefined
    // Whoever stops reading here never asks for the next one.
    next?.catch(() => undefined)
    yield sequence === first ? chunk.subarray(from - first * chunkSize) : chunk
  }
}

async function fetchChunk(orm: Orm, retailerId: string, blobId: string, sequence: number): Promise<Uint8Array> {
  const [chunk] = await orm
    .select({ encoding: blobChunks.encoding, bytes: blobChunks.bytes })
    .from(blobChunks)
    .where(and(eq(blobChunks.retailerId, retailerId), eq(blobChunks.blobId, blobId), eq(blobChunks.sequence, sequence)))
  if (!chunk) throw new Error(`Blob ${blobId} lacks chunk ${sequence}`)
  return unpackChunk(chunk)
}

/** The bytes that a chunk stands for. */
export function unpackChunk({ encoding, bytes }: Packed): Uint8Array {
  return encoding === 'deflate' ? inflateRawSync(bytes) : bytes
}

/** The whole of a blob, as it was stored. */
export async function readBlob(orm: Orm, retailerId: string, blobId: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of streamBlob(orm, retailerId, blobId)) chunks.push(chunk)
  return chunks.length === 1 ? chunks[0]! : new Uint8Array(Buffer.concat(chunks))
}

import { createHash } from 'node:crypto'
import type { Content } from '../../contract.ts'
import type { Digest } from '../cms/oids.ts'

/** Bytes in pieces that can be read from any place, as often as needed: in memory, in the journal, or made from others on the way. */
export interface Source extends Content {
  read(from?: number): AsyncIterable<Buffer>
  /** All of it, where it lies in memory. */
  pieces?: readonly Buffer[]
  /** Which bytes these are a stretch of, and where it begins in them. */
  within?: { whole: Source; at: number }
}

/** Large pieces are handed on in smaller ones, which stay in the processor's cache from one step to the next. */
const pieceSize = 128 * 1024

/** Layers up to this size are kept in memory once they were made; larger ones are made again for each reading. */
const keepUpTo = 8 * 1024 * 1024

/** A view of the same memory with Buffer's methods. */
export function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Bytes in memory, in one piece or several. */
export function memory(...pieces: readonly Uint8Array[]): Source {
  const views = pieces.map(view).filter(piece => piece.length > 0)
  const size = views.reduce((sum, piece) => sum + piece.length, 0)
  return { size, pieces: views, read: (from = 0) => readMemory(views, from) }
}

async function* readMemory(pieces: readonly Buffer[], from: number): AsyncGenerator<Buffer> {
  yield* inSmallPieces(slicePieces(pieces, from, Number.POSITIVE_INFINITY))
}

function* inSmallPieces(pieces: readonly Buffer[]): Generator<Buffer> {
  for (const piece of pieces) {
    if (piece.length <= pieceSize) yield piece
    else for (let at = 0; at < piece.length; at += pieceSize) yield piece.subarray(at, at + pieceSize)
  }
}

/** All of it in order: at once where it lies in memory, so that short messages are not passed from promise to promise. */
export function piecesOf(source: Source): Iterable<Buffer> | AsyncIterable<Buffer> {
  return source.pieces ? inSmallPieces(source.pieces) : source.read()
}

/** The source of a content: itself, if it is one. */
export function sourceOf(content: Uint8Array | Content): Source {
  if (content instanceof Uint8Array) return memory(content)
  if ('pieces' in content) return content as Source
  return {
    size: content.size,
    async *read(from = 0) {
      for await (const piece of content.read(from)) yield view(piece)
    },
  }
}

/** A stretch of a source: nothing is copied. */
export function slice(source: Source, from: number, to = source.size): Source {
  const start = Math.min(from, source.size)
  const size = Math.max(0, Math.min(to, source.size) - start)
  const { whole, at } = source.within ?? { whole: source, at: 0 }
  const within = { whole, at: at + start }
  if (source.pieces) return { ...memory(...slicePieces(source.pieces, start, start + size)), within }
  return { size, within, read: (skip = 0) => readStretch(source, start + skip, size - skip) }
}

function slicePieces(pieces: readonly Buffer[], from: number, to: number): Buffer[] {
  const stretch: Buffer[] = []
  let start = 0
  for (const piece of pieces) {
    if (start >= to) break
    if (start + piece.length > from) stretch.push(piece.subarray(Math.max(0, from - start), to - start))
    start += piece.length
  }
  return stretch
}

async function* readStretch(source: Source, from: number, length: number): AsyncGenerator<Buffer> {
  let rest = length
  if (rest <= 0) return
  for await (const piece of source.read(from)) {
    yield piece.length > rest ? piece.subarray(0, rest) : piece
    rest -= piece.length
    if (rest <= 0) return
  }
}

/** Several sources, one after the other. */
export function joined(...sources: readonly Source[]): Source {
  if (sources.every(({ pieces }) => pieces)) return memory(...sources.flatMap(({ pieces = [] }) => pieces))
  return {
    size: sources.reduce((sum, { size }) => sum + size, 0),
    async *read(from = 0) {
      let start = 0
      for (const source of sources) {
        if (start + source.size > from) yield* source.read(Math.max(0, from - start))
        start += source.size
      }
    },
  }
}

/** Octets past the first `count`. */
async function* after(pieces: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let skip = count
  for await (const piece of pieces) {
    if (skip < piece.length) yield skip > 0 ? piece.subarray(skip) : piece
    skip = Math.max(0, skip - piece.length)
  }
}

/** One way through a conversion, from the first octet: what comes of each piece, and what is left at the end. May throw. */
export interface Conversion {
  push(piece: Buffer): Buffer
  end(): Buffer
  /** Nothing of what follows matters any more. */
  done?: boolean
}

/**
 * A layer that is made from another. It is made once to the end before anything of it is given out, so that its size is known and whatever is
 * wrong with it is thrown here; what is small is kept, what is large is made again at each reading.
 */
export async function converted(source: Source, begin: () => Conversion): Promise<Source> {
  if (source.pieces && source.size <= keepUpTo) return convertedAtOnce(source.pieces, begin())
  return await settled(() => conversionOf(source, begin))
}

/** The same for a layer of known size of which nothing can be wrong: it is made when it is read. */
export function convertedLater(source: Source, size: number, begin: () => Conversion): Source {
  if (source.pieces && source.size <= keepUpTo) return convertedAtOnce(source.pieces, begin())
  return { size, read: (from = 0) => after(conversionOf(source, begin), from) }
}

function convertedAtOnce(pieces: readonly Buffer[], conversion: Conversion): Source {
  const made: Buffer[] = []
  for (const piece of inSmallPieces(pieces)) {
    made.push(conversion.push(piece))
    if (conversion.done) break
  }
  made.push(conversion.end())
  return memory(...made)
}

async function* conversionOf(source: Source, begin: () => Conversion): AsyncGenerator<Buffer> {
  const conversion = begin()
  for await (const piece of source.read()) {
    const made = conversion.push(piece)
    if (made.length > 0) yield made
    if (conversion.done) break
  }
  const rest = conversion.end()
  if (rest.length > 0) yield rest
}

/** The same for a layer that is made in another way. */
export async function settled(make: () => AsyncIterable<Buffer>): Promise<Source> {
  const kept: Buffer[] = []
  let size = 0
  for await (const piece of make()) {
    if (size <= keepUpTo) kept.push(piece)
    size += piece.length
    if (size > keepUpTo) kept.length = 0
  }
  return size <= keepUpTo ? memory(...kept) : { size, read: (from = 0) => after(make(), from) }
}

/** The whole of it in one piece: for what is known to be small. */
export async function collect(source: Source): Promise<Buffer> {
  const pieces = source.pieces ?? (await Array.fromAsync(source.read()))
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, source.size)
}

/** At most the first `count` octets, in one piece. */
export const beginning = (source: Source, count: number): Promise<Buffer> => collect(slice(source, 0, count))

/** Digests of the same bytes by several algorithms, in one reading. */
export async function digestsOf<D extends Digest>(source: Source, digests: readonly D[]): Promise<Record<D, Buffer>> {
  const hashes = digests.map(digest => createHash(digest))
  if (source.pieces) for (const piece of source.pieces) for (const hash of hashes) hash.update(piece)
  else for await (const piece of source.read()) for (const hash of hashes) hash.update(piece)
  return Object.fromEntries(digests.map((digest, at) => [digest, hashes[at]!.digest()])) as Record<D, Buffer>
}

/** The digest of all of it. */
export async function digestOf(source: Source, digest: Digest): Promise<Buffer> {
  return (await digestsOf(source, [digest]))[digest]
}

import { type Ber, dotted, ids, readBer } from '../../../../translators/asn1/ber.ts'
import { join, oid } from '../../../../translators/asn1/der.ts'
import { beginning, collect, memory, type Source, slice } from '../bytes/source.ts'
import { readContentInfo } from './algorithm.ts'
import { oids } from './oids.ts'
import { CmsProblem } from './problem.ts'

/** A CMS structure whose content string was left where it is. */
export interface Scanned {
  /** Dotted content type of the ContentInfo (RFC 5652 §3). */
  type: string
  /** Its value; the string itself is without octets in it. */
  content: Ber
  /** The octets of the string: the ciphertext, the compressed content, the signed content. Undefined if there is none (a detached signature). */
  octets: Source | undefined
}

/** Everything but the content: recipients, certificates, attributes. */
const largestValue = 4 * 1024 * 1024
const maxDepth = 32
const maxValues = 20_000

/** From this many octets on it is cheaper to begin reading anew behind them. */
const farther = 2 * 1024 * 1024

const nothing = Buffer.alloc(0)

interface Header {
  id: number
  constructed: boolean
  /** Undefined: until end-of-contents. */
  length: number | undefined
}

/** Reads BER from a source as far as it is needed; what is passed over is not read. */
class Cursor {
  readonly source: Source
  /** Where it stands in the source. */
  at: number
  #window: Buffer = nothing
  #pieces: AsyncIterator<Buffer> | undefined

  constructor(source: Source, at = 0) {
    this.source = source
    this.at = at
  }

  /** The next `count` octets, fewer at the end, without moving on. */
  async ahead(count: number): Promise<Buffer> {
    while (this.#window.length < count) {
      this.#pieces ??= this.source.read(this.at + this.#window.length)[Symbol.asyncIterator]()
      const { done, value } = await this.#pieces.next()
      if (done) break
      this.#window = this.#window.length > 0 ? Buffer.concat([this.#window, value]) : value
    }
    return this.#window
  }

  async skip(count: number): Promise<void> {
    let rest = count
    while (rest > this.#window.length && rest < farther) {
      rest -= this.#window.length
      this.at += this.#window.length
      this.#window = nothing
      if ((await this.ahead(1)).length === 0) break
    }
    this.at += rest
    const far = rest > this.#window.length
    this.#window = far ? nothing : this.#window.subarray(rest)
    if (far) await this.close()
  }

  /** The next `count` octets, piece by piece, moving on. */
  async *take(count: number): AsyncGenerator<Buffer> {
    for (let rest = count; rest > 0; ) {
      const piece = (await this.ahead(1)).subarray(0, rest)
      if (piece.length === 0) throw new CmsProblem('malformed', 'the structure ends too early')
      yield piece
      rest -= piece.length
      await this.skip(piece.length)
    }
  }

  async close(): Promise<void> {
    await this.#pieces?.return?.()
    this.#pieces = undefined
  }

  async atEndOfContents(): Promise<boolean> {
    const next = await this.ahead(2)
    return next.length >= 2 && next[0] === 0 && next[1] === 0
  }

  /** Takes an identifier and a length. `limit` is where the value around it ends. */
  async header(limit: number): Promise<Header> {
    const next = await this.ahead(8)
    const [first, second] = next
    if (first === undefined || second === undefined || this.at >= limit) {
      throw new CmsProblem('malformed', 'the structure ends too early')
    }
    if ((first & 0x1f) === 0x1f) throw new CmsProblem('malformed', `unexpected long tag at ${this.at}`)
    const constructed = (first & 0x20) !== 0
    const more = second > 0x80 ? second & 0x7f : 0
    if (second === 0x80 && !constructed) throw new CmsProblem('malformed', `indefinite primitive at ${this.at}`)
    if (more > 6) throw new CmsProblem('malformed', `length of ${more} octets at ${this.at}`)
    if (next.length < 2 + more) throw new CmsProblem('malformed', 'the structure ends too early')
    const length = second === 0x80 ? undefined : more > 0 ? next.readUIntBE(2, more) : second
    await this.skip(2 + more)
    if (length !== undefined && this.at + length > limit) {
      throw new CmsProblem('malformed', 'a declared length exceeds the data')
    }
    return { id: first & 0xdf, constructed, length }
  }
}

/** Opens a ContentInfo without reading the string inside. Throws {@link CmsProblem} for what is malformed. */
export async function scanCms(source: Source): Promise<Scanned> {
  const [only, ...more] = source.pieces ?? []
  if (only && more.length === 0) return scanWhole(source, only)
  const cursor = new Cursor(source)
  try {
    return await scanWith(cursor)
  } finally {
    await cursor.close()
  }
}

/** The same for a structure that lies in memory in one piece: the short messages that are the rule. */
function scanWhole(source: Source, bytes: Buffer): Scanned {
  const { type, content } = readContentInfo(bytes)
  const string = content.children
    .filter(({ id }) => id === ids.sequence)
    .flatMap(({ children }) => children)
    .find(({ id }) => id === ids.context(0))
  if (!string) return { type, content, octets: undefined }
  const [segment, ...segments] = leaves(string)
  const at = segment ? segment.byteOffset - bytes.byteOffset : 0
  const alone = segment && segments.length === 0
  return { type, content, octets: alone ? slice(source, at, at + segment.length) : memory(...leaves(string)) }
}

/** The octets of a string, segment by segment. */
const leaves = ({ constructed, content, children }: Ber): Buffer[] =>
  constructed ? children.flatMap(leaves) : [content]

async function scanWith(cursor: Cursor): Promise<Scanned> {
  const end = cursor.source.size
  const outer = await enter(cursor, end, ids.sequence, 'a ContentInfo')
  const type = dotted(await load(cursor, outer ?? end))
  const explicit = await enter(cursor, outer ?? end, ids.context(0), 'the content of a ContentInfo')
  const inside = await enter(cursor, explicit ?? outer ?? end, ids.sequence, 'a sequence')
  const scanned: Found = {}
  const children = await members(cursor, inside, explicit ?? outer ?? end, async limit => {
    const next = (await cursor.ahead(1))[0]
    return next === 0x30 ? await sequenceWithString(cursor, limit, scanned) : await load(cursor, limit)
  })
  return { type, content: made(ids.sequence, children), octets: scanned.octets }
}

interface Found {
  octets?: Source
}

const made = (id: number, children: Ber[]): Ber => ({ id, constructed: true, raw: nothing, content: nothing, children })

/** Goes into a constructed value; gives where it ends, or undefined if that is marked by end-of-contents. */
async function enter(cursor: Cursor, limit: number, id: number, what: string): Promise<number | undefined> {
  const header = await cursor.header(limit)
  if (header.id !== id || !header.constructed) throw new CmsProblem('malformed', `expected ${what}`)
  return header.length === undefined ? undefined : cursor.at + header.length
}

/** The values up to the end of the one around them. */
async function members<T>(
  cursor: Cursor,
  end: number | undefined,
  limit: number,
  read: (limit: number) => Promise<T>,
): Promise<T[]> {
  const values: T[] = []
  for (;;) {
    if (end !== undefined && cursor.at >= end) return values
    if (end === undefined && (await cursor.atEndOfContents())) {
      await cursor.skip(2)
      return values
    }
    if (values.length >= maxValues) throw new CmsProblem('malformed', 'too many values')
    values.push(await read(end ?? limit))
  }
}

/** EncryptedContentInfo or EncapsulatedContentInfo (or an algorithm, which has no `[0]`): its `[0]` holds the string. */
async function sequenceWithString(cursor: Cursor, limit: number, found: Found): Promise<Ber> {
  const end = await enter(cursor, limit, ids.sequence, 'a sequence')
  const children = await members(cursor, end, limit, async inner => {
    const next = (await cursor.ahead(1))[0] ?? 0
    if ((next & 0xdf) !== ids.context(0) || found.octets) return await load(cursor, inner)
    return await string(cursor, inner, found)
  })
  return made(ids.sequence, children)
}

/** The `[0]`: an implicit string (ciphertext, whole or in segments), or an explicit one with an OCTET STRING inside. */
async function string(cursor: Cursor, limit: number, found: Found): Promise<Ber> {
  const { constructed, length } = await cursor.header(limit)
  const start = cursor.at
  const end = length === undefined ? undefined : start + length
  if (!constructed) {
    found.octets = slice(cursor.source, start, end)
    await cursor.skip(length ?? 0)
    return { ...made(ids.context(0), []), constructed: false }
  }
  const inside = { whole: cursor.source, start, end: end ?? limit, marked: end === undefined }
  let size = 0
  let only: { at: number; length: number } | undefined
  let count = 0
  for await (const segment of segments(cursor, inside)) {
    only = count++ === 0 ? segment : undefined
    size += segment.length
    await cursor.skip(segment.length)
  }
  if (end === undefined) await cursor.skip(2)
  found.octets = only
    ? slice(cursor.source, only.at, only.at + only.length)
    : { size, read: (from = 0) => readSegments(inside, from) }
  return made(ids.context(0), [made(ids.octetString, [])])
}

/** Where a string in segments stands (X.690 §8.7.3); `marked`: its end is told by end-of-contents, before `end`. */
interface Segmented {
  whole: Source
  start: number
  end: number
  marked: boolean
}

/** Every primitive segment in order; the cursor stands before its octets, and whoever asks moves it behind them. */
async function* segments(
  cursor: Cursor,
  { start, end, marked }: Segmented,
): AsyncGenerator<{ at: number; length: number }> {
  /** The ends of the segments that hold segments; undefined for those that are marked. */
  const open: (number | undefined)[] = [marked ? undefined : end]
  for (let count = 0; open.length > 0; count++) {
    const innermost = open.at(-1)
    if (innermost === undefined ? await cursor.atEndOfContents() : cursor.at >= innermost) {
      if (open.length > 1 && innermost === undefined) await cursor.skip(2)
      open.pop()
      continue
    }
    // No known sender makes segments under 256 octets; a string of nothing but headers only costs time.
    if (count > maxValues + (cursor.at - start) / 128) throw new CmsProblem('malformed', 'too many values for the size')
    if (open.length > maxDepth) throw new CmsProblem('malformed', 'values are nested too deeply')
    const { constructed, length } = await cursor.header(open.findLast(limit => limit !== undefined) ?? end)
    if (constructed) open.push(length === undefined ? undefined : cursor.at + length)
    else yield { at: cursor.at, length: length ?? 0 }
  }
}

async function* readSegments(inside: Segmented, from: number): AsyncGenerator<Buffer> {
  const cursor = new Cursor(inside.whole, inside.start)
  try {
    let passed = 0
    for await (const { length } of segments(cursor, inside)) {
      const skipped = Math.min(length, Math.max(0, from - passed))
      await cursor.skip(skipped)
      yield* cursor.take(length - skipped)
      passed += length
    }
  } finally {
    await cursor.close()
  }
}

/** Reads one whole value into memory. */
async function load(cursor: Cursor, limit: number): Promise<Ber> {
  const start = cursor.at
  const { length } = await cursor.header(limit)
  if (length === undefined) {
    const inside = { whole: cursor.source, start: cursor.at, end: limit, marked: true }
    for await (const segment of segments(cursor, inside)) await cursor.skip(segment.length)
    await cursor.skip(2)
  } else await cursor.skip(length)
  if (cursor.at - start > largestValue) throw new CmsProblem('malformed', 'a value is too large')
  const { value } = readBer(await collect(slice(cursor.source, start, cursor.at)))
  return value
}

/** The content type of a CMS structure by its first octets alone, or undefined if it does not look like one. */
export async function peekContentType(source: Source): Promise<string | undefined> {
  const head = await beginning(source, 32)
  if (head[0] !== 0x30) return undefined
  return Object.values(oids).find(known => {
    const at = head.indexOf(join(oid(known)))
    return at >= 2 && at <= 8
  })
}

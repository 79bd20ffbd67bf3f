import { type Chunks, der, join, tags } from './der.ts'
import { Asn1Problem } from './problem.ts'

/** One value as it stands in the bytes; lengths may be indefinite and strings in segments (X.690 §8). */
export interface Ber {
  /** Identifier octet without the constructed bit: SEQUENCE is 0x10, SET 0x11, OCTET STRING 0x04, `[0]` 0x80. */
  id: number
  constructed: boolean
  /** The whole value with its header and, if indefinite, its end-of-contents. */
  raw: Buffer
  /** The content octets as they stand. */
  content: Buffer
  /** The values inside a constructed one. */
  children: Ber[]
}

export const ids = {
  integer: 0x02,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x10,
  set: 0x11,
  context: (n: number) => 0x80 | n,
} as const

const maxDepth = 32
/** Real messages hold a few hundred values; segmented strings need one for each segment, and no known sender makes them under 256 octets. */
const nodeLimit = (size: number) => 20_000 + size / 128

interface Cursor {
  bytes: Buffer
  nodes: number
  limit: number
}

/** Reads the first value of these bytes and says where it ends; what follows is the caller's business. Throws {@link Asn1Problem}. */
export function readBer(bytes: Uint8Array): { value: Ber; end: number } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cursor = { bytes: buffer, nodes: 0, limit: nodeLimit(buffer.length) }
  const { value, end } = readValue(cursor, 0, buffer.length, 0)
  return { value, end }
}

function readValue(cursor: Cursor, start: number, limit: number, depth: number): { value: Ber; end: number } {
  if (depth > maxDepth) throw new Asn1Problem('values are nested too deeply')
  if (++cursor.nodes > cursor.limit) throw new Asn1Problem('too many values for the size')
  const { bytes } = cursor
  const first = bytes[start]
  if (first === undefined || start >= limit) throw new Asn1Problem('the structure ends too early')
  if ((first & 0x1f) === 0x1f) throw new Asn1Problem(`unexpected long tag at ${start}`)
  const constructed = (first & 0x20) !== 0
  const { length, contentStart } = readLength(bytes, start + 1, limit)
  if (length === undefined && !constructed) throw new Asn1Problem(`indefinite primitive at ${start}`)
  const { children, contentEnd, end } = constructed
    ? readChildren(cursor, contentStart, length === undefined ? undefined : contentStart + length, limit, depth)
    : { children: [], contentEnd: contentStart + (length ?? 0), end: contentStart + (length ?? 0) }
  const value = {
    id: first & 0xdf,
    constructed,
    raw: bytes.subarray(start, end),
    content: bytes.subarray(contentStart, contentEnd),
    children,
  }
  return { value, end }
}

function readLength(bytes: Buffer, at: number, limit: number): { length: number | undefined; contentStart: number } {
  const first = bytes[at]
  if (first === undefined || at >= limit) throw new Asn1Problem('the structure ends too early')
  if (first === 0x80) return { length: undefined, contentStart: at + 1 }
  if (first < 0x80) return within(first, at + 1, limit)
  const octets = first & 0x7f
  if (octets > 6) throw new Asn1Problem(`length of ${octets} octets at ${at}`)
  if (at + 1 + octets > limit) throw new Asn1Problem('the structure ends too early')
  return within(bytes.readUIntBE(at + 1, octets), at + 1 + octets, limit)
}

function within(length: number, contentStart: number, limit: number) {
  if (contentStart + length > limit) throw new Asn1Problem('a declared length exceeds the data')
  return { length, contentStart }
}

/** `declaredEnd` undefined: until end-of-contents, which counts only where a tag is expected. */
function readChildren(cursor: Cursor, from: number, declaredEnd: number | undefined, limit: number, depth: number) {
  const children: Ber[] = []
  const stop = declaredEnd ?? limit
  let at = from
  for (;;) {
    if (declaredEnd !== undefined && at >= declaredEnd) return { children, contentEnd: declaredEnd, end: declaredEnd }
    if (declaredEnd === undefined && cursor.bytes[at] === 0 && cursor.bytes[at + 1] === 0 && at + 2 <= limit) {
      return { children, contentEnd: at, end: at + 2 }
    }
    const { value, end } = readValue(cursor, at, stop, depth + 1)
    children.push(value)
    at = end
  }
}

/** The octets of a string, whether in one piece or in segments. */
export function octets(value: Ber): Buffer {
  if (!value.constructed) return value.content
  if (value.children.length === 1 && value.children[0]) return octets(value.children[0])
  return Buffer.concat(value.children.map(octets))
}

/** The dotted form of an OBJECT IDENTIFIER. Throws {@link Asn1Problem} if it is none. */
export function dotted(value: Ber | undefined): string {
  if (value?.id !== ids.oid || value.content.length === 0) throw new Asn1Problem('expected an object identifier')
  const arcs: number[] = []
  let arc = 0
  for (const octet of value.content) {
    arc = arc * 128 + (octet & 0x7f)
    if (octet < 0x80) {
      arcs.push(arc)
      arc = 0
    }
  }
  const [head = 0, ...rest] = arcs
  const first = Math.min(2, Math.floor(head / 40))
  return [first, head - first * 40, ...rest].join('.')
}

/** The value if it has this identifier; otherwise throws {@link Asn1Problem} naming what was expected. */
export function expectId(value: Ber | undefined, id: number, what: string): Ber {
  if (value?.id !== id) throw new Asn1Problem(`expected ${what}`)
  return value
}

/** The same value with definite lengths, strings in one piece and, for the outermost SET OF, its members sorted. */
export function toDer(value: Ber, tag = value.id | (value.constructed ? 0x20 : 0), sort = false): Buffer {
  if (!value.constructed) return join(der(tag, [value.content]))
  if (value.id === ids.octetString) return join(der(tags.octetString, [octets(value)]))
  const members: Buffer[] = value.children.map(child => toDer(child))
  if (sort) members.sort(Buffer.compare)
  const chunks: Chunks = members
  return join(der(tag, chunks))
}

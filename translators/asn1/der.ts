/**
 * Encoded bytes in pieces, so that a large content is wrapped in its many layers without being copied for each; they are
 * written or joined once, at the end.
 */
export type Chunks = readonly Uint8Array[]

/** The identifier octets that CMS uses (X.690 §8.1.2), constructed bit included. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

/** The octets of all chunks together. */
export function lengthOf(chunks: Chunks): number {
  let length = 0
  for (const chunk of chunks) length += chunk.length
  return length
}

/** One contiguous buffer; free of copying when there is only one chunk. */
export function join(chunks: Chunks): Buffer {
  const [first] = chunks
  if (chunks.length === 1 && first) return Buffer.from(first.buffer, first.byteOffset, first.byteLength)
  return Buffer.concat(chunks)
}

/** Identifier octet and definite length (X.690 §10.1), to be followed by that many octets of content. */
export function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length)
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Uint8Array.of(tag, 0x80 | octets.length, ...octets)
}

/** A value with its tag and definite length (X.690 §10.1). */
export function der(tag: number, ...contents: Chunks[]): Chunks {
  const content = contents.flat()
  return [header(tag, lengthOf(content)), ...content]
}

/** SEQUENCE of values already encoded. */
export const sequence = (...contents: Chunks[]): Chunks => der(tags.sequence, ...contents)

/** SET OF values already encoded, sorted as DER asks (X.690 §11.6). */
export function setOf(...contents: Chunks[]): Chunks {
  const sorted = contents.map(chunks => join(chunks)).sort(Buffer.compare)
  return der(tags.set, sorted)
}

/** Context-specific tag `[n]`, constructed: EXPLICIT, or IMPLICIT over a constructed type. */
export const context = (n: number, ...contents: Chunks[]): Chunks => der(0xa0 | n, ...contents)

export const octetString = (content: Chunks): Chunks => der(tags.octetString, content)

export const nullValue: Chunks = [Uint8Array.of(tags.null, 0)]

/** A small non-negative INTEGER. */
export function integer(value: number): Chunks {
  const octets: number[] = []
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  if (octets.length === 0 || (octets[0] ?? 0) >= 0x80) octets.unshift(0)
  return der(tags.integer, [Uint8Array.from(octets)])
}

const oidCache = new Map<string, Chunks>()

/** OBJECT IDENTIFIER from its dotted form (X.690 §8.19). */
export function oid(dotted: string): Chunks {
  const cached = oidCache.get(dotted)
  if (cached) return cached
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const octets = [first * 40 + second, ...rest].flatMap(base128)
  const encoded = [join(der(tags.oid, [Uint8Array.from(octets)]))]
  oidCache.set(dotted, encoded)
  return encoded
}

function base128(arc: number): number[] {
  const octets = [arc % 128]
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift((rest % 128) | 0x80)
  return octets
}

/** A moment as UTCTime up to 2049 and GeneralizedTime from 2050 on (RFC 5652 §11.3). */
export function time(at: Date): Chunks {
  const digits = at.toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '')
  const short = at.getUTCFullYear() >= 1950 && at.getUTCFullYear() < 2050
  return short
    ? der(tags.utcTime, [Buffer.from(digits.slice(2), 'latin1')])
    : der(tags.generalizedTime, [Buffer.from(digits, 'latin1')])
}

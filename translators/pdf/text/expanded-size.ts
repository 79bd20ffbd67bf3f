import { Unzlib } from 'fflate'

const keyword = new TextEncoder().encode('stream')
const pieceSize = 65_536

/**
 * How many octets the compressed streams of a PDF hold when they are unpacked, counted without keeping them; counting ends as soon as the limit
 * is passed. Streams packed twice over are followed. What cannot be unpacked counts as nothing: it will be told when it is read.
 */
export function expandedSize(bytes: Uint8Array, limit: number): number {
  let total = 0
  for (let at = find(bytes, 0); at !== -1 && total <= limit; at = find(bytes, at)) {
    const start = at + (bytes[at] === 0x0d ? 2 : 1)
    if (startsZlib(bytes.subarray(start, start + 2))) total += unpackedSize(bytes.subarray(start), limit - total)
  }
  return total
}

/** Where the keyword `stream` ends next, from an octet on; `endstream` is none. */
function find(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x73, from); at !== -1; at = bytes.indexOf(0x73, at + 1)) {
    const matches = keyword.every((octet, offset) => bytes[at + offset] === octet)
    if (matches && bytes[at - 1] !== 0x64) return at + keyword.length
  }
  return -1
}

function unpackedSize(bytes: Uint8Array, limit: number): number {
  const counter = new Counter(limit)
  for (let at = 0; at < bytes.length && !counter.done; at += pieceSize) counter.push(bytes.subarray(at, at + pieceSize))
  return counter.total
}

/** Unpacks into nothing, and so does what comes out if that is packed again. */
class Counter {
  total = 0
  done = false
  private readonly limit: number
  private inner: Counter | undefined
  private readonly unpack = new Unzlib()

  constructor(limit: number) {
    this.limit = limit
    this.unpack.ondata = (chunk, final) => {
      if (this.total === 0 && startsZlib(chunk.subarray(0, 2))) this.inner = new Counter(limit)
      this.total += chunk.length
      this.inner?.push(chunk)
      if (final) this.done = true
    }
  }

  push(chunk: Uint8Array): void {
    if (this.done) return
    try {
      this.unpack.push(chunk)
    } catch {
      this.done = true
    }
    if (this.total + (this.inner?.total ?? 0) > this.limit) {
      this.total += this.inner?.total ?? 0
      this.done = true
    }
  }
}

/** RFC 1950, 2.2: the method is 8 and the header a multiple of 31. */
function startsZlib([method = 0, flags = 0]: Uint8Array): boolean {
  return (method & 0x0f) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0
}

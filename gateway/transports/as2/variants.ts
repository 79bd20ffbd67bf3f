import type { Variant } from './cms/verify.ts'
import { type Entity, parseEntity } from './mime.ts'

const crlf = Buffer.from('\r\n')

/**
 * The forms of a signed part that senders hash, in the order to try them. As sent verifies for every station that works by the
 * book; the others undo what gateways and MIME libraries do to line ends.
 */
export function signedVariants(content: Buffer): Variant[] {
  return [
    { name: 'as sent', bytes: () => content },
    { name: 'CRLF in its headers', bytes: () => canonicalHeaders(parseEntity(content)) },
    { name: 'CRLF at every line end', bytes: () => canonicalLines(content) },
    { name: 'the line end before the boundary', bytes: () => Buffer.concat([content, crlf]) },
  ]
}

/** The entity with CRLF after every header line and its body untouched: what the MIC covers (RFC 4130 §7.3.1, RFC 5751 §3.1.1). */
export function canonicalHeaders(entity: Entity): Buffer {
  const head = entity.raw.subarray(0, entity.raw.length - entity.body.length)
  const canonical = canonicalLines(head)
  return canonical === head ? entity.raw : Buffer.concat([canonical, entity.body])
}

/** CRLF for every bare LF; the same buffer if there is none. */
function canonicalLines(bytes: Buffer): Buffer {
  const bare = (at: number) => bytes[at - 1] !== 13
  let missing = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) if (bare(at)) missing++
  if (missing === 0) return bytes
  const canonical = Buffer.allocUnsafe(bytes.length + missing)
  let from = 0
  let to = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) {
    if (!bare(at)) continue
    to += bytes.copy(canonical, to, from, at)
    canonical[to++] = 13
    from = at
  }
  bytes.copy(canonical, to, from)
  return canonical
}

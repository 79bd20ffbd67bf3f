import { type Conversion, converted, joined, memory, type Source, slice } from './bytes/source.ts'
import type { Digest } from './cms/oids.ts'
import type { Variant } from './cms/verify.ts'
import { type Entity, readEntity } from './mime.ts'

const crlf = memory(Buffer.from('\r\n'))

/**
 * The forms of a signed part that senders hash, in the order to try them. As sent verifies for every station that works by the
 * book; the others undo what gateways and MIME libraries do to line ends. `known`: digests of it as sent.
 */
export function signedVariants(content: Source, known: Partial<Record<Digest, Buffer>>): Variant[] {
  return [
    { name: 'as sent', bytes: () => content, known },
    { name: 'CRLF in its headers', bytes: async () => canonicalHeaders(await readEntity(content)) },
    { name: 'CRLF at every line end', bytes: () => canonicalLines(content) },
    { name: 'the line end before the boundary', bytes: () => joined(content, crlf) },
  ]
}

/** The entity with CRLF after every header line and its body untouched: what the MIC covers (RFC 4130 §7.3.1, RFC 5751 §3.1.1). */
export async function canonicalHeaders(entity: Entity): Promise<Source> {
  const head = slice(entity.raw, 0, entity.raw.size - entity.body.size)
  const canonical = await canonicalLines(head)
  return canonical.size === head.size ? entity.raw : joined(canonical, entity.body)
}

/** CRLF for every bare LF. */
const canonicalLines = (source: Source): Promise<Source> => converted(source, beginCrlf)

function beginCrlf(): Conversion {
  let last = 0
  return {
    push(piece) {
      const bare: number[] = []
      for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) {
        if ((at > 0 ? piece[at - 1] : last) !== 13) bare.push(at)
      }
      last = piece.at(-1) ?? last
      return bare.length > 0 ? insertCr(piece, bare) : piece
    },
    end: () => Buffer.alloc(0),
  }
}

function insertCr(piece: Buffer, places: readonly number[]): Buffer {
  const canonical = Buffer.allocUnsafe(piece.length + places.length)
  let from = 0
  let to = 0
  for (const place of places) {
    to += piece.copy(canonical, to, from, place)
    canonical[to++] = 13
    from = place
  }
  piece.copy(canonical, to, from)
  return canonical
}

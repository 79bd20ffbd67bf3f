import { pipeline, Readable, type Transform } from 'node:stream'
import { createDeflate, createInflate, deflateSync, inflateSync } from 'node:zlib'
import { expectId, ids } from '../../../../translators/asn1/ber.ts'
import { integer, oid, sequence, tags } from '../../../../translators/asn1/der.ts'
import { collect, memory, type Source, settled } from '../bytes/source.ts'
import { readAlgorithm } from './algorithm.ts'
import { framed, framedContentInfo } from './framed.ts'
import { oids } from './oids.ts'
import { CmsProblem, type CmsResult, settleAsync } from './problem.ts'
import { scanCms } from './scan.ts'

const pieceSize = 128 * 1024

/** Up to this size it is quicker to do all at once on this thread than piece by piece on others. */
const atOnce = 256 * 1024

/** Compresses with zlib into CompressedData (RFC 3274 §1.1). The result depends on the content alone. */
export async function compress(content: Source): Promise<Source> {
  const compressed =
    content.size <= atOnce
      ? memory(deflateSync(await collect(content)))
      : await settled(() => through(content, createDeflate({ chunkSize: pieceSize })))
  const encapsulated = framed(0xa0, framed(tags.octetString, compressed))
  return framedContentInfo(
    memory(...oid(oids.compressedData)),
    memory(...integer(0), ...sequence(oid(oids.zlib))),
    framed(tags.sequence, memory(...oid(oids.data)), encapsulated),
  )
}

/** Expands CompressedData; `too-large` beyond `maxBytes`, without ever holding more than that. */
export async function decompress(bytes: Source, maxBytes: number): Promise<CmsResult<Source>> {
  return await settleAsync(async () => {
    const { type, content, octets } = await scanCms(bytes)
    if (type !== oids.compressedData) throw new CmsProblem('malformed', `expected compressed data, found ${type}`)
    const algorithm = readAlgorithm(content.children[1])
    if (algorithm.oid !== oids.zlib)
      throw new CmsProblem('unsupported', `compression ${algorithm.oid} is not supported`)
    const encapsulated = expectId(content.children[2], ids.sequence, 'the compressed content')
    const wrapped = expectId(encapsulated.children[1], ids.context(0), 'the compressed content').children[0]
    expectId(wrapped, ids.octetString, 'the compressed content')
    if (!octets) throw new CmsProblem('malformed', 'expected the compressed content')
    return await inflate(octets, maxBytes)
  })
}

async function inflate(compressed: Source, maxBytes: number): Promise<Source> {
  const whole = compressed.size <= atOnce ? inflateAtOnce(await collect(compressed), maxBytes) : undefined
  return whole ? memory(whole) : await settled(() => inflated(compressed, maxBytes))
}

/** Undefined when it expands to so much that it had better be done piece by piece. */
function inflateAtOnce(compressed: Buffer, maxBytes: number): Buffer | undefined {
  try {
    return inflateSync(compressed, { maxOutputLength: Math.min(maxBytes, 4 * atOnce) })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw malformed(error)
  }
}

async function* inflated(compressed: Source, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0
  try {
    for await (const piece of through(compressed, createInflate({ chunkSize: pieceSize }))) {
      size += piece.length
      if (size > maxBytes) throw new CmsProblem('too-large', `expands to more than ${maxBytes} bytes`)
      yield piece
    }
  } catch (error) {
    throw isZlibs(error) ? malformed(error) : error
  }
}

const isZlibs = (error: unknown) => /^(Z|ERR_ZLIB)_/.test(String((error as NodeJS.ErrnoException).code))

function malformed(error: unknown): CmsProblem {
  return new CmsProblem('malformed', `zlib: ${error instanceof Error ? error.message : error}`)
}

async function* through(source: Source, transform: Transform): AsyncGenerator<Buffer> {
  // What goes wrong on the way is thrown by the loop below, which is told of it as well.
  pipeline(Readable.from(source.read()), transform, () => undefined)
  yield* transform as AsyncIterable<Buffer>
}

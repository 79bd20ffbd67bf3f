import { deflateSync, inflateSync } from 'node:zlib'
import { expectId, ids, octets } from '../../../../translators/asn1/ber.ts'
import { type Chunks, context, integer, join, octetString, oid, sequence } from '../../../../translators/asn1/der.ts'
import { contentInfo, readAlgorithm, readContentInfo } from './algorithm.ts'
import { oids } from './oids.ts'
import { CmsProblem, type CmsResult, settle } from './problem.ts'

/** Compresses with zlib into CompressedData (RFC 3274 §1.1). The result depends on the content alone. */
export function compress(content: Chunks): Chunks {
  const compressed = deflateSync(join(content))
  const encapsulated = sequence(oid(oids.data), context(0, octetString([compressed])))
  return contentInfo(oids.compressedData, sequence(integer(0), sequence(oid(oids.zlib)), encapsulated))
}

/** Expands CompressedData; `too-large` beyond `maxBytes`, without ever holding more than that. */
export function decompress(bytes: Uint8Array, maxBytes: number): CmsResult<Buffer> {
  return settle(() => {
    const { type, content } = readContentInfo(bytes)
    if (type !== oids.compressedData) throw new CmsProblem('malformed', `expected compressed data, found ${type}`)
    const algorithm = readAlgorithm(content.children[1])
    if (algorithm.oid !== oids.zlib)
      throw new CmsProblem('unsupported', `compression ${algorithm.oid} is not supported`)
    const encapsulated = expectId(content.children[2], ids.sequence, 'the compressed content')
    const wrapped = expectId(encapsulated.children[1], ids.context(0), 'the compressed content').children[0]
    return inflate(octets(expectId(wrapped, ids.octetString, 'the compressed content')), maxBytes)
  })
}

function inflate(compressed: Buffer, maxBytes: number): Buffer {
  try {
    return inflateSync(compressed, { maxOutputLength: maxBytes })
  } catch (error) {
    if (error instanceof RangeError) throw new CmsProblem('too-large', `expands to more than ${maxBytes} bytes`)
    throw new CmsProblem('malformed', `zlib: ${error instanceof Error ? error.message : error}`)
  }
}

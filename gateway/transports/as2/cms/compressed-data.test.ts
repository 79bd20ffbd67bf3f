import { execFileSync, spawnSync } from 'node:child_process'
import { deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import {
  type Chunks,
  context,
  der,
  integer,
  join,
  octetString,
  oid,
  sequence,
} from '../../../../translators/asn1/der.ts'
import { collect, memory, type Source } from '../bytes/source.ts'
import { drip } from '../testing/drip.ts'
import { contentInfo } from './algorithm.ts'
import { compress, decompress } from './compressed-data.ts'
import { oids } from './oids.ts'

const content = Buffer.from('Content-Type: text/plain\r\n\r\nsaid again, said again, said again')
const mebibyte = 1024 * 1024

/** CompressedData around an OCTET STRING that is already encoded. */
function around(octets: Chunks): Buffer {
  const encapsulated = sequence(oid(oids.data), context(0, octets))
  return join(contentInfo(oids.compressedData, sequence(integer(0), sequence(oid(oids.zlib)), encapsulated)))
}

const compressedBytes = async (source: Source) => await collect(await compress(source))

/** What it expands to, or why not: the same in memory and piece by piece. */
async function expanded(bytes: Uint8Array): Promise<Buffer | string> {
  const whole = await decompress(memory(bytes), mebibyte)
  const dripped = await decompress(drip(bytes), mebibyte)
  expect(dripped.ok).toBe(whole.ok)
  if (!whole.ok || !dripped.ok) return whole.ok ? '' : whole.reason
  const expandedBytes = await collect(whole.value)
  expect(expandedBytes.equals(await collect(dripped.value))).toBe(true)
  return expandedBytes
}

describe('compressed data', () => {
  it('comes back as it was', async () => {
    expect(await expanded(await compressedBytes(memory(content.subarray(0, 9), content.subarray(9))))).toEqual(content)
  })

  it('is read in segments', async () => {
    const zlib = deflateSync(content)
    const segments = der(0x24, octetString([zlib.subarray(0, 5)]), octetString([zlib.subarray(5)]))
    expect(await expanded(around(segments))).toEqual(content)
  })

  it.each([
    ['raw deflate', deflateRawSync(content), 'malformed'],
    ['a stream that is cut', deflateSync(content).subarray(0, 20), 'malformed'],
    ['nothing', Buffer.alloc(0), 'malformed'],
    ['a bomb', deflateSync(Buffer.alloc(64 * mebibyte)), 'too-large'],
  ])('refuses %s', async (_, bytes, reason) => {
    expect(await expanded(around(octetString([bytes])))).toBe(reason)
  })
})

/** The system's own interpreter has the package; another one in the path may not. */
const interpreter = ['/usr/bin/python3', 'python3'].find(
  path => spawnSync(path, ['-c', 'import asn1crypto.cms']).status === 0,
)
const required = process.env.CI === 'true'

describe.skipIf(!interpreter && !required)('with python3-asn1crypto', () => {
  const run = (script: string, input: Uint8Array) =>
    execFileSync(interpreter ?? 'python3', ['-c', script], { input, timeout: 30_000 })

  it('reads what it writes', async () => {
    const script = `
import sys, zlib
from asn1crypto import cms, core
data = cms.CompressedData({'version': 'v0', 'compression_algorithm': {'algorithm': 'zlib'},
  'encap_content_info': {'content_type': 'data', 'content': core.ParsableOctetString(zlib.compress(sys.stdin.buffer.read()))}})
sys.stdout.buffer.write(cms.ContentInfo({'content_type': 'compressed_data', 'content': data}).dump())`
    expect(await expanded(run(script, content))).toEqual(content)
  })

  it('writes what it reads', async () => {
    const script = `
import sys
from asn1crypto import cms
info = cms.ContentInfo.load(sys.stdin.buffer.read(), strict=True)
sys.stdout.buffer.write(info['content'].decompressed)`
    expect(Buffer.compare(run(script, await compressedBytes(memory(content))), content)).toBe(0)
  })
})

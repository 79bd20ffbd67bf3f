import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { usualLimits } from '../../engine/archives/open-archive.ts'
import { NotUnpackable, readZip } from '../../engine/archives/zip.ts'
import type { ReceivedMessage } from '../transports/contract.ts'
import { unpacking } from './unpack.ts'

const text = (content: string) => new TextEncoder().encode(content)

async function unpacked(bytes: Uint8Array, fileName: string, limits = usualLimits) {
  const journal: ReceivedMessage[] = []
  const receive = async (message: ReceivedMessage) => {
    journal.push(message)
    return { messageId: message.wireId, repeated: false }
  }
  const message = {
    retailerId: 'r',
    transport: 'http' as const,
    wireId: 'w',
    contentType: 'application/zip',
    evidence: { from: 'there' },
  }
  await unpacking(receive, limits)({ ...message, fileName, bytes })
  return journal
}

describe('A file on its way to the journal', () => {
  it('becomes the files that a ZIP holds, without what file managers add', async () => {
    const zip = zipSync({
      'stock/A.csv': text('A1,5\n'.repeat(1000)),
      'stock/é.csv': [text('A2,6\n'), { level: 0 }],
      '__MACOSX/._A.csv': text('x'),
      'stock/.DS_Store': text('x'),
      'empty/': new Uint8Array(),
    })
    expect(await unpacked(zip, 'all.zip')).toMatchObject([
      {
        wireId: 'w!stock/A.csv',
        fileName: 'A.csv',
        bytes: Buffer.from('A1,5\n'.repeat(1000)),
        evidence: { from: 'there', archive: 'all.zip' },
      },
      { wireId: 'w!stock/é.csv', fileName: 'é.csv', bytes: Buffer.from('A2,6\n') },
    ])
  })

  it('becomes what a gzip file holds', async () => {
    expect(await unpacked(gzipSync('A1,5\n'), 'stock.csv.gz')).toMatchObject([
      { fileName: 'stock.csv', bytes: Buffer.from('A1,5\n') },
    ])
  })

  it('stays as it is when it is none, or a workbook', async () => {
    expect(await unpacked(text('PK is my name'), 'a.csv')).toMatchObject([{ wireId: 'w', fileName: 'a.csv' }])
    const workbook = zipSync({ '[Content_Types].xml': text('<x/>'), 'xl/workbook.xml': text('<x/>') })
    expect(await unpacked(workbook, 'a.xlsx')).toMatchObject([{ wireId: 'w', bytes: workbook }])
  })

  it.each([
    ['too many files', zipSync({ a: text('1'), b: text('2'), c: text('3') }), { entries: 2 }, /more than 2 files/],
    ['too much', zipSync({ a: text('1'.repeat(5000)) }), { total: 4000 }, /more than 4000 bytes/],
    ['much too much', zipSync({ a: new Uint8Array(3 * 1024 * 1024) }), { total: 2 * 1024 * 1024 }, /than 2 MiB/],
    ['a bomb', zipSync({ a: new Uint8Array(20 * 1024 * 1024) }), {}, /200 times/],
    ['a gzip bomb', gzipSync(new Uint8Array(20 * 1024 * 1024)), {}, /200 times/],
    ['too large a gzip', gzipSync(Buffer.alloc(5000)), { total: 4000 }, /more than 4000/],
    ['a broken gzip', gzipSync('abc').subarray(0, 15), {}, /damaged/],
    ['a cut archive', zipSync({ a: text('123') }).subarray(0, 40), {}, /directory/],
    ['no files', zipSync({}), {}, /no files/],
  ])('is kept whole with the reason when it is %s', async (_, bytes, limits, reason) => {
    const journal = await unpacked(bytes, 'f', { ...usualLimits, ...limits })
    expect(journal).toMatchObject([{ wireId: 'w', bytes, evidence: { notUnpacked: expect.stringMatching(reason) } }])
  })

  it('is not fooled by a directory that lies', () => {
    const lying = Buffer.from(zipSync({ a: text('1'.repeat(5000)) }))
    lying.writeUInt32LE(10, lying.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    expect(() => readZip(lying, usualLimits)).toThrow(NotUnpackable)
    const locked = Buffer.from(zipSync({ a: text('1') }))
    locked[locked.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 8] = 1
    expect(() => readZip(locked, usualLimits)).toThrow('protected with a password')
  })

  it('never fails otherwise, whatever is changed in it', () => {
    const whole = zipSync({ 'a.csv': text('A1,5\n'.repeat(50)), 'b.csv': text('x') })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        changes => {
          const broken = Uint8Array.from(whole)
          for (const [at, octet] of changes) broken[at] = octet
          try {
            readZip(broken, usualLimits)
          } catch (error) {
            expect(error).toBeInstanceOf(NotUnpackable)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})

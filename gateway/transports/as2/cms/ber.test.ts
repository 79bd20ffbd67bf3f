import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dotted, octets, readBer, toDer } from '../../../../translators/asn1/ber.ts'
import {
  type Chunks,
  integer,
  join,
  octetString,
  oid,
  sequence,
  setOf,
  tags,
  time,
} from '../../../../translators/asn1/der.ts'
import { memory, type Source } from '../bytes/source.ts'
import { drip } from '../testing/drip.ts'
import { decompress } from './compressed-data.ts'
import { decrypt } from './open-envelope.ts'
import { settle } from './problem.ts'
import { readEnclosing, readSignedData } from './verify.ts'

const hex = (text: string) => Buffer.from(text.replace(/\s/g, ''), 'hex')
const read = (bytes: Uint8Array) => settle(() => readBer(bytes))

describe('writing DER', () => {
  it.each([
    [integer(0), '020100'],
    [integer(127), '02017f'],
    [integer(128), '02020080'],
    [integer(65537), '0203010001'],
    [oid('1.2.840.113549.1.7.2'), '06092a864886f70d010702'],
    [oid('2.16.840.1.101.3.4.2.1'), '0609608648016503040201'],
    [oid('2.999.3'), '0603883703'],
    [time(new Date('2026-06-15T12:00:00.5Z')), '170d3236303631353132303030305a'],
    [time(new Date('2050-01-01T00:00:00Z')), '180f32303530303130313030303030305a'],
    [setOf(integer(2), integer(1)), '3106020101020102'],
    [sequence(), '3000'],
  ])('%#', (chunks, expected) => expect(join(chunks).toString('hex')).toBe(expected))

  it('gives lengths in as few octets as they need', () => {
    for (const [size, header] of [
      [127, '047f'],
      [128, '048180'],
      [256, '04820100'],
      [65536, '0483010000'],
    ] as const) {
      expect(join(octetString([Buffer.alloc(size)])).toString('hex', 0, header.length / 2)).toBe(header)
    }
  })
})

describe('reading BER', () => {
  it('reads back what was written', () => {
    const value = fc.letrec<{ value: Chunks }>(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.uint8Array({ maxLength: 300 }).map(bytes => octetString([bytes])),
        fc.nat().map(integer),
        fc.array(tie('value'), { maxLength: 4 }).map(values => sequence(...values)),
      ),
    })).value
    fc.assert(
      fc.property(value, chunks => {
        const bytes = join(chunks)
        const result = readBer(Buffer.concat([bytes, hex('0000')]))
        return result.end === bytes.length && toDer(result.value).equals(bytes)
      }),
    )
  })

  it('takes indefinite lengths and strings in segments, and makes DER of them', () => {
    const { value, end } = readBer(hex('3080 0201 05 2480 0402 0000 0401 07 0000 0000 ffff'))
    expect(end).toBe(18)
    expect(octets(value.children[1]!).toString('hex')).toBe('000007')
    expect(toDer(value).toString('hex')).toBe('30080201050403000007')
  })

  it('sorts the members of a set where asked to', () => {
    expect(toDer(readBer(hex('a006 020102 020101')).value, tags.set, true).toString('hex')).toBe('3106020101020102')
  })

  it('reads object identifiers of every first arc', () => {
    for (const text of ['0.9.2342', '1.2.840.113549', '2.5.29.14', '2.999.3'])
      expect(dotted(readBer(join(oid(text))).value)).toBe(text)
  })

  it.each([
    ['nothing', ''],
    ['a length beyond the data', '04 05 0102'],
    ['a length beyond its parent', '30 03 04 05 01 0203'],
    ['a length of 7 octets', '04 87 00000000000001 00'],
    ['a length of 4 GB', '04 84 ffffffff 00'],
    ['half a length', '04 82 01'],
    ['an indefinite primitive', '04 80 00 0000'],
    ['an indefinite length without end', '30 80 0201 05'],
    ['half an end', '30 80 0201 05 00'],
    ['a long tag', '1f 81 01 00'],
    ['a thousand levels', '30 80'.repeat(1000)],
  ])('refuses %s', (_, text) => expect(read(hex(text))).toMatchObject({ ok: false, reason: 'malformed' }))

  it('refuses more values than a message of that size could have', () => {
    expect(read(join(sequence(Array.from({ length: 100_000 }, () => hex('0500')))))).toMatchObject({ ok: false })
  })

  it('never throws anything but a problem, whatever the octets are', async () => {
    const shaped = fc.array(
      fc.constantFrom('3080', '2480', '0401', 'a080', '0000', '02', '06', '31', '30', '82', 'ff'),
      { maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          shaped.map(parts => hex(parts.join(''))),
        ),
        async bytes => {
          expect(readSignedData(bytes)).toHaveProperty('ok')
          for (const run of [readEnclosing, (it: Source) => decrypt(it, []), (it: Source) => decompress(it, 100)]) {
            const whole = await run(memory(bytes))
            expect(whole).toHaveProperty('ok')
            expect((await run(drip(bytes, 3))).ok).toBe(whole.ok)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
})

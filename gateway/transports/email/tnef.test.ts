import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMail } from './mail.ts'
import { openTnef } from './tnef.ts'

function attribute(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(9)
  head.writeUInt8(2, 0)
  head.writeUInt32LE(id, 1)
  head.writeUInt32LE(data.length, 5)
  const sum = Buffer.alloc(2)
  sum.writeUInt16LE(data.reduce((total, octet) => (total + octet) % 65_536, 0))
  return Buffer.concat([head, data, sum])
}

/** A wrapper as Outlook writes it ([MS-OXTNEF] 2.1): version, then each attachment with what it begins with, its name and its bytes. */
const wrapped = (...files: [string, string][]) =>
  Buffer.concat([
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]),
    attribute(0x00089006, Buffer.from([0, 0, 1, 0])),
    ...files.flatMap(([name, content]) => [
      attribute(0x00069002, Buffer.alloc(14)),
      attribute(0x00018010, Buffer.from(`${name}\0`)),
      attribute(0x0006800f, Buffer.from(content)),
    ]),
  ])

describe('winmail.dat', () => {
  it('is opened, so that each file in it is an attachment', async () => {
    const raw = [
      'From: desk@supplier.example',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'See attached.',
      '--b',
      'Content-Type: application/ms-tnef; name="winmail.dat"',
      'Content-Disposition: attachment; filename="winmail.dat"',
      'Content-Transfer-Encoding: base64',
      '',
      wrapped(['inv.csv', 'a,b\n'], ['856.edi', 'ISA~']).toString('base64'),
      '--b--',
      '',
    ].join('\r\n')
    const { attachments } = await parseMail(Buffer.from(raw))
    expect(attachments.map(({ part, fileName, bytes }) => [part, fileName, Buffer.from(bytes).toString()])).toEqual([
      ['2/1', 'inv.csv', 'a,b\n'],
      ['2/2', '856.edi', 'ISA~'],
    ])
  })

  it('is kept whole when it cannot be read or holds nothing', async () => {
    const of = async (content: Buffer) =>
      (
        await parseMail(
          Buffer.from(
            `From: a@b.example\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n`,
          ),
        )
      ).attachments.map(({ fileName }) => fileName)
    expect(await of(wrapped())).toEqual(['winmail.dat'])
    expect(await of(wrapped(['a.csv', 'abc']).subarray(0, 40))).toEqual(['winmail.dat'])
    expect(await of(Buffer.from('no such thing'))).toEqual(['winmail.dat'])
  })

  it('never fails, whatever is in it', () => {
    const whole = wrapped(['a.csv', 'abc'])
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (cut, at, octet) => {
        const broken = Buffer.from(whole)
        broken[at] = octet
        expect(() => openTnef(broken.subarray(0, cut))).not.toThrow()
      }),
    )
  })
})

import { afterAll, describe, expect, it } from 'vitest'
import {
  Bench,
  bytesIn,
  bytesOf,
  committed,
  digest,
  multipartSigned,
  type Outcome,
  part,
  type SignedShape,
} from '../testing/handmade.ts'
import { ediText } from '../testing/messages.ts'

const bench = await Bench.open()
afterAll(() => bench.close())

const edi = bytesOf(ediText)
const content = part(['Content-Type: application/EDI-X12'], edi)

function expectTaken(outcome: Outcome, signed: Uint8Array, payload: Uint8Array = edi) {
  expect(outcome.house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(outcome.disposition).toBe('processed')
  expect(outcome.receipt?.mic?.value.toString('hex')).toBe(digest(signed).toString('hex'))
  expect(committed(outcome).equals(payload)).toBe(true)
}

const signAndTake = (signed: Uint8Array, shape: SignedShape = {}, headers: Record<string, string> = {}) =>
  bench.takeSigned(multipartSigned(signed, bench.sign(signed), shape), headers)

describe('content and line ends', () => {
  it('18 LF payload without encoding header, signed as it is', async () => {
    const payload = bytesOf('UNB+UNOA:1+A+B+260615:1200+1\nUNZ+0+1\n')
    const signed = part(['Content-Type: application/EDIFACT'], payload)
    expectTaken(await signAndTake(signed), signed, payload)
  })

  it('19 LF payload of which the CRLF form was signed: MIC over what was signed, payload as it came', async () => {
    const payload = bytesOf('one\ntwo\n')
    const sent = part(['Content-Type: text/csv'], payload)
    const canonical = bytesOf(sent.toString('latin1').replace(/\r?\n/g, '\r\n'))
    const outcome = await bench.takeSigned(multipartSigned(sent, bench.sign(canonical)))
    expectTaken(outcome, canonical, payload)
    expect(outcome.house.commits[0]?.warnings).toEqual([
      'the signature holds for the content with CRLF at every line end',
    ])
  })

  it('headers with LF of which the CRLF form was signed, binary body untouched', async () => {
    const payload = bytesOf('\n\0\n\xff')
    const sent = part(['Content-Type: application/octet-stream'], payload, '\n')
    const canonical = part(['Content-Type: application/octet-stream'], payload)
    expectTaken(await bench.takeSigned(multipartSigned(sent, bench.sign(canonical))), canonical, payload)
  })

  it('content signed with the line end before the boundary', async () => {
    const signed = Buffer.concat([content, bytesOf('\r\n')])
    expectTaken(await bench.takeSigned(multipartSigned(content, bench.sign(signed))), signed)
  })

  it('23 payload with 00 00, 1A, FF and no final line end', async () => {
    const payload = bytesOf('\0\0\x1a\xff--b\0\0')
    const signed = part(['Content-Type: application/octet-stream'], payload)
    expectTaken(await signAndTake(signed), signed, payload)
  })

  it('a whole message in LF lines', async () => {
    const payload = bytesOf('a\nb')
    const signed = part(['Content-Type: text/plain'], payload, '\n')
    expectTaken(await signAndTake(signed, { lineEnd: '\n' }), signed, payload)
  })

  it('a part without any header', async () => {
    const signed = bytesOf(`\r\n${ediText}`)
    expectTaken(await signAndTake(signed), signed)
  })
})

it.each([
  ['application/EDI-X12;;', 'application/edi-x12'],
  ['application/EDI-consent', 'application/edi-consent'],
  ['application/vnd.x+y; a', 'application/vnd.x+y'],
  ['Binary', 'binary'],
  ['', 'application/edi-x12'],
])('41 a payload of the type %j is taken', async (written, read) => {
  const signed = part([`Content-Type: ${written}`], edi)
  const outcome = await signAndTake(signed)
  expectTaken(outcome, signed)
  expect(outcome.house.commits[0]?.message.contentType).toBe(read)
})

it('104 an offer of certificates is kept as a message for people, and nothing is installed', async () => {
  const offer = bytesOf('<EDIINTCertificateExchangeRequest/>')
  const signed = part(['Content-Type: application/ediint-cert-exchange+xml'], offer)
  const outcome = await signAndTake(signed)
  expectTaken(outcome, signed, offer)
  expect(outcome.house.commits[0]?.message.contentType).toBe('application/ediint-cert-exchange+xml')
  expect(outcome.house.stations[0]?.settings.partnerCertificates).toHaveLength(1)
})

describe('delimiters', () => {
  it.each<[string, SignedShape]>([
    ['20 a preamble with a Date header', { preamble: 'Date: Mon, 15 Jun 2026 12:00:00 GMT\r\n\r\n' }],
    ['20 an epilogue of line ends', { epilogue: '\r\n\r\n\r\n\r\n' }],
    ['20 a closing delimiter without CRLF', { epilogue: '' }],
    ['blanks after the boundary', { boundary: 'b', epilogue: '  \t\r\n' }],
  ])('%s', async (_, shape) => expectTaken(await signAndTake(content, shape), content))

  it('20 a closing delimiter cut by one and by two octets', async () => {
    const whole = multipartSigned(content, bench.sign(content), { epilogue: '' })
    expectTaken(await bench.takeSigned(whole.subarray(0, -1)), content)
    expectTaken(await bench.takeSigned(whole.subarray(0, -2)), content)
  })

  it('21 boundary text inside the payload, not at the start of a line', async () => {
    const payload = bytesOf('x --b--\r\n --b\r\ny--b')
    const signed = part(['Content-Type: text/plain'], payload)
    expectTaken(await signAndTake(signed), signed, payload)
  })

  it('a payload line that begins like a longer boundary', async () => {
    const payload = bytesOf('--bb\r\n--b-\r\n--b=2\r\n')
    const signed = part(['Content-Type: text/plain'], payload)
    expectTaken(await signAndTake(signed), signed, payload)
  })

  it.each([
    ['_=33Sterling', 'boundary="_=33Sterling"'],
    ["'()+_,-./:=?", 'boundary="\'()+_,-./:=?"'],
    ['b c', 'boundary="b c"'],
    ['bare', 'boundary=bare'],
    ['tab', '\tboundary="tab"'],
    ['upper', 'BOUNDARY="upper"'],
    ['spaced', 'boundary = "spaced" '],
  ])('21 boundary %s', async (boundary, parameter) => {
    const type = `Multipart/Signed;protocol="application/pkcs7-signature";micalg=sha256;${parameter}`
    expectTaken(await signAndTake(content, { boundary }, { 'content-type': type }), content)
  })

  it('a boundary that is not announced', async () => {
    expectTaken(await signAndTake(content, { boundary: 'xyz' }, { 'content-type': 'multipart/signed' }), content)
  })

  it('a whole Content-Type in quotes', async () => {
    const type = String.raw`"multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha256; boundary=\"b\""`
    expectTaken(await signAndTake(content, {}, { 'content-type': type }), content)
  })

  it.each([
    ['its end is missing', (whole: Buffer) => whole.subarray(0, whole.length - 60)],
    ['only the first part is there', (whole: Buffer) => whole.subarray(0, content.length)],
    ['it is empty but for a boundary', () => bytesOf('--b--\r\n')],
  ])('a message of which %s is refused', async (_, cut) => {
    const outcome = await bench.takeSigned(cut(multipartSigned(content, bench.sign(content))))
    expect(outcome.disposition).toMatch(/^processed\/error: (unexpected-processing-error|authentication-failed)$/)
    expect(outcome.house.commits).toEqual([])
  })
})

describe('transfer encodings', () => {
  const encoded = edi.toString('base64')
  it.each([
    ['base64', encoded.replace(/.{76}/g, '$&\r\n')],
    ['Base64', encoded],
    [' BASE64 ', encoded.replace(/.{60}/g, '$&\n').replace(/=+$/, '')],
    [
      'quoted-printable',
      ediText
        .replaceAll('=', '=3D')
        .replaceAll('~', '=7E')
        .replace(/(.{60})/g, '$1=\r\n'),
    ],
    ['8bit', ediText],
    ['7bit', ediText],
  ])('signed part in %s', async (encoding, body) => {
    const signed = part(['Content-Type: application/EDI-X12', `Content-Transfer-Encoding: ${encoding}`], body)
    expectTaken(await signAndTake(signed), signed)
  })

  it('8 HTTP header says base64, the body is a multipart all the same', async () => {
    expectTaken(await signAndTake(content, {}, { 'content-transfer-encoding': 'base64' }), content)
  })
})

const multipart = (subtype: string, boundary: string, parts: Buffer[]) =>
  part(
    [`Content-Type: multipart/${subtype}; boundary=${boundary}`],
    Buffer.concat([
      ...parts.flatMap(piece => [bytesOf(`\r\n--${boundary}\r\n`), piece]),
      bytesOf(`\r\n--${boundary}--\r\n`),
    ]),
  )
const rest = (entity: Buffer) => entity.subarray(entity.indexOf('\r\n\r\n') + 4)

describe('attachments and file names', () => {
  it('52 three attachments, no type, one part without Content-Type: MIC over the whole multipart', async () => {
    const pieces = [
      part(['Content-Type: application/EDI-X12', 'Content-Disposition: attachment; filename="po.edi"'], edi),
      part(['Content-Disposition: attachment; filename=note.txt'], 'a note'),
      part(['Content-Type: application/pdf; name="plan.pdf"', 'Content-Transfer-Encoding: base64'], 'JVBERg=='),
    ]
    const inside = pieces.flatMap(piece => [bytesOf('\r\n--inner\r\n'), piece])
    const signed = part(
      ['Content-Type: multipart/related; boundary=inner'],
      Buffer.concat([...inside, bytesOf('\r\n--inner--\r\n')]),
    )
    const outcome = await signAndTake(signed)
    expectTaken(outcome, signed)
    const [commit] = outcome.house.commits
    expect(commit?.message.fileName).toBe('po.edi')
    expect(commit?.attachments.map(({ fileName, contentType }) => [fileName, contentType])).toEqual([
      ['note.txt', 'application/octet-stream'],
      ['plan.pdf', 'application/pdf'],
    ])
    expect(commit?.attachments.map(({ bytes }) => bytesIn(bytes).toString())).toEqual(['a note', '%PDF'])
  })

  it.each([
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    [String.raw`attachment; filename="C:\\orders\\po 1.edi"`, 'po 1.edi'],
    ['attachment; filename=""a.edi""', 'a.edi'],
    ['attachment; filename=bare.edi; size=3', 'bare.edi'],
    ['attachment; filename="=?UTF-8?B?w6kuZWRp?="', 'é.edi'],
    ['attachment; filename="=?iso-8859-1?Q?=E9_1.edi?="', 'é 1.edi'],
    ["attachment; filename*=UTF-8''%C3%A9.edi", 'é.edi'],
    ["attachment; filename*0*=UTF-8''%C3%A9; filename*1=-long.edi", 'é-long.edi'],
    [Buffer.from('attachment; filename="Größe 注文.edi"').toString('latin1'), 'Größe 注文.edi'],
    ['attachment; filename="Größe.edi"', 'Größe.edi'],
    ['attachment; filename=".hidden"', 'hidden'],
    ['attachment; filename="a:b*c?.edi"', 'abc.edi'],
    [`attachment; filename="${'x'.repeat(300)}"`, 'x'.repeat(200)],
    ['attachment; filename="///"', 'as2-message.edi'],
    ['attachment', 'as2-message.edi'],
  ])('53 %s is stored as %s', async (disposition, expected) => {
    const signed = part(['Content-Type: application/EDI-X12', `Content-Disposition: ${disposition}`], edi)
    const outcome = await signAndTake(signed)
    expectTaken(outcome, signed)
    expect(outcome.house.commits[0]?.message.fileName).toBe(expected)
  })

  it('takes the documents of a multipart inside another, as mendelson nests them', async () => {
    const related = multipart('related', 'r', [part(['Content-Type: application/EDI-X12'], edi), part([], 'a note')])
    const outcome = await bench.take(
      { 'content-type': 'multipart/mixed; boundary=m' },
      rest(multipart('mixed', 'm', [related])),
    )
    expect(committed(outcome).equals(edi)).toBe(true)
    expect(outcome.house.commits[0]?.attachments.map(({ bytes }) => bytesIn(bytes).toString())).toEqual(['a note'])
  })

  it('refuses multiparts that are nested without end', async () => {
    const nested = (depth: number): Buffer =>
      depth === 0 ? part([], edi) : multipart('mixed', `n${depth}`, [nested(depth - 1)])
    const outcome = await bench.take({ 'content-type': 'multipart/mixed; boundary=n9' }, rest(nested(9)))
    expect(outcome.disposition).toBe('processed/error: unexpected-processing-error')
    expect(outcome.receipt?.text).toContain('nested too deeply')
  })

  it('takes the name of the Content-Type where there is no other, and keeps the original', async () => {
    const signed = part(['Content-Type: application/EDI-X12; name="a/b.edi"'], edi)
    const outcome = await signAndTake(signed)
    expect(outcome.house.commits[0]?.message).toMatchObject({
      fileName: 'b.edi',
      evidence: { originalFileName: 'a/b.edi' },
    })
  })
})

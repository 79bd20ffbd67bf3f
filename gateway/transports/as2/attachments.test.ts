import { simpleParser } from 'mailparser'
import { afterAll, describe, expect, it } from 'vitest'
import { collect, memory } from './bytes/source.ts'
import { compress } from './cms/compressed-data.ts'
import { receiveAs2 } from './receive.ts'
import type { As2Outbound } from './send.ts'
import type { As2SettingsInput } from './settings.ts'
import { Bench, bytesIn, bytesOf, committed, digest, multipartSigned, part } from './testing/handmade.ts'
import { House } from './testing/house.ts'
import { pairOf, testTime } from './testing/identities.ts'
import { ediText, outbound } from './testing/messages.ts'
import { wireOf } from './testing/wire.ts'

/** Several files in one message (RFC 6362): `s` sends, `r` receives, and openssl plays either of them. */
const bench = await Bench.open()
afterAll(() => bench.close())

/** Every octet there is, line ends of all kinds, and something that looks like a boundary. */
const drawing = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)),
  bytesOf('\r\n--parts-018f\r\n\n\r--b\r\n'),
])
const note = bytesOf('déjà vu\n')
const message: As2Outbound = {
  ...outbound('018f0000-0000-7000-8000-00000000000c'),
  attachments: [
    { fileName: 'drawing.pdf', contentType: 'application/pdf', bytes: drawing },
    { fileName: 'Lieferung für Ærø.txt', contentType: 'text/plain', bytes: note },
  ],
}
const type = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha256; boundary="b"'

const wire = (over: Partial<As2SettingsInput> = {}) =>
  wireOf(message, pairOf(bench.pem('s'), bench.pem('r'), over).sender, testTime)

/** What a multipart/signed holds, once openssl has verified it. Its own MIME reader goes by lines, and does not do for octets of any kind. */
function verified(signed: Buffer): Buffer {
  const boundary = /boundary="([^"]+)"/.exec(signed.toString('latin1'))![1]
  const [, content = '', signature = ''] = signed.toString('latin1').split(`--${boundary}\r\n`)
  bench.openssl.write('inside', bytesOf(content.slice(0, -2)))
  bench.openssl.write('signature.der', Buffer.from(signature.split('\r\n\r\n')[1]!.split('--')[0]!, 'base64'))
  const detached = ['-inform', 'DER', '-in', 'signature.der', '-content', 'inside', '-binary']
  return bench.openssl.run('cms', '-verify', ...detached, '-CAfile', 's.crt', '-no_check_time')
}

describe('what we send', () => {
  it.each([
    {},
    { encryption: 'aes256-gcm', signature: 'sha512' },
    { encryption: '3des', keyTransport: 'rsa-oaep-sha256' },
  ] as const)('openssl opens and verifies, and another MIME reader finds every file: %o', async over => {
    const { body } = await wire(over)
    bench.openssl.write('sealed.der', body)
    const recipient = ['-recip', 'r.crt', '-inkey', 'r.key', '-binary']
    const signed = bench.openssl.run('cms', '-decrypt', '-inform', 'DER', '-in', 'sealed.der', ...recipient)
    const inside = verified(signed)
    expect(inside.toString('latin1')).toMatch(
      /^Content-Type: multipart\/related; type="application\/edi-x12"; boundary=/,
    )
    const { attachments } = await simpleParser(inside)
    expect(attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['850-000000001.edi', 'application/edi-x12'],
      ['drawing.pdf', 'application/pdf'],
      ['Lieferung für Ærø.txt', 'text/plain'],
    ])
    expect(attachments.map(({ content }) => content.toString('latin1'))).toEqual(
      [bytesOf(ediText), drawing, note].map(bytes => bytes.toString('latin1')),
    )
  })

  it.each([
    {},
    { compression: 'before-signing' },
    { compression: 'after-signing' },
    { signature: 'none', encryption: 'none' },
  ] as const)('our own station takes apart, with a MIC that the sender finds right: %o', async over => {
    const both = { requireSignature: false, requireEncryption: false, ...over }
    const house = new House(pairOf(bench.pem('s'), bench.pem('r'), both).receiver)
    const answer = await receiveAs2(await wire(both), house.deps)
    expect(Buffer.from(answer.body).toString('latin1')).toContain('; processed\r\n')
    const [commit] = house.commits
    expect(bytesIn(commit!.message.bytes).equals(bytesOf(ediText))).toBe(true)
    expect(commit!.attachments.map(({ fileName }) => fileName)).toEqual(['drawing.pdf', 'Lieferung für Ærø.txt'])
    expect(commit!.attachments.map(({ bytes }) => bytesIn(bytes))).toEqual([drawing, note])
  })
})

describe('what openssl sends', () => {
  const related = part(
    ['Content-Type: multipart/related; type="application/EDI-X12"; start="<second>"; boundary=inner'],
    Buffer.concat([
      bytesOf('--inner\r\n'),
      part(['Content-Type: application/EDI-X12', 'Content-Disposition: attachment; filename="po.edi"'], ediText),
      bytesOf('\r\n--inner\r\n'),
      part(['Content-Type: application/pdf; name="plan.pdf"', 'Content-ID: <second>'], drawing),
      bytesOf('\r\n--inner\r\n'),
      part(['Content-Type: image/tiff', 'Content-Transfer-Encoding: base64'], drawing.toString('base64')),
      bytesOf('\r\n--inner--\r\n'),
    ]),
  )

  const signedEntity = (content: Uint8Array) =>
    part([`Content-Type: ${type}`], multipartSigned(content, bench.sign(content)))
  const squeezed = async (content: Uint8Array) =>
    part(
      ['Content-Type: application/pkcs7-mime; smime-type=compressed-data'],
      await collect(await compress(memory(content))),
    )

  it.each<[string, () => Promise<[message: Buffer, covered: Buffer]>]>([
    ['signed and encrypted', async () => [signedEntity(related), related]],
    ['encrypted alone', async () => [related, related]],
    [
      'compressed, signed and encrypted',
      async () => {
        const covered = await squeezed(related)
        return [signedEntity(covered), covered]
      },
    ],
    ['signed, compressed and encrypted', async () => [await squeezed(signedEntity(related)), related]],
  ])('%s: every file byte for byte, the first as the message, the MIC over all of them', async (_, make) => {
    const [whole, covered] = await make()
    const outcome = await bench.takeCms(bench.encrypt(whole))
    expect(outcome.disposition).toBe('processed')
    expect(outcome.receipt?.mic?.value.toString('hex')).toBe(digest(covered).toString('hex'))
    expect(committed(outcome).toString('latin1')).toBe(ediText)
    const [commit] = outcome.house.commits
    expect(commit?.message.fileName).toBe('po.edi')
    expect(commit?.attachments.map(({ contentType }) => contentType)).toEqual(['application/pdf', 'image/tiff'])
    for (const { bytes } of commit?.attachments ?? []) expect(bytesIn(bytes).equals(drawing)).toBe(true)
  })

  it('with one octet of a later file changed: nothing of it is taken', async () => {
    const signed = multipartSigned(related, bench.sign(related))
    signed[signed.indexOf(drawing) + 100]! ^= 1
    const outcome = await bench.takeCms(bench.encrypt(part([`Content-Type: ${type}`], signed)))
    expect(outcome.disposition).toBe('processed/error: integrity-check-failed')
    expect(outcome.house.commits).toEqual([])
  })
})

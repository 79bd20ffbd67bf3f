import { afterAll, describe, expect, it } from 'vitest'
import { join, octetString, oid, sequence, setOf } from '../../../../translators/asn1/der.ts'
import { oids } from '../cms/oids.ts'
import { parseMicalg } from '../headers.ts'
import {
  Bench,
  base64Lines,
  bytesOf,
  committed,
  digest,
  multipartSigned,
  type Outcome,
  part,
} from '../testing/handmade.ts'
import { ediText } from '../testing/messages.ts'

const bench = await Bench.open()
afterAll(() => bench.close())

const content = part(['Content-Type: application/EDI-X12', 'Content-Transfer-Encoding: binary'], ediText)

/** Taken once, as sent, with the MIC over exactly what was signed. */
function expectTaken(
  outcome: Outcome,
  signed: Uint8Array = content,
  payload: Uint8Array = bytesOf(ediText),
  algorithm = 'sha256',
) {
  expect(outcome.house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(outcome.disposition).toBe('processed')
  expect(outcome.receipt?.mic?.value.toString('hex')).toBe(digest(signed, algorithm).toString('hex'))
  expect(outcome.receipt?.signature).toBeDefined()
  expect(committed(outcome).equals(payload)).toBe(true)
}

function expectRefused(outcome: Outcome, disposition: string) {
  expect(outcome.status).toBe(200)
  expect(outcome.disposition).toBe(disposition)
  expect(outcome.receipt?.outcome).toBe('negative')
  expect(outcome.receipt?.signature).toBeDefined()
  expect(outcome.house.commits).toEqual([])
  expect(outcome.house.rejected).toHaveLength(1)
}

describe('signatures that are odd and right', () => {
  it.each([
    ['24 without signed attributes', ['-noattr']],
    ['25 without certificates', ['-nocerts']],
    ['25 signer by key identifier', ['-keyid']],
    ['26 in BER', ['-stream']],
    ['27 with a stranger signing as well', ['both', '-signer', 'x.crt', '-inkey', 'x.key']],
    ['30 by PSS', ['-keyopt', 'rsa_padding_mode:pss']],
  ])('%s', async (_, extra) =>
    expectTaken(await bench.takeSigned(multipartSigned(content, bench.sign(content, ...extra)))),
  )

  it('27 with the stranger signing first', async () => {
    const signature = bench.sign(content, '-signer', 'x.crt', '-inkey', 'x.key', '-signer', 's.crt', '-inkey', 's.key')
    expectTaken(await bench.takeSigned(multipartSigned(content, signature)))
  })

  it.each(['sha1', 'sha384', 'sha512'])('28 by %s', async algorithm => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content, '-md', algorithm)))
    expectTaken(outcome, content, bytesOf(ediText), algorithm)
    expect(parseMicalg(outcome.receipt?.mic?.algorithm ?? '')).toBe(algorithm)
  })

  const spellings = [
    'SHA256',
    'sha-256',
    'SHA_256',
    'sha2_256',
    'sha2-256',
    '"sha256"',
    'rsa-sha256',
    'md5',
    'nonsense',
    '',
  ]
  it.each(spellings)('28 with micalg written %s', async spelling => {
    const type = `multipart/signed; protocol="application/pkcs7-signature"; micalg=${spelling}; boundary=b`
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content)), { 'content-type': type })
    expectTaken(outcome)
  })

  it('28 without micalg or protocol', async () => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content)), {
      'content-type': 'multipart/signed; boundary=b',
    })
    expectTaken(outcome)
  })

  it.each([
    ['SHA-1', 'sha1'],
    ['sha-512', 'sha512'],
    ['SHA2_384', 'sha384'],
  ])('spells the MIC algorithm %s as it was asked for', async (asked, algorithm) => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content, '-md', algorithm)), {
      'disposition-notification-options': `signed-receipt-protocol=required,pkcs7-signature;signed-receipt-micalg=required,${asked}`,
    })
    expectTaken(outcome, content, bytesOf(ediText), algorithm)
    expect(outcome.receipt?.mic?.algorithm).toBe(asked)
    expect(outcome.receipt?.signature?.digest).toBe(algorithm)
  })

  it('29 by MD5, where that is agreed', async () => {
    const body = multipartSigned(content, bench.sign(content, '-md', 'md5'))
    expectTaken(
      await bench.takeSigned(body, {}, bench.houseWith({ signature: 'md5' })),
      content,
      bytesOf(ediText),
      'md5',
    )
  })

  it('31 opaque', async () => {
    const outcome = await bench.takeCms(bench.sign(content, '-nodetach'), {
      'content-type': 'application/pkcs7-mime; smime-type=signed-data; name=smime.p7m',
    })
    expectTaken(outcome)
  })

  it('35 by an expired certificate, where that is accepted, with a warning', async () => {
    const house = bench.houseWith({
      partnerCertificates: [bench.pem('old').certificate],
      expiredCertificates: 'accept',
    })
    const outcome = await bench.takeSigned(
      multipartSigned(content, bench.sign(content, '-signer', 'old.crt', '-inkey', 'old.key')),
      {},
      house,
    )
    expectTaken(outcome)
    expect(house.commits[0]?.warnings[0]).toMatch(/valid from 2020-01-01 to 2021-01-01/)
  })

  it.each([
    ['in one endless line', (signature: Buffer) => signature.toString('base64')],
    ['with LF', (signature: Buffer) => base64Lines(signature, '\n')],
    ['without padding', (signature: Buffer) => signature.toString('base64').replace(/=+$/, '')],
    ['with blanks in it', (signature: Buffer) => signature.toString('base64').replace(/.{50}/g, '$&  ')],
  ])('36 base64 %s', async (_, encode) => {
    expectTaken(await bench.takeSigned(multipartSigned(content, bench.sign(content), { encode })))
  })

  it('37 as raw DER without encoding header, CRLF after it', async () => {
    const shape = {
      signatureHeaders: ['Content-Type: application/x-pkcs7-signature; name=EDIINTSIG.p7s'],
      encode: (signature: Buffer) => Buffer.concat([signature, bytesOf('\r\n')]),
    }
    expectTaken(await bench.takeSigned(multipartSigned(content, bench.sign(content), shape)))
  })
})

describe('signatures that are wrong', () => {
  it('29 by MD5, which is not agreed', async () => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content, '-md', 'md5')))
    expectRefused(outcome, 'processed/error: authentication-failed')
  })

  it('32 over other bytes: the MIC is that of what arrived', async () => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(bytesOf('something else'))))
    expectRefused(outcome, 'processed/error: integrity-check-failed')
    expect(outcome.receipt?.mic?.value.equals(digest(content))).toBe(true)
  })

  it('33 with the last octet flipped', async () => {
    const signature = bench.sign(content)
    signature[signature.length - 1]! ^= 1
    expectRefused(await bench.takeSigned(multipartSigned(content, signature)), 'processed/error: authentication-failed')
  })

  it('34 by a stranger whose certificate is embedded', async () => {
    const signature = bench.sign(content, '-signer', 'x.crt', '-inkey', 'x.key')
    expectRefused(await bench.takeSigned(multipartSigned(content, signature)), 'processed/error: authentication-failed')
  })

  it('35 by an expired certificate, with the reason', async () => {
    const house = bench.houseWith({ partnerCertificates: [bench.pem('old').certificate] })
    const signature = bench.sign(content, '-signer', 'old.crt', '-inkey', 'old.key')
    const outcome = await bench.takeSigned(multipartSigned(content, signature), {}, house)
    expectRefused(outcome, 'processed/error: authentication-failed')
    expect(outcome.receipt?.text).toContain('valid from 2020-01-01 to 2021-01-01')
  })

  it('36 cut short', async () => {
    const encode = (signature: Buffer) => base64Lines(signature).slice(0, 200)
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(content), { encode }))
    expectRefused(outcome, 'processed/error: authentication-failed')
  })

  it('signed attributes passed off as the content of a signature that has none', async () => {
    const forged = join(setOf(sequence(oid(oids.messageDigest), setOf(octetString([digest(content)])))))
    const outcome = await bench.takeSigned(multipartSigned(forged, bench.sign(forged, '-noattr')))
    expectRefused(outcome, 'processed/error: authentication-failed')
  })

  it('54 missing although required', async () => {
    const outcome = await bench.take(
      { 'content-type': 'application/edi-x12' },
      bytesOf(ediText),
      bench.houseWith({ requireSignature: true }),
    )
    expectRefused(outcome, 'processed/error: insufficient-message-security')
  })
})

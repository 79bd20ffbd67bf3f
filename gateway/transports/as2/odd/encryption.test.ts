import { randomBytes } from 'node:crypto'
import { deflateRawSync, deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { context, integer, join, octetString, oid, sequence } from '../../../../translators/asn1/der.ts'
import { collect, memory } from '../bytes/source.ts'
import { contentInfo } from '../cms/algorithm.ts'
import { readCertificate } from '../cms/certificate.ts'
import { compress } from '../cms/compressed-data.ts'
import { encrypt } from '../cms/enveloped-data.ts'
import { type Cipher, oids } from '../cms/oids.ts'
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
import type { House } from '../testing/house.ts'
import { identity } from '../testing/identities.ts'
import { ediText } from '../testing/messages.ts'

const bench = await Bench.open()
afterAll(() => bench.close())

const edi = bytesOf(ediText)
const content = part(['Content-Type: application/EDI-X12'], edi)
const signedEntity = (signed: Uint8Array = content) =>
  part(
    ['Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha256; boundary="b"'],
    multipartSigned(signed, bench.sign(signed)),
  )
const squeeze = async (inner: Uint8Array) => await collect(await compress(memory(inner)))
const compressedEntity = async (inner: Uint8Array) =>
  part(['Content-Type: application/pkcs7-mime; smime-type=compressed-data; name="smime.p7m"'], await squeeze(inner))

function expectTaken(outcome: Outcome, covered: Uint8Array, payload: Uint8Array = edi) {
  expect(outcome.house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(outcome.disposition).toBe('processed')
  expect(outcome.receipt?.mic?.value.toString('hex')).toBe(digest(covered).toString('hex'))
  expect(committed(outcome).equals(payload)).toBe(true)
}

function expectRefused(outcome: Outcome, disposition: string) {
  expect(outcome.status).toBe(200)
  expect(outcome.disposition).toBe(disposition)
  expect(outcome.receipt?.outcome).toBe('negative')
  expect(outcome.receipt?.mic).toBeUndefined()
  expect(outcome.house.commits).toEqual([])
  expect(outcome.house.rejected).toHaveLength(1)
}

describe('encrypted and signed', () => {
  it.each([
    ['38 3DES', ['-des3', 'r.crt']],
    ['38 AES-128', ['-aes128', 'r.crt']],
    ['38 AES-192', ['-aes192', 'r.crt']],
    ['38 BER, ciphertext in segments', ['-aes256', '-stream', 'r.crt']],
    ['39 two recipients, ours last', ['-aes256', 'x.crt', 'r.crt']],
    ['39 recipient by key identifier', ['-aes256', '-keyid', 'r.crt']],
    [
      '40 OAEP with SHA-256',
      ['-aes256', '-recip', 'r.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'],
    ],
    ['40 OAEP with its defaults', ['-aes256', '-recip', 'r.crt', '-keyopt', 'rsa_padding_mode:oaep']],
    ['41 AES-256-GCM', ['-aes-256-gcm', 'r.crt']],
  ])('%s', async (_, how) => expectTaken(await bench.takeCms(bench.encrypt(signedEntity(), ...how)), content))

  it.each([
    ['8 base64 announced, DER sent', { 'content-transfer-encoding': 'base64' }, (sealed: Buffer) => sealed],
    [
      '9 base64 announced and sent',
      { 'content-transfer-encoding': 'base64' },
      (sealed: Buffer) => bytesOf(base64Lines(sealed)),
    ],
    ['base64 sent and not announced', {}, (sealed: Buffer) => bytesOf(sealed.toString('base64'))],
    ['46 LF after the DER', {}, (sealed: Buffer) => Buffer.concat([sealed, bytesOf('\n')])],
    [
      '61 any octets after the DER, which are not read',
      {},
      (sealed: Buffer) => Buffer.concat([sealed, bytesOf('ISA*9')]),
    ],
    ['CR, LF and NUL after the DER', {}, (sealed: Buffer) => Buffer.concat([sealed, bytesOf('\r\n\0\0')])],
    ['without smime-type', { 'content-type': 'application/pkcs7-mime' }, (sealed: Buffer) => sealed],
    [
      'as x-pkcs7-mime, in capitals',
      { 'content-type': 'Application/X-PKCS7-MIME;Smime-Type=enveloped-data' },
      (sealed: Buffer) => sealed,
    ],
    [
      'with the wrong smime-type',
      { 'content-type': 'application/pkcs7-mime; smime-type=compressed-data' },
      (sealed: Buffer) => sealed,
    ],
  ])('%s', async (_, headers, form) =>
    expectTaken(await bench.takeCms(form(bench.encrypt(signedEntity())), headers), content),
  )

  it('for another of our keys, during a roll-over', async () => {
    const keys = [{ ...bench.pem('x'), useFrom: '2026-07-01T00:00:00Z' }, bench.pem('r')]
    expectTaken(await bench.takeCms(bench.encrypt(signedEntity()), {}, bench.houseWith({ keys })), content)
  })
})

describe('encrypted by Bouncy Castle', () => {
  const keyTransport = 'rsa-pkcs1' as const
  const sealedFor = async (name: 'r' | 'x', cipher: Cipher, gcmTag: 'apart' | 'appended' = 'appended') => {
    const recipient = readCertificate(bench.pem(name).certificate)
    return Buffer.from(await collect(encrypt(memory(signedEntity()), recipient, cipher, { keyTransport, gcmTag })))
  }

  it.each(['aes128-gcm', 'aes192-gcm', 'aes256-gcm'] as const)(
    '%s, its tag at the end of the ciphertext',
    async cipher => {
      expectTaken(await bench.takeCms(await sealedFor('r', cipher)), content)
    },
  )

  it('GCM with one octet of such a tag changed, and cut to less than a tag', async () => {
    const sealed = await sealedFor('r', 'aes256-gcm')
    sealed[sealed.length - 1]! ^= 1
    expectRefused(await bench.takeCms(sealed), 'processed/error: decryption-failed')
  })
})

describe('encrypted and unreadable', () => {
  it('42 with ciphers that are no longer supported, by name', async () => {
    for (const [cipher, name] of [
      ['-rc2-40', '1.2.840.113549.3.2 (RC2)'],
      ['-des', '1.3.14.3.2.7 (DES)'],
    ] as const) {
      const outcome = await bench.takeCms(
        bench.encrypt(signedEntity(), '-provider', 'legacy', '-provider', 'default', cipher, 'r.crt'),
      )
      expectRefused(outcome, 'processed/error: decryption-failed')
      expect(outcome.receipt?.text).toContain(name)
    }
  })

  it('41 GCM with one octet of its tag changed', async () => {
    const sealed = bench.encrypt(signedEntity(), '-aes-256-gcm', 'r.crt')
    sealed[sealed.length - 1]! ^= 1
    expectRefused(await bench.takeCms(sealed), 'processed/error: decryption-failed')
  })

  it('43 for a stranger only', async () => {
    expectRefused(
      await bench.takeCms(bench.encrypt(signedEntity(), '-aes256', 'x.crt')),
      'processed/error: decryption-failed',
    )
  })

  it('44, 45 wrong key and flipped end get the same words; cut is refused too', async () => {
    const sealed = bench.encrypt(signedEntity())
    const flip = (at: number) => {
      const copy = Buffer.from(sealed)
      copy[at]! ^= 0x55
      return bench.takeCms(copy)
    }
    const wrongKey = await flip(sealed.indexOf(Buffer.from('2a864886f70d010101', 'hex')) + 40)
    const badEnd = await flip(sealed.length - 1)
    for (const outcome of [wrongKey, badEnd]) expectRefused(outcome, 'processed/error: decryption-failed')
    expect(wrongKey.receipt?.text).toBe(badEnd.receipt?.text)
    expectRefused(await bench.takeCms(sealed.subarray(0, -40)), 'processed/error: decryption-failed')
  })

  it('octets that a wrong key left, under padding that happens to hold', async () => {
    expectRefused(await bench.takeCms(bench.encrypt(randomBytes(500))), 'processed/error: decryption-failed')
    const file = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(500)])
    expectTaken(await bench.takeCms(bench.encrypt(file)), file, file)
  })

  it('for the second of two certificates of ours with one name and number', async () => {
    const again = await identity('r')
    const house = bench.houseWith({ keys: [{ ...again, uses: ['encrypt'] }, bench.pem('r')] })
    expectTaken(await bench.takeCms(bench.encrypt(signedEntity()), {}, house), content)
  })

  it('something that is no CMS at all', async () => {
    expectRefused(await bench.takeCms(bytesOf('hello')), 'processed/error: decryption-failed')
  })
})

describe('46 bare documents inside, without MIME headers', () => {
  it.each([
    [ediText, 'application/edi-x12'],
    ["UNA:+.? '\r\nUNB+UNOA:1+A+B'", 'application/edifact'],
    ["UNB+UNOA:1+A+B'", 'application/edifact'],
    ['<?xml version="1.0"?><a b="c: d"/>', 'application/xml'],
    ['plain words', 'application/octet-stream'],
  ])('%#', async (text, type) => {
    const outcome = await bench.takeCms(bench.encrypt(bytesOf(text)))
    expectTaken(outcome, bytesOf(text), bytesOf(text))
    expect(outcome.house.commits[0]?.message.contentType).toBe(type)
  })

  it('an unneeded boundary line around the content', async () => {
    const boxed = Buffer.concat([bytesOf('--zz\r\n'), content, bytesOf('\r\n--zz--\r\n')])
    expectTaken(await bench.takeCms(bench.encrypt(boxed)), content)
  })
})

describe('47, 50 what the MIC covers', () => {
  const type = (entity: Buffer) => /Content-Type: ([^\r]*)/.exec(entity.toString('latin1'))![1]!
  const takeEntity = (entity: Buffer, headers: Record<string, string> = {}, house?: House) =>
    bench.take({ 'content-type': type(entity), ...headers }, entity.subarray(entity.indexOf('\r\n\r\n') + 4), house)

  it('row a: signed', async () => expectTaken(await takeEntity(signedEntity()), content))
  it('row b: compressed, then signed', async () => {
    const squeezed = await compressedEntity(content)
    expectTaken(await takeEntity(signedEntity(squeezed)), squeezed)
    expectTaken(await bench.takeCms(bench.encrypt(signedEntity(squeezed))), squeezed)
  })
  it('row c: signed, then compressed', async () => {
    expectTaken(await takeEntity(await compressedEntity(signedEntity())), content)
    expectTaken(await bench.takeCms(bench.encrypt(await compressedEntity(signedEntity()))), content)
  })
  it('row d: encrypted only', async () => expectTaken(await bench.takeCms(bench.encrypt(content)), content))
  it('row d: header lines in LF count as CRLF, the body as it is', async () => {
    const payload = bytesOf('a\nb\n')
    const sent = part(['Content-Type: text/csv'], payload, '\n')
    expectTaken(await bench.takeCms(bench.encrypt(sent)), part(['Content-Type: text/csv'], payload), payload)
  })
  it('row e: encrypted and compressed', async () => {
    expectTaken(await bench.takeCms(bench.encrypt(await compressedEntity(content))), content)
  })
  it('row f: compressed only', async () => expectTaken(await takeEntity(await compressedEntity(content)), content))
  it('row f, as OpenAS2 and mendelson have it: the document without its headers, by setting', async () => {
    const house = bench.houseWith({ compressedMicHeaders: false })
    expectTaken(await takeEntity(await compressedEntity(content), {}, house), edi)
    const sealed = bench.encrypt(await compressedEntity(content))
    expectTaken(await bench.takeCms(sealed, {}, bench.houseWith({ compressedMicHeaders: false })), content)
  })

  it('row f, as mendelson sends it: the compressed part as the body, under the type of the document', async () => {
    const body = await compressedEntity(content)
    expectTaken(await bench.take({ 'content-type': 'application/EDI-X12' }, body), content)
  })

  it('row g: plain, the HTTP body alone', async () => expectTaken(await takeEntity(content), edi))
  it('51 plain, beginning with CRLF', async () => {
    const payload = bytesOf('\r\n\r\nISA*')
    expectTaken(await bench.take({ 'content-type': 'application/edi-x12' }, payload), payload, payload)
  })
  it('plain, SHA-1 where no algorithm was asked for', async () => {
    const outcome = await bench.take({ 'content-type': 'text/csv', 'disposition-notification-options': undefined }, edi)
    expect(outcome.receipt).toMatchObject({ outcome: 'positive', mic: { digest: 'sha1' }, signature: undefined })
    expect(outcome.receipt?.mic?.value.equals(digest(edi, 'sha1'))).toBe(true)
  })
})

describe('compression that cannot be undone', () => {
  const around = (zlib: Buffer) => {
    const encapsulated = sequence(oid(oids.data), context(0, octetString([zlib])))
    return join(contentInfo(oids.compressedData, sequence(integer(0), sequence(oid(oids.zlib)), encapsulated)))
  }
  const take = (body: Buffer, house = bench.houseWith({})) =>
    bench.take({ 'content-type': 'application/pkcs7-mime; smime-type=compressed-data' }, body, house)

  it('48 compressed twice', async () => {
    expectRefused(await take(await squeeze(await compressedEntity(content))), 'processed/error: decompression-failed')
  })
  it.each([
    ['raw deflate', deflateRawSync(content)],
    ['cut zlib', deflateSync(content).subarray(0, 30)],
  ])('49 %s', async (_, zlib) => expectRefused(await take(around(zlib)), 'processed/error: decompression-failed'))

  it('49 a bomb, refused at the limit without being held', async () => {
    const bomb = around(deflateSync(Buffer.alloc(256 * 1024 * 1024)))
    const house = bench.houseWith({ maxBytes: 1024 * 1024 })
    const before = process.memoryUsage().rss
    expectRefused(await take(bomb, house), 'processed/error: decompression-failed')
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024)
  })
  it('not even compressed data', async () => {
    expectRefused(await take(bytesOf('hello')), 'processed/error: decompression-failed')
  })
})

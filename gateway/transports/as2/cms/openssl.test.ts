import { afterAll, describe, expect, it } from 'vitest'
import { collect, memory, type Source } from '../bytes/source.ts'
import { readKeyPair } from '../keys.ts'
import { drip } from '../testing/drip.ts'
import { identity, testTime } from '../testing/identities.ts'
import { OpenSsl } from '../testing/openssl.ts'
import { type KeyPair, readCertificate } from './certificate.ts'
import { encrypt } from './enveloped-data.ts'
import { type Cipher, ciphers } from './oids.ts'
import { decrypt } from './open-envelope.ts'
import { signDetached } from './signed-data.ts'
import { readEnclosing, readSignedData, verifySignedData } from './verify.ts'

const openssl = new OpenSsl()
afterAll(() => openssl.remove())

const content = Buffer.from('Content-Type: application/EDI-X12\r\n\r\nISA*00*\n\0\x1a\xff no line end', 'latin1')
openssl.write('content', content)

async function party(name: string, kind?: Parameters<typeof identity>[1]): Promise<KeyPair> {
  const pem = await identity(name, kind)
  openssl.write(`${name}.crt`, pem.certificate)
  openssl.write(`${name}.key`, pem.privateKey)
  const pair = readKeyPair(pem)
  if (!pair.ok) throw new Error(pair.detail)
  return pair.value
}

const s = await party('s')
const x = await party('x')
const big = await party('big', { keySize: 4096 })
const curve = await party('curve', { curve: 'P-256' })
const curve384 = await party('curve384', { curve: 'P-384' })
const signedAs = (bytes: Source) => [{ name: 'as sent', bytes: () => bytes }]
const verification = ['cms', '-verify', '-binary', '-inform', 'DER', '-content', 'content', '-CAfile']

/** Verified in memory and piece by piece, with one outcome. */
async function verify(signature: Uint8Array, pairs: KeyPair[], bytes: Uint8Array = content) {
  const signed = readSignedData(signature)
  if (!signed.ok) return signed
  const certificates = pairs.map(({ certificate }) => certificate)
  const verified = await verifySignedData(signed.value, signedAs(memory(bytes)), certificates)
  expect(await verifySignedData(signed.value, signedAs(drip(bytes)), certificates)).toEqual(verified)
  return verified
}

const options = {
  scheme: 'pkcs1',
  attributes: true,
  algorithmProtection: false,
  embedCertificate: true,
  at: testTime,
} as const

describe('signatures that we make', () => {
  const cases = (['sha1', 'sha256', 'sha384', 'sha512', 'md5'] as const).flatMap(digest =>
    [
      { key: s, file: 's', over: {} },
      { key: s, file: 's', over: { attributes: false } },
      { key: s, file: 's', over: { scheme: 'pss' as const } },
      { key: big, file: 'big', over: { algorithmProtection: true } },
      { key: curve, file: 'curve', over: {} },
      { key: curve384, file: 'curve384', over: { attributes: false } },
    ].map(one => ({ ...one, digest })),
  )
  const possible = cases.filter(({ digest, file }) => !(digest === 'md5' && file.startsWith('curve')))
  it.each(possible)('openssl verifies $digest by $file, $over', async ({ key, file, over, digest }) => {
    const { signature } = await signDetached(drip(content), key, {
      ...options,
      ...over,
      digest,
    })
    openssl.write('signature.der', signature)
    const verified = openssl.run(...verification, `${file}.crt`, '-in', 'signature.der', '-no_check_time')
    expect(Buffer.compare(verified, content)).toBe(0)
    expect(await verify(signature, [key])).toMatchObject({ ok: true, value: { digest } })
  })

  it('are plain DER that asn1parse reads to the end', async () => {
    const { signature } = await signDetached(memory(content), s, { ...options, digest: 'sha256' })
    openssl.write('signature.der', signature)
    expect(openssl.run('asn1parse', '-inform', 'DER', '-in', 'signature.der').toString()).not.toMatch(
      /inf|cons: *error/,
    )
  })
})

describe('signatures that openssl makes', () => {
  const sign = (...extra: string[]) =>
    openssl.run(
      'cms',
      '-sign',
      '-binary',
      '-outform',
      'DER',
      '-in',
      'content',
      '-signer',
      's.crt',
      '-inkey',
      's.key',
      ...extra,
    )
  const digests = ['md5', 'sha1', 'sha256', 'sha384', 'sha512']
  it.each([
    ...digests.map(digest => ['-md', digest]),
    ['-noattr'],
    ['-nocerts'],
    ['-keyid'],
    ['-stream'],
    ['-keyopt', 'rsa_padding_mode:pss'],
    ['-md', 'sha512', '-keyopt', 'rsa_padding_mode:pss', '-keyopt', 'rsa_pss_saltlen:20'],
    ['-noattr', '-keyopt', 'rsa_padding_mode:pss'],
  ])('verify: %s %s', async (...extra) => {
    const signature = sign(...extra)
    expect(await verify(signature, [s])).toMatchObject({ ok: true })
    expect(await verify(signature, [x, s])).toMatchObject({ ok: true })
    expect(await verify(signature, [x])).toMatchObject({ ok: false, reason: 'unauthenticated' })
    const reason = extra.includes('-noattr') ? 'unauthenticated' : 'altered'
    expect(await verify(signature, [s], Buffer.concat([content, Buffer.from('!')]))).toMatchObject({
      ok: false,
      reason,
    })
  })

  it.each(['curve', 'curve384'])('verify by ECDSA: %s', async file => {
    const key = file === 'curve' ? curve : curve384
    const signature = openssl.run(
      ...[
        'cms',
        '-sign',
        '-binary',
        '-outform',
        'DER',
        '-in',
        'content',
        '-signer',
        `${file}.crt`,
        '-inkey',
        `${file}.key`,
      ],
    )
    expect(await verify(signature, [s, key])).toMatchObject({ ok: true })
    expect(await verify(signature, [s])).toMatchObject({ ok: false, reason: 'unauthenticated' })
  })

  it.each(['0', '-5', '0xffffffffffffffffffffffffffffffffffffffff'])(
    'verify under a certificate with the serial number %s',
    async serial => {
      const subject = ['-subj', '/C=US/O=A # & B */CN=odd', '-days', '3650']
      openssl.run('req', '-x509', '-new', '-key', 's.key', '-out', 'odd.crt', '-set_serial', serial, ...subject)
      const certificate = readCertificate(openssl.read('odd.crt'))
      const pair = { ...s, certificate }
      const by = ['-in', 'content', '-signer', 'odd.crt', '-inkey', 's.key', '-nocerts']
      const signature = openssl.run('cms', '-sign', '-binary', '-outform', 'DER', ...by)
      expect(await verify(signature, [pair])).toMatchObject({ ok: true })
      openssl.write(
        'sealed.der',
        openssl.run('cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content', '-aes256', 'odd.crt'),
      )
      const opened = await decrypt(memory(openssl.read('sealed.der')), [pair])
      expect(opened.ok && (await collect(opened.value.content)).equals(content)).toBe(true)
    },
  )

  it('hold with two signers when either is known', async () => {
    const signature = sign('-signer', 'x.crt', '-inkey', 'x.key')
    for (const known of [s, x]) expect(await verify(signature, [known])).toMatchObject({ ok: true })
    expect(await verify(signature, [big])).toMatchObject({ ok: false, reason: 'unauthenticated' })
  })

  it('enclose their content with -nodetach, in DER and in segments', async () => {
    for (const extra of [[], ['-stream']]) {
      const signature = sign('-nodetach', ...extra)
      for (const source of [memory(signature), drip(signature)]) {
        const signed = await readEnclosing(source)
        expect(signed).toMatchObject({ ok: true })
        expect(signed.ok && (await collect(signed.value.content!)).equals(content)).toBe(true)
      }
    }
  })

  it('do not hold with the last octet flipped', async () => {
    const signature = sign()
    signature[signature.length - 1]! ^= 1
    expect(await verify(signature, [s])).toMatchObject({ ok: false, reason: 'unauthenticated' })
  })
})

describe('envelopes that we make', () => {
  const transports = ['rsa-pkcs1', 'rsa-oaep-sha1', 'rsa-oaep-sha256'] as const
  const cases = (Object.keys(ciphers) as Cipher[]).flatMap(cipher =>
    transports.map(transport => ({ cipher, transport })),
  )
  it.each(cases)('openssl opens $cipher with $transport', async ({ cipher, transport }) => {
    const sealed = await collect(
      encrypt(drip(content, 20), s.certificate, cipher, { keyTransport: transport, gcmTag: 'apart' }),
    )
    openssl.write('sealed.der', sealed)
    const opened = openssl.run(
      ...['cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'sealed.der', '-recip', 's.crt', '-inkey', 's.key'],
    )
    expect(Buffer.compare(opened, content)).toBe(0)
    expect(await decrypt(memory(sealed), [x, s])).toMatchObject({ ok: true, value: { cipher } })
    expect(await decrypt(memory(sealed), [x])).toMatchObject({ ok: false, reason: 'undecryptable' })
  })
})

describe('envelopes that openssl makes', () => {
  const seal = (...extra: string[]) =>
    openssl.run('cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'content', ...extra)
  /** Whether it opens to the content, in memory and piece by piece, or why not. */
  const open = async (sealed: Uint8Array, keys = [s]) => {
    const outcomes = await Promise.all(
      [memory(sealed), drip(sealed)].map(async source => {
        const opened = await decrypt(source, keys)
        return opened.ok ? Buffer.compare(await collect(opened.value.content), content) === 0 : opened.reason
      }),
    )
    expect(outcomes[1]).toBe(outcomes[0])
    return outcomes[0]
  }
  it.each([
    ...['-des3', '-aes128', '-aes192', '-aes256'].flatMap(cipher => [
      [cipher, 's.crt'],
      [cipher, '-stream', 's.crt'],
    ]),
    ['-aes-128-gcm', 's.crt'],
    ['-aes-256-gcm', 's.crt'],
    ['-aes-256-gcm', '-stream', 's.crt'],
    ['-aes256', '-keyid', 's.crt'],
    ['-aes256', 'x.crt', 's.crt'],
    ['-aes256', 'big.crt', 'x.crt', 's.crt'],
    ['-aes256', '-recip', 's.crt', '-keyopt', 'rsa_padding_mode:oaep'],
    ['-aes256', '-recip', 's.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha256'],
    ['-aes256', '-recip', 's.crt', '-keyopt', 'rsa_padding_mode:oaep', '-keyopt', 'rsa_oaep_md:sha512'],
    [
      ...['-aes256', '-recip', 's.crt', '-keyopt', 'rsa_padding_mode:oaep'],
      ...['-keyopt', 'rsa_oaep_md:sha256', '-keyopt', 'rsa_mgf1_md:sha1'],
    ],
  ])('open: %s %s %s %s', async (...extra) => {
    expect(await open(seal(...extra))).toBe(true)
  })

  it('of a 4096-bit key open', async () => expect(await open(seal('-aes256', 'big.crt'), [s, big])).toBe(true))

  it.each(['-rc2-40', '-des'])('with %s are refused by the name of the cipher', async cipher => {
    const sealed = seal('-provider', 'legacy', '-provider', 'default', cipher, 's.crt')
    const opened = await decrypt(memory(sealed), [s])
    expect(opened).toMatchObject({
      ok: false,
      reason: 'unsupported',
      detail: expect.stringMatching(/1\.[\d.]+ \((RC2|DES)\)/),
    })
  })

  it('for a stranger do not open', async () => expect(await open(seal('-aes256', 'x.crt'))).toBe('undecryptable'))

  it('do not open when cut, or with one octet of the tag changed', async () => {
    expect(await open(seal('-aes256', 's.crt').subarray(0, -40))).toBe('malformed')
    const sealed = seal('-aes-256-gcm', 's.crt')
    sealed[sealed.length - 1]! ^= 1
    expect(await open(sealed)).toBe('undecryptable')
  })

  it('give one and the same answer for a wrong key, bad padding and bad content', async () => {
    const sealed = seal('-aes256', 's.crt')
    const flipped = (at: number) => {
      const copy = Buffer.from(sealed)
      copy[at]! ^= 0x55
      return decrypt(memory(copy), [s])
    }
    const spoiledKey = await flipped(sealed.indexOf(s.certificate.serial) + 60)
    const spoiledEnd = await flipped(sealed.length - 1)
    expect(spoiledKey).toMatchObject({ ok: false, reason: 'undecryptable' })
    expect(spoiledKey).toEqual(spoiledEnd)
  })
})

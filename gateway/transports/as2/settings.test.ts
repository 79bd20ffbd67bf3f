import { describe, expect, it } from 'vitest'
import { isPrivateAddress } from '../address.ts'
import { newest } from './cms/certificate.ts'
import { credentialsOf } from './keys.ts'
import { as2Settings } from './settings.ts'
import { identity, testTime } from './testing/identities.ts'

const [own, partner, other, next, old] = await Promise.all([
  identity('own'),
  identity('partner'),
  identity('other'),
  identity('next', { curve: 'P-256' }, [2026, 2030]),
  identity('old', { curve: 'P-256' }, [2020, 2021]),
])
const base = { ourId: 'A', partnerId: 'B', keys: [own], partnerCertificates: [partner.certificate] }
const problems = (over: object) =>
  as2Settings
    .safeParse({ ...base, ...over })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('settings', () => {
  it('are complete with names and certificates alone, and survive being stored', () => {
    const parsed = as2Settings.parse(base)
    expect(parsed).toMatchObject({
      signature: 'sha256',
      encryption: 'aes256-cbc',
      receipt: 'sync',
      requireSignature: true,
    })
    expect(as2Settings.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed)
  })

  it.each([
    [
      'a key that is not the certificate’s',
      { keys: [{ ...own, certificate: other.certificate }] },
      'keys.0: the private key and the certificate do not belong together',
    ],
    [
      'a key that is none',
      { keys: [{ ...own, privateKey: '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----' }] },
      'keys.0: the private key',
    ],
    [
      'a certificate that cannot be read',
      { partnerCertificates: ['-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'] },
      'partnerCertificates.0: the certificate cannot be read',
    ],
    ['a name of 129 characters', { ourId: 'x'.repeat(129) }, 'ourId: expected 1 to 128'],
    ['a URL of another scheme', { url: 'ftp://x/' }, 'url: expected an http or https URL'],
  ])('refuse %s and name the place', (_, over, expected) => {
    const [first, ...more] = problems(over)
    expect(first).toContain(expected)
    expect(more).toEqual([])
  })
})

describe('the key to sign with', () => {
  const choose = (keys: object[], now: Date) => {
    const { signers } = credentialsOf(as2Settings.parse({ ...base, keys }))
    return newest(signers, now)?.certificate.subject
  }
  it('is the one that started last, by its own date or by that of the roll-over', () => {
    expect(choose([own, { ...next, useFrom: '2026-07-01T00:00:00Z' }], testTime)).toBe('CN=own')
    expect(choose([own, { ...next, useFrom: '2026-06-01T00:00:00Z' }], testTime)).toBe('CN=next')
    expect(choose([own, { ...next, useFrom: '2026-07-01T00:00:00Z' }], new Date('2026-07-01T00:00:00Z'))).toBe(
      'CN=next',
    )
    expect(choose([own, next], new Date('2029-01-01'))).toBe('CN=next')
    expect(choose([old, own], testTime)).toBe('CN=own')
  })
  it('is none that was revoked or is for decrypting alone, however new', () => {
    expect(choose([own, { ...next, refused: 'was revoked' }], testTime)).toBe('CN=own')
    expect(choose([own, { ...next, uses: ['encrypt'] }], new Date('2029-01-01'))).toBe('CN=own')
  })
  it('is the one that ended last when all have ended', () => {
    expect(choose([old, own, next], new Date('2040-01-01'))).toBe('CN=next')
  })
})

describe('private addresses', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:8.8.8.8',
    '64:ff9b:1::a9fe:a9fe',
    '2002:7f00:1::',
    '2001:0:7f00:1::',
    'fec0::1',
    'nonsense',
  ])('%s is one', address => expect(isPrivateAddress(address)).toBe(true))
  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111'])('%s is none', address =>
    expect(isPrivateAddress(address)).toBe(false),
  )
})

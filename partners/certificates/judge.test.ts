import { afterAll, describe, expect, it } from 'vitest'
import type { CertificateUse } from '../../db/schema/index.ts'
import { type CertificateDetails, daysLeft, shortName, spelledFingerprint } from './describe-certificate.ts'
import { judgeCertificate } from './judge.ts'
import { readCertificateFile } from './read-file.ts'
import { authority, OpenSsl } from './testing/openssl.ts'

const openssl = new OpenSsl()
afterAll(() => openssl.remove())

function made(name: string, options: Parameters<OpenSsl['certificate']>[1] = {}): CertificateDetails {
  openssl.certificate(name, options)
  const read = readCertificateFile(openssl.read(`${name}.crt`))
  if (!read.ok) throw new Error(read.issue.message)
  return read.file.certificates[0]!
}

const day = 86_400_000
const both: CertificateUse[] = ['sign', 'encrypt']
function codes(certificate: CertificateDetails, uses = both, after = 0) {
  const now = new Date(certificate.validFrom.getTime() + after)
  return judgeCertificate(certificate, { owner: 'partner', uses }, now).map(
    ({ severity, code }) => `${severity} ${code}`,
  )
}

describe('describing a certificate', () => {
  const certificate = made('plain', { days: 100 })
  it('tells what openssl tells of it', () => {
    const said = openssl.run('x509', '-in', 'plain.crt', '-noout', '-fingerprint', '-sha256', '-serial').toString()
    expect(said).toContain(spelledFingerprint(certificate.fingerprint))
    expect(said).toContain(`serial=${certificate.serial}`)
    const sha1 = openssl.run('x509', '-in', 'plain.crt', '-noout', '-fingerprint', '-sha1').toString()
    expect(sha1).toContain(spelledFingerprint(certificate.fingerprintSha1))
    expect(certificate).toMatchObject({
      key: { type: 'rsa', bits: 2048 },
      subject: 'CN=plain',
      selfSigned: true,
      authority: false,
      weakSignature: undefined,
      maySign: true,
      mayEncrypt: true,
      mayBeTlsClient: true,
    })
  })

  it.each([
    ['C=US, O=Example\\, Inc., CN=as2.example.com', 'as2.example.com'],
    ['CN=Harbor\\, Pine, O=Example', 'Harbor, Pine'],
    ['O=Example', 'O=Example'],
  ])('is known by its common name: %s', (subject, name) => expect(shortName(subject)).toBe(name))

  it('counts the days that are left', () => {
    const end = certificate.validTo.getTime()
    expect(daysLeft(certificate, new Date(end - day / 2))).toBe(0)
    expect(daysLeft(certificate, new Date(end - 30 * day))).toBe(30)
    expect(daysLeft(certificate, new Date(end + 1000))).toBe(-1)
  })
})

describe('judging a certificate', () => {
  it('has nothing to say of a good one', () => expect(codes(made('good'))).toEqual([]))

  it('refuses what has ended, and warns of what has not begun or ends soon', () => {
    const certificate = made('dated', { days: 100 })
    expect(codes(certificate, both, 101 * day)).toEqual(['error expired'])
    expect(codes(certificate, both, 80 * day)).toEqual(['warning ends-soon'])
    expect(codes(certificate, both, -day)).toEqual(['warning not-yet-valid'])
  })

  it('refuses weak and unknown keys', () => {
    expect(codes(made('weak', { key: ['rsa:1024'] }))).toEqual(['error weak-key'])
    expect(codes(made('edwards', { key: ['ed25519'] }), ['sign'])).toEqual(['error unsupported-key'])
  })

  it('warns of a signature by SHA-1', () => {
    expect(codes(made('sha1', { digest: 'sha1' }))).toEqual(['warning weak-signature'])
  })

  it('asks the key usage for each use', () => {
    const signing = made('signing', { extensions: ['keyUsage=critical,digitalSignature'] })
    expect(codes(signing)).toEqual(['error key-usage'])
    expect(codes(signing, ['sign'])).toEqual([])
    const encryption = made('encryption', { extensions: ['keyUsage=keyEncipherment'] })
    expect(codes(encryption)).toEqual(['error key-usage'])
    expect(codes(encryption, ['encrypt'])).toEqual([])
    const server = made('server', { extensions: ['extendedKeyUsage=serverAuth'] })
    expect(codes(server, ['tls-client'])).toEqual(['error key-usage'])
    expect(codes(made('client', { extensions: ['extendedKeyUsage=clientAuth'] }), ['tls-client'])).toEqual([])
  })

  it('does not encrypt for an elliptic curve', () => {
    const curve = made('curve', { key: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'] })
    expect(curve.key).toEqual({ type: 'ec', curve: 'prime256v1' })
    expect(codes(curve)).toEqual(['error key-usage'])
    expect(codes(curve, ['sign'])).toEqual([])
  })

  it('warns when it is given an authority', () => {
    openssl.certificate('root', { extensions: authority })
    const middle = made('middle', { issuer: 'root', extensions: ['basicConstraints=CA:TRUE'] })
    expect(codes(middle)).toEqual(['warning authority'])
  })
})

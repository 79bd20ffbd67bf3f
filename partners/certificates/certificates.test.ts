import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createCertificate, createRequest } from './create-certificate.ts'
import { daysLeft, readCertificates } from './read-certificate.ts'

const validity = { validFrom: new Date('2026-01-01T00:00:00Z'), validTo: new Date('2028-01-01T00:00:00Z') }
const openssl = (args: string[], input: string | Uint8Array) => execFileSync('openssl', args, { input })

describe('creating certificates', () => {
  it.each([{ keySize: 2048 } as const, { curve: 'P-256' } as const])(
    'makes a key and certificate that belong together: %o',
    async kind => {
      const made = await createCertificate({
        ...kind,
        commonName: 'Söhne, "Ltd" + Co',
        country: 'US',
        serial: '0a1b',
        ...validity,
      })
      const certificate = new X509Certificate(made.certificate)
      expect(certificate.publicKey.equals(createPublicKey(createPrivateKey(made.privateKey)))).toBe(true)
      const text = openssl(['x509', '-noout', '-text', '-nameopt', 'utf8'], made.certificate).toString()
      expect(certificate.subject.replaceAll('\\', '')).toBe('C=US\nCN=Söhne, "Ltd" + Co')
      expect(text).toMatch(/Digital Signature, Key Encipherment/)
      expect(text).toContain('Version: 3')
      expect(certificate.serialNumber).toBe('0A1B')
    },
  )

  it('refuses a serial that is zero', async () => {
    const options = { keySize: 2048, commonName: 'x', serial: '00', ...validity } as const
    await expect(createCertificate(options)).rejects.toThrow(RangeError)
  })

  it('makes a request that openssl verifies', async () => {
    const { request } = await createRequest({ curve: 'P-256', commonName: 'Crossdock', organization: 'Example' })
    expect(openssl(['req', '-noout', '-verify', '-subject'], request).toString()).toContain('CN = Crossdock')
  })
})

describe('reading certificates', async () => {
  const one = await createCertificate({ keySize: 2048, commonName: 'One', serial: '01', ...validity })
  const two = await createCertificate({ curve: 'P-256', commonName: 'Two', serial: '02', ...validity })
  const names = (file: Uint8Array) => {
    const read = readCertificates(file)
    return read.ok ? read.certificates.map(({ subject }) => subject) : read.detail
  }

  it('reads PEM, several at once, with a key between them', () => {
    expect(names(Buffer.from(`noise\n${one.certificate}${one.privateKey}${two.certificate}`))).toEqual([
      'CN=One',
      'CN=Two',
    ])
  })

  it('reads DER', () => {
    expect(names(openssl(['x509', '-outform', 'DER'], one.certificate))).toEqual(['CN=One'])
  })

  it.each(['PEM', 'DER'])('reads PKCS#7 in %s form', form => {
    const folder = mkdtempSync(join(tmpdir(), 'crossdock-certificates-'))
    const file = join(folder, 'both.pem')
    writeFileSync(file, one.certificate + two.certificate)
    const both = openssl(['crl2pkcs7', '-nocrl', '-certfile', file, '-outform', form], '')
    rmSync(folder, { recursive: true })
    expect(new Set(names(both))).toEqual(new Set(['CN=One', 'CN=Two']))
  })

  it('says so of a file that has none', () => {
    expect(names(Buffer.from('hello'))).toMatch(/no certificate/)
    expect(names(new Uint8Array())).toMatch(/no certificate/)
    expect(names(Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'))).toMatch(
      /no certificate/,
    )
  })

  it('tells key, dates and the days that are left', () => {
    const read = readCertificates(Buffer.from(one.certificate))
    const details = read.ok ? read.certificates[0] : undefined
    expect(details).toMatchObject({ key: { type: 'rsa', bits: 2048 }, selfSigned: true, serial: '01', ...validity })
    expect(daysLeft(details!, new Date('2027-12-31T12:00:00Z'))).toBe(0)
    expect(daysLeft(details!, new Date('2028-01-01T00:00:01Z'))).toBe(-1)
  })
})

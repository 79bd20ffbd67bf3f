import { execFileSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type CertificateOptions, createCertificate, createRequest } from './create-certificate.ts'

const validity = { validFrom: new Date('2026-01-01T00:00:00Z'), validTo: new Date('2028-01-01T00:00:00Z') }
const openssl = (args: string[], input: string | Uint8Array) => execFileSync('openssl', args, { input })
const textOf = (certificate: string) => openssl(['x509', '-noout', '-text', '-nameopt', 'utf8'], certificate).toString()

describe('creating certificates', () => {
  it.each([
    [{ keySize: 2048 }, 'Digital Signature, Key Encipherment', 'Public-Key: (2048 bit)'],
    [{ keySize: 3072 }, 'Digital Signature, Key Encipherment', 'Public-Key: (3072 bit)'],
    [{ keySize: 4096, uses: ['encrypt'] }, 'Key Encipherment', 'Public-Key: (4096 bit)'],
    [{ keySize: 2048, uses: ['sign', 'tls-client'] }, 'Digital Signature', 'TLS Web Client Authentication'],
    [{ curve: 'P-256' }, 'Digital Signature', 'NIST CURVE: P-256'],
    [{ curve: 'P-384' }, 'Digital Signature', 'NIST CURVE: P-384'],
  ] as const)('makes a key and certificate that belong together: %o', async (kind, usage, also) => {
    const made = await createCertificate({
      ...(kind as CertificateOptions),
      commonName: 'Söhne, "Ltd" + Co',
      country: 'US',
      serial: '0a1b',
      ...validity,
    })
    const certificate = new X509Certificate(made.certificate)
    expect(certificate.publicKey.equals(createPublicKey(createPrivateKey(made.privateKey)))).toBe(true)
    expect(certificate.subject.replaceAll('\\', '')).toBe('C=US\nCN=Söhne, "Ltd" + Co')
    expect(certificate.serialNumber).toBe('0A1B')
    const text = textOf(made.certificate)
    expect(text).toContain('Version: 3')
    expect(text).toMatch(new RegExp(`Key Usage: *\\n *${usage}\\n`))
    expect(text).toContain(also)
  })

  it('refuses a serial that is zero', async () => {
    const options = { keySize: 2048, commonName: 'x', serial: '00', ...validity } as const
    await expect(createCertificate(options)).rejects.toThrow(RangeError)
  })

  it('makes a request that openssl verifies', async () => {
    const { request } = await createRequest({
      curve: 'P-256',
      commonName: 'Crossdock',
      organization: 'Example',
      uses: ['sign'],
    })
    const text = openssl(['req', '-noout', '-verify', '-subject', '-text'], request).toString()
    expect(text).toContain('CN = Crossdock')
    expect(text).toMatch(/Key Usage: *\n *Digital Signature\n/)
  })
})

import { randomBytes } from 'node:crypto'
import { type CertificateOptions, createCertificate } from '../create-certificate.ts'
import type { CertificateDetails } from '../describe-certificate.ts'
import { readCertificateFile } from '../read-file.ts'

/** When tests of certificates happen. */
export const testTime = new Date('2026-06-15T12:00:00Z')

/** A fresh key and certificate, valid from January 2026 for two years unless said otherwise, and what it says. */
export async function made(
  commonName: string,
  over: Partial<Pick<CertificateOptions, 'validFrom' | 'validTo' | 'uses'>> = {},
): Promise<{ privateKey: string; certificate: CertificateDetails }> {
  const { privateKey, certificate } = await createCertificate({
    keySize: 2048,
    commonName,
    serial: `0${randomBytes(8).toString('hex')}1`,
    validFrom: new Date('2026-01-01T00:00:00Z'),
    validTo: new Date('2028-01-01T00:00:00Z'),
    ...over,
  })
  return { privateKey, certificate: detailsOf(certificate) }
}

/** The first certificate of a PEM text. */
export function detailsOf(pem: string): CertificateDetails {
  const read = readCertificateFile(Buffer.from(pem))
  if (!read.ok) throw new Error(read.issue.message)
  return read.file.certificates[0]!
}

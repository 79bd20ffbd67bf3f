import './reflect-metadata.ts'

import { X509Certificate } from 'node:crypto'
import * as x509 from '@peculiar/x509'

/** What people and settings need to know of a certificate. */
export interface CertificateDetails {
  /** PEM, as settings keep it. */
  pem: string
  subject: string
  issuer: string
  /** Hex, as the issuer wrote it. */
  serial: string
  validFrom: Date
  validTo: Date
  /** SHA-256 of the certificate, upper-case hex with colons: what is compared by telephone. */
  fingerprint: string
  key: { type: 'rsa'; bits: number } | { type: 'ec'; curve: string } | { type: 'other' }
  selfSigned: boolean
}

/** The certificates of a file, or why it has none. */
export type ReadCertificates = { ok: true; certificates: CertificateDetails[] } | { ok: false; detail: string }

/** Reads a certificate file as partners send it: PEM (one or several), DER, or PKCS#7 (P7B) in either form. */
export function readCertificates(file: Uint8Array): ReadCertificates {
  const text = Buffer.from(file).toString('latin1')
  const ders = text.includes('-----BEGIN') ? fromPem(text) : fromDer(file)
  const certificates = ders.flatMap(der => {
    const details = describe(der)
    return details ? [details] : []
  })
  if (certificates.length > 0) return { ok: true, certificates }
  return { ok: false, detail: 'the file has no certificate in PEM, DER or PKCS#7 form' }
}

function fromPem(text: string): Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----/g)
  return [...blocks].flatMap(([, label = '', base64 = '']) => {
    const der = Buffer.from(base64, 'base64')
    if (/PKCS ?#?7/.test(label)) return fromPkcs7(der)
    return /CERTIFICATE$/.test(label) ? fromDer(der) : []
  })
}

function fromDer(der: Uint8Array): Uint8Array[] {
  return describe(der) ? [der] : fromPkcs7(der)
}

/** The package parses strictly and throws at what it cannot read: to us that is a file without certificates. */
function fromPkcs7(der: Uint8Array): Uint8Array[] {
  try {
    const chain = new x509.X509Certificates(Uint8Array.from(der))
    return chain.map(certificate => new Uint8Array(certificate.rawData))
  } catch {
    return []
  }
}

function describe(der: Uint8Array): CertificateDetails | undefined {
  const certificate = parse(der)
  if (!certificate) return undefined
  const { asymmetricKeyType: type, asymmetricKeyDetails: key } = certificate.publicKey
  return {
    pem: certificate.toString(),
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    serial: certificate.serialNumber,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint256,
    key:
      type === 'rsa' || type === 'rsa-pss'
        ? { type: 'rsa', bits: key?.modulusLength ?? 0 }
        : type === 'ec'
          ? { type: 'ec', curve: key?.namedCurve ?? '' }
          : { type: 'other' },
    selfSigned: certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey),
  }
}

function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    return new X509Certificate(der)
  } catch {
    return undefined
  }
}

/** Whole days until a certificate ends; negative once it has. */
export function daysLeft(certificate: Pick<CertificateDetails, 'validTo'>, now: Date): number {
  return Math.floor((certificate.validTo.getTime() - now.getTime()) / 86_400_000)
}

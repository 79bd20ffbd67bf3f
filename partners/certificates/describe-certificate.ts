import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { type Ber, dotted, ids, octets, readBer } from '../../translators/asn1/ber.ts'
import { oids, weakSignatures } from './object-ids.ts'

/** The key inside a certificate. */
export type PublicKeyKind =
  | { type: 'rsa'; bits: number }
  | { type: 'ec'; curve: string }
  | { type: 'other'; name: string }

/** What people and settings need to know of a certificate. */
export interface CertificateDetails {
  /** PEM, as the table keeps it. */
  pem: string
  subject: string
  issuer: string
  /** Hex, as the issuer wrote it. */
  serial: string
  validFrom: Date
  validTo: Date
  /** SHA-256 of the certificate, lower-case hex. */
  fingerprint: string
  /** SHA-1 of the same. */
  fingerprintSha1: string
  /** SHA-256 of the public key (SubjectPublicKeyInfo), lower-case hex: by which a private key or request is known to belong to it. */
  publicKeyHash: string
  key: PublicKeyKind
  selfSigned: boolean
  /** Whether it may sign other certificates (basicConstraints). */
  authority: boolean
  /** `SHA-1`, `MD5` …, where its signature rests on a digest that is broken. */
  weakSignature: string | undefined
  /** Whether its key usage lets its owner sign; true where it says nothing (RFC 5280 §4.2.1.3). */
  maySign: boolean
  /** Whether its key usage lets others encrypt for it. */
  mayEncrypt: boolean
  /** Whether its extended key usage lets its owner show it as a TLS client. */
  mayBeTlsClient: boolean
}

/** SHA-256 of a public key in its SubjectPublicKeyInfo, lower-case hex. */
export function publicKeyHash(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

/** A fingerprint as people compare it by telephone: upper case, a colon between octets. */
export function spelledFingerprint(hex: string): string {
  return hex.toUpperCase().match(/../g)?.join(':') ?? ''
}

/** What a certificate says, or undefined where these bytes (DER) are none. */
export function describeCertificate(der: Uint8Array): CertificateDetails | undefined {
  const certificate = parse(der)
  if (!certificate) return undefined
  const { keyUsage, extendedKeyUsage, signature } = extensionsOf(certificate.raw)
  const digest = (algorithm: string) => createHash(algorithm).update(certificate.raw).digest('hex')
  return {
    pem: certificate.toString(),
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    serial: certificate.serialNumber,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: digest('sha256'),
    fingerprintSha1: digest('sha1'),
    publicKeyHash: publicKeyHash(certificate.publicKey),
    key: kindOf(certificate.publicKey),
    selfSigned: hasSigned(certificate, certificate),
    authority: certificate.ca,
    weakSignature: weakSignatures[signature],
    maySign: !keyUsage || hasBit(keyUsage, 0) || hasBit(keyUsage, 1),
    mayEncrypt: !keyUsage || hasBit(keyUsage, 2) || hasBit(keyUsage, 3),
    mayBeTlsClient:
      !extendedKeyUsage ||
      extendedKeyUsage.includes(oids.clientAuth) ||
      extendedKeyUsage.includes(oids.anyExtendedKeyUsage),
  }
}

/** OpenSSL reads what follows the first value of a "trusted certificate" as a mistake; the certificate itself is whole. */
function parse(der: Uint8Array): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der)
    // A key that cannot be used is found out only when it is asked for.
    return certificate.publicKey ? certificate : undefined
  } catch {
    return undefined
  }
}

/** Whether one certificate was signed with the key of another. Its key usage is not asked: those that sign themselves seldom allow it. */
export function hasSigned(signer: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.issuer === signer.subject && certificate.verify(signer.publicKey)
}

/** The name by which people know a certificate: its common name, or all of its subject where it has none. */
export function shortName(subject: string): string {
  return /(?:^|, )CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1]?.replace(/\\(.)/g, '$1') ?? subject
}

function kindOf(key: KeyObject): PublicKeyKind {
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details } = key
  if (type === 'rsa' || type === 'rsa-pss') return { type: 'rsa', bits: details?.modulusLength ?? 0 }
  if (type === 'ec') return { type: 'ec', curve: details?.namedCurve ?? '' }
  return { type: 'other', name: type }
}

/** Key usages and the algorithm of the signature, which node:crypto does not give. */
function extensionsOf(raw: Buffer) {
  const [tbs, algorithm] = readBer(raw).value.children
  const extensions = tbs?.children.find(({ id }) => id === ids.context(3))?.children[0]?.children ?? []
  const extensionValue = (name: string): Ber | undefined => {
    const extension = extensions.find(({ children }) => dotted(children[0]) === name)
    return extension && readBer(octets(extension.children.at(-1)!)).value
  }
  return {
    keyUsage: extensionValue(oids.keyUsage)?.content,
    extendedKeyUsage: extensionValue(oids.extendedKeyUsage)?.children.map(dotted),
    signature: dotted(algorithm?.children[0]),
  }
}

/** Bit `n` of a BIT STRING, counted from the left; its first octet counts the unused bits. */
function hasBit(bits: Buffer, n: number): boolean {
  return ((bits[1 + (n >> 3)] ?? 0) & (0x80 >> (n & 7))) !== 0
}

/** Whole days until a certificate ends; negative once it has. */
export function daysLeft({ validTo }: Pick<CertificateDetails, 'validTo'>, now: Date): number {
  return Math.floor((validTo.getTime() - now.getTime()) / 86_400_000)
}

import { type KeyObject, X509Certificate } from 'node:crypto'
import { dotted, expectId, ids, octets, readBer } from '../../../../translators/asn1/ber.ts'
import { oids } from './oids.ts'
import { CmsProblem } from './problem.ts'

/** A certificate with what CMS needs of it: the raw names by which signers and recipients are told apart. */
export interface Certificate {
  /** The whole certificate, DER. */
  raw: Buffer
  /** Issuer Name, DER. */
  issuer: Buffer
  /** Serial number, content octets of the INTEGER. */
  serial: Buffer
  /** SubjectKeyIdentifier, if the certificate has one. */
  keyId: Buffer | undefined
  publicKey: KeyObject
  subject: string
  validFrom: Date
  validTo: Date
  /** SHA-256 of the certificate, upper-case hex with colons. */
  fingerprint: string
  /** Why it is refused although it is within its dates, in words for people: it was revoked. */
  refused?: string | undefined
}

/** A private key of ours with the certificate that partners know it by. */
export interface KeyPair {
  privateKey: KeyObject
  certificate: Certificate
}

/** Reads one certificate, PEM or DER. Throws {@link CmsProblem} `malformed`. */
export function readCertificate(pemOrDer: string | Uint8Array): Certificate {
  const x509 = parse(pemOrDer)
  const tbs = expectId(readBer(x509.raw).value.children[0], ids.sequence, 'a certificate')
  const fields = tbs.children[0]?.id === ids.context(0) ? tbs.children.slice(1) : tbs.children
  const serial = expectId(fields[0], ids.integer, 'a serial number')
  const issuer = expectId(fields[2], ids.sequence, 'an issuer')
  const extensions = fields.find(field => field.id === ids.context(3))?.children[0]?.children ?? []
  const keyId = extensions.find(extension => dotted(extension.children[0]) === oids.subjectKeyIdentifier)
  return {
    raw: x509.raw,
    issuer: issuer.raw,
    serial: serial.content,
    keyId: keyId && octets(readBer(octets(keyId.children.at(-1)!)).value),
    publicKey: x509.publicKey,
    subject: x509.subject,
    validFrom: new Date(x509.validFrom),
    validTo: new Date(x509.validTo),
    fingerprint: x509.fingerprint256,
  }
}

function parse(pemOrDer: string | Uint8Array): X509Certificate {
  try {
    return new X509Certificate(pemOrDer)
  } catch (error) {
    throw new CmsProblem('malformed', `not a certificate: ${error instanceof Error ? error.message : error}`)
  }
}

/** Whether the certificate may be used at this moment. */
export function isCurrent(certificate: Certificate, now: Date): boolean {
  return certificate.validFrom <= now && now <= certificate.validTo
}

/** Whether nothing speaks against using it at this moment. */
function isUsable(certificate: Certificate, now: Date): boolean {
  return isCurrent(certificate, now) && certificate.refused === undefined
}

/**
 * The one to use for what we make: of those that are valid and have started (by `useFrom`, else by the certificate's own start) the one
 * that started last; if there is none, the one that ends last.
 */
export function newest<T extends { certificate: Certificate; useFrom?: Date | undefined }>(
  candidates: readonly T[],
  now: Date,
): T | undefined {
  const start = ({ useFrom, certificate }: T) => useFrom ?? certificate.validFrom
  const usable = candidates.filter(one => isUsable(one.certificate, now) && start(one) <= now)
  if (usable.length > 0) return usable.reduce((best, one) => (start(one) > start(best) ? one : best))
  return candidates.toSorted((a, b) => Number(b.certificate.validTo) - Number(a.certificate.validTo))[0]
}

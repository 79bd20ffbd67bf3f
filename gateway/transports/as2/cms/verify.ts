import { createHash, createVerify, verify } from 'node:crypto'
import { type Ber, dotted, expectId, ids, octets, toDer } from '../../../../translators/asn1/ber.ts'
import { tags } from '../../../../translators/asn1/der.ts'
import { keyInput, readAlgorithm, readContentInfo, readDigest, readScheme, type SignatureScheme } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { type Digest, oids } from './oids.ts'
import { CmsProblem, type CmsResult, settle } from './problem.ts'

/** One SignerInfo as received (RFC 5652 §5.3). */
interface Signer {
  issuerAndSerial?: { issuer: Buffer; serial: Buffer }
  keyId?: Buffer
  digest: Digest
  scheme: SignatureScheme
  attributes: Ber | undefined
  signature: Buffer
}

/** A SignedData that was read but not yet verified. */
export interface SignedData {
  /** The enclosed content; undefined if the signature is detached. */
  content: Buffer | undefined
  signers: Signer[]
  /** Why signers were left out. */
  unreadable: string[]
  /** How many octets the structure takes; stations add line ends after it. */
  end: number
}

/** A signature that holds: under which certificate, over which of the variants, and the digest of that. */
export interface Verified {
  certificate: Certificate
  digest: Digest
  mic: Buffer
  variant: string
  signingTime?: Date
}

/** One form of the content that the sender may have signed; made only when the forms before it did not verify. */
export interface Variant {
  name: string
  bytes: () => Uint8Array
}

const maxSigners = 8

/** Reads a SignedData, detached or not. Signers whose algorithms are not supported are left out and named. */
export function readSignedData(bytes: Uint8Array): CmsResult<SignedData> {
  return settle(() => {
    const { type, content, end } = readContentInfo(bytes)
    if (type !== oids.signedData) throw new CmsProblem('malformed', `expected signed data, found ${type}`)
    const encapsulated = expectId(content.children[2], ids.sequence, 'the signed content')
    const enclosed = encapsulated.children[1]?.children[0]
    const infos = expectId(content.children.at(-1), ids.set, 'the signers').children
    if (infos.length > maxSigners) throw new CmsProblem('malformed', `${infos.length} signers`)
    const read = infos.map(info => settle(() => readSigner(info)))
    return {
      content: enclosed && octets(expectId(enclosed, ids.octetString, 'the signed content')),
      signers: read.flatMap(signer => (signer.ok ? [signer.value] : [])),
      unreadable: read.flatMap(signer => (signer.ok ? [] : [signer.detail])),
      end,
    }
  })
}

function readSigner(info: Ber): Signer {
  const [, sid, digestAlgorithm, ...rest] = expectId(info, ids.sequence, 'a signer').children
  const attributes = rest[0]?.id === ids.context(0) ? rest.shift() : undefined
  const [algorithm, signature] = rest
  const digest = readDigest(digestAlgorithm)
  return {
    ...readSignerId(sid),
    digest,
    scheme: readScheme(readAlgorithm(algorithm), digest),
    attributes,
    signature: octets(expectId(signature, ids.octetString, 'a signature')),
  }
}

function readSignerId(sid: Ber | undefined): Pick<Signer, 'issuerAndSerial' | 'keyId'> {
  if (sid?.id === ids.context(0)) return { keyId: octets(sid) }
  const [issuer, serial] = expectId(sid, ids.sequence, 'the signer’s name').children
  return {
    issuerAndSerial: {
      issuer: expectId(issuer, ids.sequence, 'an issuer').raw,
      serial: expectId(serial, ids.integer, 'a serial number').content,
    },
  }
}

/**
 * Verifies under the configured certificates only: one signer that holds is enough, embedded certificates are not looked at.
 * Variants are tried in order; `altered` means that a known signer signed, but none of these.
 */
export function verifySignedData(
  signed: SignedData,
  variants: readonly Variant[],
  certificates: readonly Certificate[],
): CmsResult<Verified> {
  return settle(() => {
    let altered = false
    for (const signer of signed.signers) {
      for (const certificate of candidates(signer, certificates)) {
        const outcome = signer.attributes
          ? verifyAttributes(signer, signer.attributes, variants, certificate)
          : verifyContent(signer, variants, certificate)
        if (outcome === 'altered') altered = true
        else if (outcome) return outcome
      }
    }
    if (altered) throw new CmsProblem('altered', 'the content is not what was signed')
    const why = signed.unreadable.length > 0 ? `: ${signed.unreadable.join('; ')}` : ''
    throw new CmsProblem('unauthenticated', `no signature holds under a certificate of the partner${why}`)
  })
}

/** The certificates that the signer names first, then the others: a renewed certificate may keep the key. */
function candidates(signer: Signer, certificates: readonly Certificate[]): Certificate[] {
  const named = (certificate: Certificate) =>
    signer.issuerAndSerial
      ? certificate.issuer.equals(signer.issuerAndSerial.issuer) &&
        certificate.serial.equals(signer.issuerAndSerial.serial)
      : (certificate.keyId?.equals(signer.keyId ?? Buffer.alloc(0)) ?? false)
  return [...certificates.filter(named), ...certificates.filter(certificate => !named(certificate))]
}

function verifyAttributes(signer: Signer, attributes: Ber, variants: readonly Variant[], certificate: Certificate) {
  const input = keyInput(certificate.publicKey, signer.scheme)
  if (!input || !encodings(attributes).some(form => holds(signer, form, input))) return undefined
  const values = readAttributes(attributes)
  const expected = values.get(oids.messageDigest)
  if (!expected || !protectionAgrees(signer, values.get(oids.algorithmProtection))) return 'altered' as const
  const signed = octets(expected)
  for (const variant of variants) {
    const mic = createHash(signer.digest).update(variant.bytes()).digest()
    if (mic.equals(signed)) {
      return { certificate, digest: signer.digest, mic, variant: variant.name, signingTime: readTime(values) }
    }
  }
  return 'altered' as const
}

/** What the signer may have hashed: the attributes as they stand under a SET tag, and their proper DER (RFC 5652 §5.4). */
function encodings(attributes: Ber): Buffer[] {
  const asSent = Buffer.from(attributes.raw)
  asSent[0] = tags.set
  return [asSent, toDer(attributes, tags.set), toDer(attributes, tags.set, true)]
}

function holds(signer: Signer, data: Uint8Array, input: NonNullable<ReturnType<typeof keyInput>>): boolean {
  return attempt(() => verify(signer.scheme.digest, data, input, signer.signature))
}

/** OpenSSL throws where parameters do not fit the key (a salt too long, a signature of another size): such a signature does not hold. */
function attempt(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function readAttributes(attributes: Ber): Map<string, Ber> {
  const values = new Map<string, Ber>()
  for (const attribute of attributes.children) {
    const value = attribute.children[1]?.children[0]
    if (value) values.set(dotted(attribute.children[0]), value)
  }
  return values
}

/** RFC 6211: the digest that is protected has to be the one that is used. */
function protectionAgrees(signer: Signer, protection: Ber | undefined): boolean {
  return !protection || readDigest(protection.children[0]) === signer.digest
}

function readTime(values: Map<string, Ber>): Date | undefined {
  const text = values.get(oids.signingTime)?.content.toString('latin1') ?? ''
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?/.exec(text)
  if (!match) return undefined
  const [, year = '', month, day, hour, minute, second = '00'] = match
  const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19'
  const at = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}

function verifyContent(signer: Signer, variants: readonly Variant[], certificate: Certificate): Verified | undefined {
  const input = keyInput(certificate.publicKey, signer.scheme)
  if (!input) return undefined
  for (const variant of variants) {
    const bytes = variant.bytes()
    if (looksLikeAttributes(bytes)) continue
    if (attempt(() => createVerify(signer.scheme.digest).update(bytes).verify(input, signer.signature))) {
      const mic = createHash(signer.digest).update(bytes).digest()
      return { certificate, digest: signer.digest, mic, variant: variant.name }
    }
  }
  return undefined
}

/** Signed attributes of another message, passed off as the content of one that has none, would verify. */
function looksLikeAttributes(bytes: Uint8Array): boolean {
  return bytes[0] === tags.set && Buffer.from(bytes.subarray(0, 1024)).includes(messageDigestOid)
}

const messageDigestOid = Buffer.from('06092a864886f70d010904', 'hex')

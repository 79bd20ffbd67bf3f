import { constants, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto'
import { type Ber, dotted, expectId, ids, readBer } from '../../../../translators/asn1/ber.ts'
import { type Chunks, context, integer, nullValue, oid, sequence } from '../../../../translators/asn1/der.ts'
import { type Digest, digestOf, digestOids, ecdsaOids, oids, signatureOids } from './oids.ts'
import { CmsProblem } from './problem.ts'

/** An AlgorithmIdentifier as received (RFC 5280 §4.1.1.2). */
export interface Algorithm {
  oid: string
  parameters: Ber | undefined
}

export function readAlgorithm(value: Ber | undefined): Algorithm {
  const { children } = expectId(value, ids.sequence, 'an algorithm')
  return { oid: dotted(children[0]), parameters: children[1] }
}

/** The digest's AlgorithmIdentifier with NULL parameters, as every known station sends and reads it. */
export const digestAlgorithm = (digest: Digest): Chunks => sequence(oid(digestOids[digest]), nullValue)

/** The digest that an AlgorithmIdentifier names. Throws {@link CmsProblem} `unsupported`. */
export function readDigest(value: Ber | undefined): Digest {
  const algorithm = readAlgorithm(value)
  const digest = digestOf(algorithm.oid)
  if (!digest) throw new CmsProblem('unsupported', `digest algorithm ${algorithm.oid} is not supported`)
  return digest
}

/** How one signature is made or checked: what `node:crypto` needs besides the key. */
export interface SignatureScheme {
  kind: 'pkcs1' | 'pss' | 'ecdsa'
  digest: Digest
  saltLength?: number
}

const saltLengths: Record<Digest, number> = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 }

/** The scheme for a key of ours: ECDSA for an EC key, otherwise RSA as set. */
export function schemeFor(key: KeyObject, digest: Digest, rsa: 'pkcs1' | 'pss'): SignatureScheme {
  if (key.asymmetricKeyType === 'ec') return { kind: 'ecdsa', digest }
  return rsa === 'pss' ? { kind: 'pss', digest, saltLength: saltLengths[digest] } : { kind: 'pkcs1', digest }
}

/** The signatureAlgorithm to send: rsaEncryption for PKCS#1 v1.5, which every station reads. */
export function signatureAlgorithm(scheme: SignatureScheme): Chunks {
  if (scheme.kind === 'pkcs1') return sequence(oid(oids.rsaEncryption), nullValue)
  if (scheme.kind === 'ecdsa') {
    const dottedOid = ecdsaOids[scheme.digest]
    if (!dottedOid) throw new CmsProblem('unsupported', `ECDSA is not signed with ${scheme.digest}`)
    return sequence(oid(dottedOid))
  }
  const hash = digestAlgorithm(scheme.digest)
  const parameters = sequence(
    context(0, hash),
    context(1, sequence(oid(oids.mgf1), hash)),
    context(2, integer(scheme.saltLength ?? saltLengths[scheme.digest])),
  )
  return sequence(oid(oids.rsaPss), parameters)
}

/** The scheme that a SignerInfo names, its digest taken from the signature algorithm where that says one. Throws {@link CmsProblem}. */
export function readScheme(algorithm: Algorithm, digest: Digest): SignatureScheme {
  if (algorithm.oid === oids.rsaEncryption) return { kind: 'pkcs1', digest }
  if (algorithm.oid === oids.rsaPss) return readPss(algorithm.parameters)
  const known = signatureOids[algorithm.oid]
  if (!known) throw new CmsProblem('unsupported', `signature algorithm ${algorithm.oid} is not supported`)
  return { kind: known.scheme, digest: known.digest }
}

/** RSASSA-PSS-params; what is absent has the defaults of RFC 4055 §3.1: SHA-1, MGF1 with SHA-1, 20 octets of salt. */
function readPss(parameters: Ber | undefined): SignatureScheme {
  const field = (n: number) => parameters?.children.find(child => child.id === ids.context(n))?.children[0]
  const hash = field(0)
  const mask = field(1)
  const salt = field(2)
  const digest = hash ? readDigest(hash) : 'sha1'
  const maskDigest = mask ? readDigest(readAlgorithm(mask).parameters) : 'sha1'
  if (maskDigest !== digest) throw new CmsProblem('unsupported', `PSS with ${digest} but a mask by ${maskDigest}`)
  const saltLength = salt ? smallInteger(salt) : 20
  return { kind: 'pss', digest, saltLength }
}

/** A non-negative INTEGER that fits 32 bits. */
export function smallInteger(value: Ber): number {
  const { content } = expectId(value, ids.integer, 'a number')
  if (content.length === 0 || content.length > 4) throw new CmsProblem('malformed', 'a number is out of range')
  return content.readUIntBE(0, content.length)
}

/** The key with the padding that the scheme needs, or undefined if the key is of another kind. */
export function keyInput(key: KeyObject, scheme: SignatureScheme): VerifyKeyObjectInput | undefined {
  const type = key.asymmetricKeyType
  if (scheme.kind === 'ecdsa') return type === 'ec' ? { key } : undefined
  if (scheme.kind === 'pss') {
    if (type !== 'rsa' && type !== 'rsa-pss') return undefined
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: scheme.saltLength }
  }
  return type === 'rsa' ? { key, padding: constants.RSA_PKCS1_PADDING } : undefined
}

/** Whether a key of ours can sign with this digest: RSA with all of them, EC not with MD5, other kinds not at all. */
export function canSign(key: KeyObject, digest: Digest, rsa: 'pkcs1' | 'pss'): boolean {
  const scheme = schemeFor(key, digest, rsa)
  return keyInput(key, scheme) !== undefined && (scheme.kind !== 'ecdsa' || digest in ecdsaOids)
}

/** Opens a ContentInfo (RFC 5652 §3): its type, and the value inside. Throws {@link CmsProblem}. */
export function readContentInfo(bytes: Uint8Array): { type: string; content: Ber; end: number } {
  const { value, end } = readBer(bytes)
  const { children } = expectId(value, ids.sequence, 'a ContentInfo')
  const content = expectId(children[1], ids.context(0), 'the content of a ContentInfo').children[0]
  return { type: dotted(children[0]), content: expectId(content, ids.sequence, 'a sequence'), end }
}

/** Wraps a value into a ContentInfo. */
export const contentInfo = (type: string, content: Chunks): Chunks => sequence(oid(type), context(0, content))

import { createHash, createSign, sign } from 'node:crypto'
import {
  type Chunks,
  context,
  der,
  integer,
  join,
  octetString,
  oid,
  sequence,
  setOf,
  tags,
  time,
} from '../../../../translators/asn1/der.ts'
import { contentInfo, digestAlgorithm, keyInput, schemeFor, signatureAlgorithm } from './algorithm.ts'
import type { KeyPair } from './certificate.ts'
import { type Digest, oids } from './oids.ts'

/** How to sign. `at` is the signing time that is told. */
export interface SigningOptions {
  digest: Digest
  scheme: 'pkcs1' | 'pss'
  attributes: boolean
  algorithmProtection: boolean
  embedCertificate: boolean
  at: Date
}

/** The digest of bytes in pieces. */
export function digestOfChunks(digest: Digest, content: Chunks): Buffer {
  const hash = createHash(digest)
  for (const chunk of content) hash.update(chunk)
  return hash.digest()
}

/**
 * Makes a detached SignedData over the content with one signer (RFC 5652 §5). Also gives the digest of the content, which is the
 * MIC that the receipt has to show. Signing stays on this thread: handing it to another costs a third of what it takes.
 */
export function signDetached(
  content: Chunks,
  key: KeyPair,
  options: SigningOptions,
): { signature: Chunks; digest: Buffer } {
  const scheme = schemeFor(key.privateKey, options.digest, options.scheme)
  const input = keyInput(key.privateKey, scheme)
  if (!input) throw new TypeError(`a ${key.privateKey.asymmetricKeyType} key cannot sign with ${scheme.kind}`)
  const digest = digestOfChunks(options.digest, content)
  const algorithm = signatureAlgorithm(scheme)
  const attributes = options.attributes ? signedAttributes(digest, algorithm, options) : undefined
  const signature = attributes
    ? sign(options.digest, join(der(tags.set, attributes)), input)
    : signContent(content, options.digest, input)
  const signerInfo = sequence(
    integer(1),
    sequence([key.certificate.issuer], der(tags.integer, [key.certificate.serial])),
    digestAlgorithm(options.digest),
    attributes ? context(0, attributes) : [],
    algorithm,
    octetString([signature]),
  )
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm(options.digest)),
    sequence(oid(oids.data)),
    options.embedCertificate ? context(0, [key.certificate.raw]) : [],
    setOf(signerInfo),
  )
  return { signature: contentInfo(oids.signedData, signedData), digest }
}

function signContent(content: Chunks, digest: Digest, input: Parameters<ReturnType<typeof createSign>['sign']>[0]) {
  const signer = createSign(digest)
  for (const chunk of content) signer.update(chunk)
  return signer.sign(input)
}

/** The members of the SET, sorted, without its header: it is hashed as SET OF and sent as `[0]` (RFC 5652 §5.4). */
function signedAttributes(digest: Buffer, algorithm: Chunks, options: SigningOptions): Chunks {
  const attribute = (type: string, value: Chunks) => join(sequence(oid(type), der(tags.set, value)))
  const attributes = [
    attribute(oids.contentType, oid(oids.data)),
    attribute(oids.messageDigest, octetString([digest])),
    attribute(oids.signingTime, time(options.at)),
  ]
  if (options.algorithmProtection) {
    const [, ...members] = algorithm
    const protection = sequence(digestAlgorithm(options.digest), der(0xa1, members))
    attributes.push(attribute(oids.algorithmProtection, protection))
  }
  return attributes.sort(Buffer.compare)
}

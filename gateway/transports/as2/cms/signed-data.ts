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
import { digestOf, type Source } from '../bytes/source.ts'
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

/**
 * Makes a detached SignedData over the content with one signer (RFC 5652 §5), reading the content once. Also gives the digest of the content,
 * which is the MIC that the receipt has to show. Signing stays on this thread: handing it to another costs a third of what it takes.
 */
export async function signDetached(
  content: Source,
  key: KeyPair,
  options: SigningOptions,
): Promise<{ signature: Buffer; digest: Buffer }> {
  const scheme = schemeFor(key.privateKey, options.digest, options.scheme)
  const input = keyInput(key.privateKey, scheme)
  if (!input) throw new TypeError(`a ${key.privateKey.asymmetricKeyType} key cannot sign with ${scheme.kind}`)
  const algorithm = signatureAlgorithm(scheme)
  const whole = options.attributes ? undefined : createSign(options.digest)
  const digest = await hashed(content, options.digest, whole)
  const attributes = whole ? undefined : signedAttributes(digest, algorithm, options)
  const signature = attributes ? sign(options.digest, join(der(tags.set, attributes)), input) : whole!.sign(input)
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
  return { signature: join(contentInfo(oids.signedData, signedData)), digest }
}

async function hashed(content: Source, digest: Digest, signer: ReturnType<typeof createSign> | undefined) {
  if (!signer) return await digestOf(content, digest)
  const hash = createHash(digest)
  for await (const piece of content.read()) {
    hash.update(piece)
    signer.update(piece)
  }
  return hash.digest()
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

import { constants, createHash, privateDecrypt, publicEncrypt, timingSafeEqual } from 'node:crypto'
import { ids } from '../../../../translators/asn1/ber.ts'
import { type Chunks, context, nullValue, oid, sequence } from '../../../../translators/asn1/der.ts'
import { type Algorithm, digestAlgorithm, readAlgorithm, readDigest } from './algorithm.ts'
import type { Certificate, KeyPair } from './certificate.ts'
import { type Digest, oids } from './oids.ts'
import { CmsProblem } from './problem.ts'

/** How a content key is wrapped for an RSA key. */
export type RsaTransport = 'rsa-pkcs1' | 'rsa-oaep-sha1' | 'rsa-oaep-sha256'

/** Wraps a content key: the algorithm to name, and the wrapped key. */
export function wrapKey(key: Uint8Array, certificate: Certificate, transport: RsaTransport) {
  if (transport === 'rsa-pkcs1') {
    const input = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PADDING }
    return { algorithm: sequence(oid(oids.rsaEncryption), nullValue), encrypted: publicEncrypt(input, key) }
  }
  const digest = transport === 'rsa-oaep-sha1' ? 'sha1' : 'sha256'
  const input = { key: certificate.publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest }
  return { algorithm: oaepAlgorithm(digest), encrypted: publicEncrypt(input, key) }
}

/** RSAES-OAEP-params (RFC 4055 §4.1); SHA-1 is the default and left out. */
function oaepAlgorithm(digest: Digest): Chunks {
  const hash = digestAlgorithm(digest)
  const parameters = digest === 'sha1' ? [] : [context(0, hash), context(1, sequence(oid(oids.mgf1), hash))]
  return sequence(oid(oids.rsaOaep), sequence(...parameters))
}

/**
 * Unwraps a content key. A wrong key or bad padding gives undefined, or for PKCS#1 v1.5 random octets (implicit rejection in OpenSSL 3.2
 * and later): the caller checks the length and treats every outcome alike. Throws {@link CmsProblem} `unsupported`.
 */
export function unwrapKey(encrypted: Uint8Array, algorithm: Algorithm, pair: KeyPair): Buffer | undefined {
  if (algorithm.oid === oids.rsaEncryption) {
    return attempt(() => privateDecrypt({ key: pair.privateKey, padding: constants.RSA_PKCS1_PADDING }, encrypted))
  }
  if (algorithm.oid !== oids.rsaOaep) {
    throw new CmsProblem('unsupported', `key transport ${algorithm.oid} is not supported`)
  }
  const { digest, maskDigest } = readOaep(algorithm)
  if (digest === maskDigest) {
    const input = { key: pair.privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: digest }
    return attempt(() => privateDecrypt(input, encrypted))
  }
  const block = attempt(() => privateDecrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, encrypted))
  return block && openOaep(block, digest, maskDigest)
}

function readOaep(algorithm: Algorithm): { digest: Digest; maskDigest: Digest } {
  const field = (n: number) => algorithm.parameters?.children.find(child => child.id === ids.context(n))?.children[0]
  const hash = field(0)
  const mask = field(1)
  return {
    digest: hash ? readDigest(hash) : 'sha1',
    maskDigest: mask ? readDigest(readAlgorithm(mask).parameters) : 'sha1',
  }
}

function attempt(decrypt: () => Buffer): Buffer | undefined {
  try {
    return decrypt()
  } catch {
    return undefined
  }
}

/** EME-OAEP decoding (RFC 8017 §7.1.2) for a mask of another digest than the label's, which Bouncy Castle stations send and Node cannot be told. */
function openOaep(block: Buffer, digest: Digest, maskDigest: Digest): Buffer | undefined {
  const size = createHash(digest).digest().length
  if (block.length < 2 * size + 2) return undefined
  const maskedSeed = block.subarray(1, 1 + size)
  const maskedData = block.subarray(1 + size)
  const seed = xor(maskedSeed, mask(maskedData, size, maskDigest))
  const data = xor(maskedData, mask(seed, maskedData.length, maskDigest))
  const label = createHash(digest).digest()
  const separator = data.indexOf(1, size)
  const padded = separator >= 0 && data.subarray(size, separator).every(octet => octet === 0)
  const valid = block[0] === 0 && timingSafeEqual(data.subarray(0, size), label) && padded
  return valid ? data.subarray(separator + 1) : undefined
}

/** MGF1 (RFC 8017 §B.2.1). */
function mask(seed: Uint8Array, length: number, digest: Digest): Buffer {
  const blocks: Buffer[] = []
  for (let counter = 0, made = 0; made < length; counter++) {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const block = createHash(digest).update(seed).update(count).digest()
    blocks.push(block)
    made += block.length
  }
  return Buffer.concat(blocks).subarray(0, length)
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((octet, at) => octet ^ (b[at] ?? 0)))
}

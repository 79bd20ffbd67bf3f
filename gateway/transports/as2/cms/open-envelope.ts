import { createDecipheriv, type Decipheriv, randomBytes } from 'node:crypto'
import { type Ber, dotted, expectId, ids, octets, toDer } from '../../../../translators/asn1/ber.ts'
import { tags } from '../../../../translators/asn1/der.ts'
import { beginning, type Conversion, collect, converted, type Source, slice, view } from '../bytes/source.ts'
import { type Algorithm, readAlgorithm, smallInteger } from './algorithm.ts'
import type { Certificate, KeyPair } from './certificate.ts'
import { isGarbled } from './garbled.ts'
import { unwrapKey } from './key-transport.ts'
import { type Cipher, cipherOf, ciphers, oids, refusedCiphers } from './oids.ts'
import { CmsProblem, type CmsResult, settleAsync } from './problem.ts'
import { scanCms } from './scan.ts'

/** What was decrypted, with which cipher and for which certificate of ours. */
export interface Opened {
  content: Source
  cipher: Cipher
  certificate: Certificate
}

/** Decrypts with whichever of our keys one of the recipients names. Nothing is given out before all of it was decrypted, and its tag checked. */
export async function decrypt(bytes: Source, keys: readonly KeyPair[]): Promise<CmsResult<Opened>> {
  return await settleAsync(async () => {
    const { type, content, octets: ciphertext } = await scanCms(bytes)
    if (type !== oids.envelopedData && type !== oids.authEnvelopedData) {
      throw new CmsProblem('malformed', `expected enveloped data, found ${type}`)
    }
    const fields = content.children.filter(child => child.id !== ids.context(0))
    const recipients = expectId(fields[1], ids.set, 'the recipients').children
    const algorithm = readContentEncryption(fields[2])
    if (!ciphertext) throw new CmsProblem('malformed', 'expected the ciphertext')
    const { aead } = ciphers[algorithm.cipher]
    if (type === oids.envelopedData) {
      const sealed = aead ? await tagAtEnd(ciphertext, algorithm.parameters) : { ciphertext, mac: undefined }
      return await open(recipients, { ...algorithm, ...sealed, attributes: undefined }, keys)
    }
    if (!aead) throw new CmsProblem('unsupported', `${algorithm.cipher} does not belong into this kind of envelope`)
    const mac = fields.find(field => field.id === ids.octetString)
    const attributes = fields.find(field => field.id === ids.context(1))
    return await open(recipients, { ...algorithm, ciphertext, mac: mac && octets(mac), attributes }, keys)
  })
}

/** Bouncy Castle puts GCM into EnvelopedData with the tag at the end of the ciphertext, where other ciphers of RFC 5116 have it. */
async function tagAtEnd(sealed: Source, parameters: Ber): Promise<Pick<Sealed, 'ciphertext' | 'mac'>> {
  const end = sealed.size - tagSizeOf(parameters)
  return { ciphertext: slice(sealed, 0, end), mac: view(await collect(slice(sealed, Math.max(0, end)))) }
}

/** The length of a GCM tag: 12 octets unless the parameters say otherwise (RFC 5084 §3.2). */
function tagSizeOf(parameters: Ber): number {
  const size = expectId(parameters, ids.sequence, 'GCM parameters').children[1]
  return size ? smallInteger(size) : 12
}

/** What stands in an envelope, to be opened with the content key. */
interface Sealed {
  cipher: Cipher
  parameters: Ber
  ciphertext: Source
  mac: Buffer | undefined
  attributes: Ber | undefined
}

function readContentEncryption(value: Ber | undefined): Pick<Sealed, 'cipher' | 'parameters'> {
  const [type, algorithm] = expectId(value, ids.sequence, 'the encrypted content').children
  dotted(type)
  const { oid: dottedOid, parameters } = readAlgorithm(algorithm)
  const cipher = cipherOf(dottedOid)
  if (!cipher || !parameters) {
    const name = refusedCiphers[dottedOid]
    throw new CmsProblem('unsupported', `cipher ${dottedOid}${name ? ` (${name})` : ''} is not supported`)
  }
  return { cipher, parameters }
}

interface KeyTransportRecipient {
  algorithm: Algorithm
  encrypted: Buffer
}

async function open(recipients: readonly Ber[], sealed: Sealed, keys: readonly KeyPair[]): Promise<Opened> {
  let named = false
  for (const recipient of recipients.filter(({ id }) => id === ids.sequence).slice(0, 64)) {
    // A certificate made anew by hand often has the name and number of the one before.
    for (const pair of keys.filter(({ certificate }) => isFor(recipient, certificate))) {
      named = true
      const content = await decryptContent(contentKey(readRecipient(recipient), sealed.cipher, pair), sealed)
      if (content) return { content, cipher: sealed.cipher, certificate: pair.certificate }
    }
  }
  throw new CmsProblem(
    'undecryptable',
    named ? 'the content cannot be decrypted' : 'it is not encrypted for any certificate of ours',
  )
}

function isFor(recipient: Ber, certificate: Certificate): boolean {
  const name = recipient.children[1]
  if (name?.id === ids.context(0)) return certificate.keyId?.equals(octets(name)) ?? false
  const [issuer, serial] = name?.children ?? []
  return Boolean(issuer && serial && certificate.issuer.equals(issuer.raw) && certificate.serial.equals(serial.content))
}

function readRecipient(recipient: Ber): KeyTransportRecipient {
  const encrypted = expectId(recipient.children[3], ids.octetString, 'an encrypted key')
  return { algorithm: readAlgorithm(recipient.children[2]), encrypted: octets(encrypted) }
}

/** The unwrapped key, or a random one of the right length: what follows then takes the same way and time (RFC 3218 §2.3.2). */
function contentKey({ algorithm, encrypted }: KeyTransportRecipient, cipher: Cipher, pair: KeyPair): Buffer {
  const { key: length } = ciphers[cipher]
  const spare = randomBytes(length)
  const key = unwrapKey(encrypted, algorithm, pair)
  return key?.length === length ? key : spare
}

async function decryptContent(key: Buffer, sealed: Sealed): Promise<Source | undefined> {
  const begin = ciphers[sealed.cipher].aead ? beginGcm(key, sealed) : beginCbc(key, sealed)
  if (!begin) return undefined
  try {
    const content = await converted(sealed.ciphertext, () => beginOpening(begin()))
    if (!ciphers[sealed.cipher].aead && isGarbled(await beginning(content, 512))) return undefined
    return content
  } catch (error) {
    // OpenSSL's own errors have a code and no class: a wrong key, a tag that does not fit, a length that is no multiple of the block.
    if (error instanceof Wrong || /^ERR_(OSSL|CRYPTO)|^Unsupported state/.test(codeOf(error))) return undefined
    throw error
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)

/** The padding is not what a right key would have shown. */
class Wrong extends Error {}

/** Starts decrypting from the first octet; `blockSize` is 0 where nothing is padded. */
type Begin = () => { decipher: Pick<Decipheriv, 'update' | 'final'>; blockSize: number }

function beginCbc(key: Buffer, { cipher, parameters }: Sealed): Begin | undefined {
  const { name, iv: ivLength } = ciphers[cipher]
  const iv = octets(expectId(parameters, ids.octetString, 'an initialization vector'))
  if (iv.length !== ivLength) return undefined
  return () => ({ decipher: createDecipheriv(name, key, iv).setAutoPadding(false), blockSize: ivLength })
}

function beginGcm(key: Buffer, { cipher, parameters, mac, attributes }: Sealed): Begin | undefined {
  const expected = tagSizeOf(parameters)
  if (!mac || mac.length !== expected || expected < 12 || expected > 16) return undefined
  const iv = octets(expectId(parameters.children[0], ids.octetString, 'a nonce'))
  if (iv.length === 0) return undefined
  return () => {
    const name = ciphers[cipher].name as 'aes-128-gcm'
    const decipher = createDecipheriv(name, key, iv, { authTagLength: expected })
    decipher.setAuthTag(mac)
    if (attributes) decipher.setAAD(toDer(attributes, tags.set, true))
    return { decipher, blockSize: 0 }
  }
}

/** The plaintext; with a block cipher the last piece is kept back until its padding can be taken off (RFC 5652 §6.3). */
function beginOpening({ decipher, blockSize }: ReturnType<Begin>): Conversion {
  let last: Buffer = Buffer.alloc(0)
  return {
    push(piece) {
      const plain = decipher.update(piece)
      if (plain.length === 0) return plain
      const before = last
      last = plain
      return before
    },
    end() {
      decipher.final()
      return blockSize > 0 ? unpad(last, blockSize) : last
    },
  }
}

function unpad(padded: Buffer, blockSize: number): Buffer {
  const count = padded.at(-1) ?? 0
  const end = padded.length - count
  if (count === 0 || count > blockSize || end < 0) throw new Wrong('padding')
  if (!padded.subarray(end).every(octet => octet === count)) throw new Wrong('padding')
  return padded.subarray(0, end)
}

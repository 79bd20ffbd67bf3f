import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type Ber, dotted, expectId, ids, octets, toDer } from '../../../../translators/asn1/ber.ts'
import {
  type Chunks,
  contextPrimitive,
  der,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  tags,
} from '../../../../translators/asn1/der.ts'
import { Asn1Problem } from '../../../../translators/asn1/problem.ts'
import { type Algorithm, contentInfo, readAlgorithm, readContentInfo, smallInteger } from './algorithm.ts'
import type { Certificate, KeyPair } from './certificate.ts'
import { type RsaTransport, unwrapKey, wrapKey } from './key-transport.ts'
import { type Cipher, cipherOf, ciphers, oids, refusedCiphers } from './oids.ts'
import { CmsProblem, type CmsResult, settle } from './problem.ts'

/** What was decrypted, with which cipher and for which certificate of ours. */
export interface Opened {
  content: Buffer
  cipher: Cipher
  certificate: Certificate
}

const tagLength = 16

/** Encrypts for one recipient: EnvelopedData (RFC 5652 §6), or AuthEnvelopedData for GCM (RFC 5083, RFC 5084). */
export function encrypt(content: Chunks, recipient: Certificate, cipher: Cipher, transport: RsaTransport): Chunks {
  const { name, key: keyLength, iv: ivLength, aead, oid: cipherOid } = ciphers[cipher]
  const key = randomBytes(keyLength)
  const iv = randomBytes(ivLength)
  const { encrypted, tag } = aead ? encryptGcm(content, name, key, iv) : encryptCbc(content, name, key, iv)
  const parameters = aead ? sequence(octetString([iv]), integer(tagLength)) : octetString([iv])
  const encryptedContent = sequence(
    oid(oids.data),
    sequence(oid(cipherOid), parameters),
    contextPrimitive(0, encrypted),
  )
  const recipients = setOf(recipientInfo(key, recipient, transport))
  key.fill(0)
  return tag
    ? contentInfo(oids.authEnvelopedData, sequence(integer(0), recipients, encryptedContent, octetString([tag])))
    : contentInfo(oids.envelopedData, sequence(integer(0), recipients, encryptedContent))
}

function encryptCbc(content: Chunks, name: string, key: Buffer, iv: Buffer): { encrypted: Chunks; tag?: Buffer } {
  const cipher = createCipheriv(name, key, iv)
  return { encrypted: [...content.map(chunk => cipher.update(chunk)), cipher.final()] }
}

function encryptGcm(content: Chunks, name: 'aes-128-gcm' | string, key: Buffer, iv: Buffer) {
  const cipher = createCipheriv(name as 'aes-128-gcm', key, iv, { authTagLength: tagLength })
  const encrypted = [...content.map(chunk => cipher.update(chunk)), cipher.final()]
  return { encrypted, tag: cipher.getAuthTag() }
}

function recipientInfo(key: Buffer, recipient: Certificate, transport: RsaTransport): Chunks {
  const { algorithm, encrypted } = wrapKey(key, recipient, transport)
  const name = sequence([recipient.issuer], der(tags.integer, [recipient.serial]))
  return sequence(integer(0), name, algorithm, octetString([encrypted]))
}

/** Decrypts with whichever of our keys one of the recipients names. */
export function decrypt(bytes: Uint8Array, keys: readonly KeyPair[]): CmsResult<Opened> {
  return settle(() => {
    const { type, content } = readContentInfo(bytes)
    if (type !== oids.envelopedData && type !== oids.authEnvelopedData) {
      throw new CmsProblem('malformed', `expected enveloped data, found ${type}`)
    }
    const fields = content.children.filter(child => child.id !== ids.context(0))
    const recipients = expectId(fields[1], ids.set, 'the recipients').children
    const sealed = readEncryptedContent(fields[2])
    const authenticated = type === oids.authEnvelopedData
    if (authenticated !== ciphers[sealed.cipher].aead) {
      throw new CmsProblem('unsupported', `${sealed.cipher} does not belong into this kind of envelope`)
    }
    const mac = authenticated ? fields.find(field => field.id === ids.octetString) : undefined
    const attributes = authenticated ? fields.find(field => field.id === ids.context(1)) : undefined
    return open(recipients, sealed, keys, { mac: mac && octets(mac), attributes })
  })
}

interface Sealed {
  cipher: Cipher
  parameters: Ber
  ciphertext: Ber
}

function readEncryptedContent(value: Ber | undefined): Sealed {
  const [type, algorithm, ciphertext] = expectId(value, ids.sequence, 'the encrypted content').children
  dotted(type)
  const { oid: dottedOid, parameters } = readAlgorithm(algorithm)
  const cipher = cipherOf(dottedOid)
  if (!cipher || !parameters) {
    const name = refusedCiphers[dottedOid]
    throw new CmsProblem('unsupported', `cipher ${dottedOid}${name ? ` (${name})` : ''} is not supported`)
  }
  return { cipher, parameters, ciphertext: expectId(ciphertext, ids.context(0), 'the ciphertext') }
}

interface KeyTransportRecipient {
  algorithm: Algorithm
  encrypted: Buffer
}

function open(
  recipients: readonly Ber[],
  sealed: Sealed,
  keys: readonly KeyPair[],
  authentication: { mac: Buffer | undefined; attributes: Ber | undefined },
): Opened {
  let named = false
  for (const recipient of recipients.filter(({ id }) => id === ids.sequence).slice(0, 64)) {
    const pair = keys.find(({ certificate }) => isFor(recipient, certificate))
    if (!pair) continue
    named = true
    const content = decryptContent(contentKey(readRecipient(recipient), sealed.cipher, pair), sealed, authentication)
    if (content) return { content, cipher: sealed.cipher, certificate: pair.certificate }
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

function decryptContent(key: Buffer, sealed: Sealed, authentication: Parameters<typeof open>[3]): Buffer | undefined {
  const ciphertext = octets(sealed.ciphertext)
  const { name, aead, iv: ivLength } = ciphers[sealed.cipher]
  try {
    if (aead) return decryptGcm(key, name, sealed.parameters, ciphertext, authentication)
    const iv = octets(expectId(sealed.parameters, ids.octetString, 'an initialization vector'))
    if (iv.length !== ivLength) return undefined
    const decipher = createDecipheriv(name, key, iv).setAutoPadding(false)
    const padded = decipher.update(ciphertext)
    decipher.final()
    return unpad(padded, ivLength)
  } catch (error) {
    if (error instanceof CmsProblem || error instanceof Asn1Problem) throw error
    return undefined
  }
}

function decryptGcm(
  key: Buffer,
  name: string,
  parameters: Ber,
  ciphertext: Buffer,
  { mac, attributes }: Parameters<typeof open>[3],
): Buffer | undefined {
  const [nonce, tagSize] = expectId(parameters, ids.sequence, 'GCM parameters').children
  const expected = tagSize ? smallInteger(tagSize) : 12
  if (!mac || mac.length !== expected || expected < 12 || expected > 16) return undefined
  const iv = octets(expectId(nonce, ids.octetString, 'a nonce'))
  const decipher = createDecipheriv(name as 'aes-128-gcm', key, iv, { authTagLength: expected })
  decipher.setAuthTag(mac)
  if (attributes) decipher.setAAD(toDer(attributes, tags.set, true))
  const content = decipher.update(ciphertext)
  decipher.final()
  return content
}

/** Takes the padding off (RFC 5652 §6.3) without copying the content, which OpenSSL's own way would need. */
function unpad(padded: Buffer, blockSize: number): Buffer | undefined {
  const count = padded.at(-1) ?? 0
  if (count === 0 || count > blockSize || count > padded.length) return undefined
  const end = padded.length - count
  return padded.subarray(end).every(octet => octet === count) ? padded.subarray(0, end) : undefined
}

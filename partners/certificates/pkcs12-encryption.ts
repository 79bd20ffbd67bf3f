import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { type Ber, dotted, expectId, ids, octets } from '../../translators/asn1/ber.ts'
import { Asn1Problem } from '../../translators/asn1/problem.ts'
import { digestOids, hmacOids, oids, pbes2Ciphers, pkcs12Ciphers } from './object-ids.ts'
import { decryptRc2 } from './rc2.ts'

/** An encryption or digest that this reader does not know; the message names it. */
export class UnsupportedEncryption extends Error {}

/** Real files ask for 1,000 to 600,000; more would only keep the hub busy. */
const mostIterations = 1_000_000

/** A password-based key derivation's salt and count, both bounded. */
function saltAndCount(salt: Ber | undefined, count: Ber | undefined): { salt: Buffer; iterations: number } {
  const given = count ? smallInteger(count) : 1
  if (given < 1 || given > mostIterations) throw new UnsupportedEncryption(`${given} rounds of key derivation`)
  return { salt: octets(expectId(salt, ids.octetString, 'a salt')), iterations: given }
}

/** The value of a non-negative INTEGER of at most six octets. */
export function smallInteger(value: Ber | undefined): number {
  const { content } = expectId(value, ids.integer, 'a number')
  if (content.length === 0 || content.length > 6) throw new Asn1Problem('a number is too large')
  return content.readUIntBE(0, content.length)
}

/** A password as PKCS#12 hashes it: UTF-16, big-endian, with two zero octets at the end (RFC 7292 B.1). */
export function bmpPassword(password: string): Buffer {
  const text = Buffer.from(`${password}\0`, 'utf16le')
  return text.swap16()
}

/** What the derived octets are for (RFC 7292 B.3). */
const purposes = { key: 1, iv: 2, mac: 3 } as const

/** The key derivation of PKCS#12 (RFC 7292 B.2). `password` as {@link bmpPassword} makes it, or empty. */
function deriveKey(
  digest: string,
  purpose: keyof typeof purposes,
  password: Buffer,
  { salt, iterations }: { salt: Buffer; iterations: number },
  length: number,
): Buffer {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64
  const diversifier = Buffer.alloc(block, purposes[purpose])
  const input = Buffer.concat([repeated(salt, block), repeated(password, block)])
  const pieces: Buffer[] = []
  for (let have = 0; have < length; have += pieces.at(-1)!.length) {
    let hash = createHash(digest).update(diversifier).update(input).digest()
    for (let round = 1; round < iterations; round++) hash = createHash(digest).update(hash).digest()
    pieces.push(hash)
    addToEachBlock(input, repeated(hash, block).subarray(0, block), block)
  }
  return Buffer.concat(pieces).subarray(0, length)
}

/** Copies filled up to a multiple of the block; empty stays empty. */
function repeated(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
}

/** Adds `hash` and one to each block as a big-endian number, in place. */
function addToEachBlock(input: Buffer, hash: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1
    for (let i = block - 1; i >= 0; i--) {
      carry += input[start + i]! + hash[i]!
      input[start + i] = carry & 0xff
      carry >>>= 8
    }
  }
}

/** Whether the MAC over the file's content holds under this password (RFC 7292 §4, RFC 9579 for PBMAC1). */
export function macHolds(macData: Ber, content: Buffer, password: string): boolean {
  const [digestInfo, salt, count] = macData.children
  const [algorithm, digest] = expectId(digestInfo, ids.sequence, 'a MAC').children
  const expected = octets(expectId(digest, ids.octetString, 'a MAC value'))
  const name = dotted(algorithm?.children[0])
  if (name === oids.pbmac1) return sameBytes(expected, pbmac1(algorithm!.children[1], content, password))
  const hash = digestOids[name]
  if (!hash) throw new UnsupportedEncryption(`a MAC by ${name}`)
  const derivation = saltAndCount(salt, count)
  const size = createHash(hash).digest().length
  // Some programs hash an empty password as two zero octets, and others as nothing.
  const spellings = password === '' ? [bmpPassword(''), Buffer.alloc(0)] : [bmpPassword(password)]
  return spellings.some(spelling => {
    const key = deriveKey(hash, 'mac', spelling, derivation, size)
    return sameBytes(expected, createHmac(hash, key).update(content).digest())
  })
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

function pbmac1(parameters: Ber | undefined, content: Buffer, password: string): Buffer {
  const [derivation, scheme] = expectId(parameters, ids.sequence, 'parameters of PBMAC1').children
  const hash = hmacOids[dotted(scheme?.children[0])]
  if (!hash) throw new UnsupportedEncryption(`a MAC by ${dotted(scheme?.children[0])}`)
  return createHmac(hash, pbkdf2(derivation, password, createHash(hash).digest().length))
    .update(content)
    .digest()
}

function pbkdf2(derivation: Ber | undefined, password: string, length: number): Buffer {
  const [function_, parameters] = expectId(derivation, ids.sequence, 'a key derivation').children
  if (dotted(function_) !== oids.pbkdf2) throw new UnsupportedEncryption(`key derivation ${dotted(function_)}`)
  const [salt, count, ...rest] = expectId(parameters, ids.sequence, 'parameters of PBKDF2').children
  const prf = rest.find(({ id }) => id === ids.sequence)
  const hash = prf ? hmacOids[dotted(prf.children[0])] : 'sha1'
  if (!hash) throw new UnsupportedEncryption(`key derivation by ${dotted(prf?.children[0])}`)
  const { salt: bytes, iterations } = saltAndCount(salt, count)
  return pbkdf2Sync(Buffer.from(password, 'utf8'), bytes, iterations, length, hash)
}

/**
 * Decrypts what a password protects: PBES2 with AES or 3DES (RFC 8018 §6.2), or PKCS#12's own 3DES and RC2 (RFC 7292 appendix C). Undefined when
 * the password is wrong. Throws {@link UnsupportedEncryption} and `Asn1Problem`.
 */
export function decryptWithPassword(algorithm: Ber, ciphertext: Buffer, password: string): Buffer | undefined {
  const [scheme, parameters] = expectId(algorithm, ids.sequence, 'an encryption').children
  const name = dotted(scheme)
  if (name === oids.pbes2) return decryptPbes2(parameters, ciphertext, password)
  const cipher = pkcs12Ciphers[name]
  if (!cipher) throw new UnsupportedEncryption(`encryption ${name}`)
  const [salt, count] = expectId(parameters, ids.sequence, 'parameters of the encryption').children
  const derivation = saltAndCount(salt, count)
  const spellings = password === '' ? [bmpPassword(''), Buffer.alloc(0)] : [bmpPassword(password)]
  for (const spelling of spellings) {
    const key = deriveKey('sha1', 'key', spelling, derivation, cipher.key)
    const iv = deriveKey('sha1', 'iv', spelling, derivation, 8)
    const plain =
      cipher.name === 'rc2' ? decryptRc2(key, iv, ciphertext) : decryptBlocks(cipher.name, key, iv, ciphertext)
    if (plain) return plain
  }
  return undefined
}

function decryptPbes2(parameters: Ber | undefined, ciphertext: Buffer, password: string): Buffer | undefined {
  const [derivation, scheme] = expectId(parameters, ids.sequence, 'parameters of PBES2').children
  const [cipherId, iv] = expectId(scheme, ids.sequence, 'a cipher').children
  const cipher = pbes2Ciphers[dotted(cipherId)]
  if (!cipher) throw new UnsupportedEncryption(`cipher ${dotted(cipherId)}`)
  const key = pbkdf2(derivation, password, cipher.key)
  return decryptBlocks(cipher.name, key, octets(expectId(iv, ids.octetString, 'an initialization vector')), ciphertext)
}

/** Wrong padding is what a wrong password looks like. */
function decryptBlocks(name: string, key: Buffer, iv: Buffer, ciphertext: Buffer): Buffer | undefined {
  if (iv.length !== (name.startsWith('aes') ? 16 : 8))
    throw new Asn1Problem('the initialization vector has a wrong length')
  const decipher = createDecipheriv(name, key, iv)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  } catch {
    return undefined
  }
}

import { generateKeyPairSync, hash, randomBytes } from 'node:crypto'
import ssh2 from 'ssh2'
import type { PublicKey } from './mailbox.ts'

/** A new private key as OpenSSH's `ssh-keygen` writes it, without a passphrase: what `hostKeys` and a channel's `privateKey` take. */
export function generatePrivateKey(type: 'ed25519' | 'rsa', comment = ''): string {
  return type === 'ed25519' ? generateEd25519(comment) : generateRsa(comment)
}

/** A server's own pair of host keys: Ed25519 for all that is recent, RSA (3072 bits) for the rest. Keep them: partners pin them. */
export function generateHostKeys(): string[] {
  return [generatePrivateKey('ed25519', 'crossdock'), generatePrivateKey('rsa', 'crossdock')]
}

/** The fingerprint as OpenSSH prints it (`ssh-keygen -l`): `SHA256:` and unpadded base64 of the digest of the public blob. */
export function fingerprint(publicKey: Pick<PublicKey, 'bytes'>): string {
  return 'SHA256:' + hash('sha256', publicKey.bytes, 'base64').replace(/=+$/, '')
}

/**
 * Reads a public key in the form of an `authorized_keys` or `.pub` line, or the public half of a private key. Undefined when it is not
 * a key that can be used: unreadable, encrypted, DSA, or RSA of fewer than 2048 bits.
 */
export function readPublicKey(text: string): PublicKey | undefined {
  const parsed = ssh2.utils.parseKey(text.trim())
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (!key || key instanceof Error || key.type === 'ssh-dss') return undefined
  const bytes = key.getPublicSSH()
  return key.type === 'ssh-rsa' && rsaBits(bytes) < 2_048 ? undefined : { algorithm: key.type, bytes }
}

/** The line that a partner puts into `known_hosts` or `authorized_keys`: algorithm and base64 of the blob. */
export function publicKeyLine(key: PublicKey): string {
  return `${key.algorithm} ${Buffer.from(key.bytes).toString('base64')}`
}

/** Whether two public keys are the same key. */
export function isSameKey(one: PublicKey, other: PublicKey): boolean {
  return Buffer.compare(one.bytes, other.bytes) === 0
}

function rsaBits(blob: Buffer): number {
  const name = 4 + blob.readUInt32BE(0)
  const exponent = name + 4 + blob.readUInt32BE(name)
  const modulus = blob.subarray(exponent + 4)
  return modulus[0] === 0 ? (modulus.length - 1) * 8 : modulus.length * 8
}

function generateEd25519(comment: string): string {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const seed = number(jwk.d)
  const point = number(jwk.x)
  const blob = Buffer.concat([field('ssh-ed25519'), field(point)])
  return openSshFile(blob, Buffer.concat([blob, field(Buffer.concat([seed, point]))]), comment)
}

function generateRsa(comment: string): string {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 3_072 }).privateKey.export({ format: 'jwk' })
  const [n, e, d, qi, p, q] = [jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(part => field(positive(number(part))))
  const blob = Buffer.concat([field('ssh-rsa'), e!, n!])
  return openSshFile(blob, Buffer.concat([field('ssh-rsa'), n!, e!, d!, qi!, p!, q!]), comment)
}

/** OpenSSH's own format of private keys (PROTOCOL.key in its sources), with cipher and key derivation `none`. */
function openSshFile(publicBlob: Buffer, privateFields: Buffer, comment: string): string {
  const check = randomBytes(4)
  const secret = Buffer.concat([check, check, privateFields, field(comment)])
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1))
  const one = Buffer.from([0, 0, 0, 1])
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(publicBlob),
    field(Buffer.concat([secret, padding])),
  ])
  const lines = file.toString('base64').match(/.{1,70}/g) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** A string of RFC 4251, section 5: its length in four bytes, then itself. */
function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** A multiple-precision integer of RFC 4251: a leading zero keeps it positive. */
function positive(bytes: Buffer): Buffer {
  return bytes[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes
}

function number(base64url: string | undefined): Buffer {
  return Buffer.from(base64url ?? '', 'base64url')
}

import { createHash, randomBytes } from 'node:crypto'

/** Every key begins so: people and secret scanners recognise it. */
const opening = 'cdk_'

/** How much of a key is kept readable, so that people know which is which: the opening and 8 of its 43 random characters. */
const prefixLength = opening.length + 8

const shape = /^cdk_[A-Za-z0-9_-]{43}$/

/** A new key of 256 random bits. It stands nowhere but in the caller's hand. */
export function newToken(random: (size: number) => Uint8Array = randomBytes): string {
  return opening + Buffer.from(random(32)).toString('base64url')
}

/** Whether this can be a key at all: what cannot is refused without asking the database. */
export function looksLikeToken(text: string): boolean {
  return shape.test(text)
}

/** What people recognise a key by. */
export function prefixOf(token: string): string {
  return token.slice(0, prefixLength)
}

/** SHA-256, hex. A key has 256 bits of its own, so it needs neither salt nor a slow hash. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

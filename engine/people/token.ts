import { createHash, randomBytes } from 'node:crypto'

/** A secret that is given away once, and what is kept of it. */
export interface NewToken {
  /** 256 random bits in base64url: 43 characters that may stand in an address. */
  token: string
  hash: string
}

export function newToken(): NewToken {
  const token = randomBytes(32).toString('base64url')
  return { token, hash: tokenHash(token) }
}

/** What is kept of a token: its SHA-256 in hex, by which it is found and from which it cannot be made. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

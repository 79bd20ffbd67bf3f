import { hash, verify } from '@node-rs/argon2'

/** OWASP's password storage advice for Argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** NIST SP 800-63B §3.1.1.2 asks for 8 characters and says that length matters more than a mixture of kinds. */
export const shortestPassword = 10
/** Long enough for any passphrase, short enough that hashing costs nothing extra. */
export const longestPassword = 200

/** Argon2id of a password, as a PHC string with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'), cost)
}

let nobody: Promise<string> | undefined

/**
 * Whether a password fits a stored hash. Without a hash it does the same work and says no, so that the time of the
 * answer does not tell whether a person is known.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody has this password')
  const fits = await verify(stored ?? (await nobody), password.normalize('NFKC'))
  return fits && Boolean(stored)
}

import type { AuthContext } from 'ssh2'
import ssh2 from 'ssh2'
import { fingerprint } from './host-key.ts'
import type { SftpLimits } from './limits.ts'
import type { Account, Mailbox } from './mailbox.ts'

/** Counts refused sign-ins of each address over a sliding window. Guessing is slowed for the address, never for the partner's name. */
export class SignInGuard {
  readonly #limits: Pick<SftpLimits, 'attemptsPerAddress' | 'attemptsWindow'>
  readonly #refusals = new Map<string, number[]>()

  constructor(limits: Pick<SftpLimits, 'attemptsPerAddress' | 'attemptsWindow'>) {
    this.#limits = limits
  }

  /** A wrong password or signature came from this address. */
  refused(address: string, now: Date): void {
    this.#refusals.set(address, [...this.#recent(address, now), now.getTime()].slice(-this.#limits.attemptsPerAddress))
  }

  /** Whether the address has to wait. */
  blocks(address: string, now: Date): boolean {
    return this.#recent(address, now).length >= this.#limits.attemptsPerAddress
  }

  /** Forgets addresses whose refusals have all aged. */
  expire(now: Date): void {
    for (const address of this.#refusals.keys()) {
      if (this.#recent(address, now).length === 0) this.#refusals.delete(address)
    }
  }

  #recent(address: string, now: Date): number[] {
    const since = now.getTime() - this.#limits.attemptsWindow
    return (this.#refusals.get(address) ?? []).filter(at => at > since)
  }
}

/** What one sign-in attempt came to. `offered`: a key that would do, of which the client has yet to prove that it holds it. */
export type SignIn =
  | { kind: 'accepted'; account: Account; by: string }
  | { kind: 'offered' }
  /** `guess`: something secret was wrong, as against a key merely offered or a method that is not served. */
  | { kind: 'refused'; guess: boolean }

/** Judges one attempt. A signature made with SHA-1 is not taken (RFC 8332, section 1; RFC 9142). */
export async function judge(context: AuthContext, mailbox: Mailbox): Promise<SignIn> {
  if (context.method === 'password' && typeof context.password === 'string') {
    const account = await mailbox.authenticate(context.username, { password: context.password })
    return account ? { kind: 'accepted', account, by: 'password' } : { kind: 'refused', guess: true }
  }
  if (context.method !== 'publickey') return { kind: 'refused', guess: false }
  const { algo: algorithm, data } = context.key
  if (algorithm === 'ssh-dss' || (algorithm === 'ssh-rsa' && context.hashAlgo === undefined))
    return { kind: 'refused', guess: false }
  const bytes = Uint8Array.from(data)
  const account = await mailbox.authenticate(context.username, { publicKey: { algorithm, bytes } })
  if (!account) return { kind: 'refused', guess: false }
  if (!context.signature || !context.blob) return { kind: 'offered' }
  const parsed = ssh2.utils.parseKey(data)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  const proven =
    key && !(key instanceof Error) && key.verify(context.blob, context.signature, context.hashAlgo) === true
  return proven
    ? { kind: 'accepted', account, by: `public key ${fingerprint({ bytes })}` }
    : { kind: 'refused', guess: true }
}

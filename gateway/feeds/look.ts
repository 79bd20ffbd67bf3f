import type { SecretBox } from '../../partners/secrets.ts'
import type { DeliveryFailure, Receive } from '../transports/contract.ts'
import type { MailReceiverDeps } from '../transports/email/mailbox.ts'
import type { RefreshTokens } from '../transports/oauth.ts'
import type { FileProblem } from '../transports/remote-files/take.ts'

/** A place to look into, with its secrets opened. */
export interface Place {
  retailerId: string
  id: string
  /** Absent for a mailbox of the retailer's own. */
  partnershipId?: string
  /** Settings and secrets together, as the kind's schema takes them. */
  settings: Record<string, unknown>
  /** What the last look left. */
  memory: unknown
}

/** What looking needs of its surroundings. */
export interface LookDeps {
  now: () => Date
  allowPrivateAddresses: boolean
  /** Where refresh tokens are kept that a server replaces. */
  refreshTokens?: RefreshTokens
  /** Commits a message; rejects only when the journal cannot. */
  receive: Receive
  /** The same for mail, and whose it is. */
  mail: MailReceiverDeps
}

/** What a look came to. `memory` is given to the next. */
export type Look =
  | { ok: true; received: number; problems: FileProblem[]; memory: unknown }
  | { ok: false; failure: DeliveryFailure; memory: unknown }

/** How one kind of place is looked into. Rejects only for what the journal or the program does. */
export type LookInto = (place: Place, deps: LookDeps) => Promise<Look>

/** Settings that do not fit their schema. */
export function incomplete(
  error: { issues: readonly { path: PropertyKey[]; message: string }[] },
  memory: unknown,
): Look {
  const detail = error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  return { ok: false, failure: { code: 'settings-incomplete', detail }, memory }
}

/** Secrets as they lie in the database. */
export function openSecrets(box: SecretBox, sealed: string | null): Record<string, unknown> {
  return sealed ? (JSON.parse(box.open(sealed)) as Record<string, unknown>) : {}
}

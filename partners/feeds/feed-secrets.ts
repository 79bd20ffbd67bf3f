import { ApplicationError } from '../../db/application-error.ts'
import type { fetchKinds } from '../../db/schema/index.ts'
import type { SecretBox } from '../secrets.ts'

/** A kind of place that has settings of its own. */
export type FeedKind = Exclude<(typeof fetchKinds)[number], 'channel'>

/** What the schema of a kind refuses of settings, secrets among them; `path` as in `poll.folder`. It lives with whoever looks into such places. */
export type CheckFeed = (kind: FeedKind, settings: Record<string, unknown>) => { path: string; message: string }[]

/** Secrets by their names; null takes one away, and what is not named stays. */
export type SecretChange = Record<string, unknown>

interface Stored {
  settings: Record<string, unknown>
  /** Sealed. */
  secrets: string | null
}

/** The names of the secrets that are stored, never what they are. */
export function feedSecretNames(box: SecretBox, { secrets }: Pick<Stored, 'secrets'>): string[] {
  return Object.keys(opened(box, secrets)).sort()
}

/**
 * The secrets after a change. Those that were stored stay only while the server and the user name are the same: whoever may change a feed but does not
 * know its password could otherwise have it sent to a server of their own.
 */
export function changedSecrets(
  box: SecretBox,
  before: Stored | undefined,
  settings: Record<string, unknown>,
  change: SecretChange,
): Record<string, unknown> {
  const kept = before && whereTo(before.settings) === whereTo(settings) ? opened(box, before.secrets) : {}
  return Object.fromEntries(Object.entries({ ...kept, ...change }).filter(([, value]) => value !== null))
}

/** Secrets as they are stored; null for none. */
export function sealed(box: SecretBox, secrets: Record<string, unknown>): string | null {
  return Object.keys(secrets).length > 0 ? box.seal(JSON.stringify(secrets)) : null
}

/** Throws `invalid-input` with what is wrong by its path. */
export function refuseMisfits(check: CheckFeed, kind: FeedKind, settings: Record<string, unknown>): void {
  const problems = check(kind, settings)
  if (problems.length === 0) return
  const fields = Object.fromEntries(problems.map(({ path, message }) => [path, message]))
  throw new ApplicationError('invalid-input', 'These settings cannot work.', fields)
}

const opened = (box: SecretBox, secrets: string | null): Record<string, unknown> =>
  secrets ? (JSON.parse(box.open(secrets)) as Record<string, unknown>) : {}

/** To whom secrets are told. */
function whereTo({ host, port, username, url, tls, hostKeys, certificateAuthority }: Record<string, unknown>): string {
  const origin = typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : url
  return JSON.stringify([host, port, username, origin, tls, hostKeys, certificateAuthority])
}

import { hash } from 'node:crypto'
import { z } from 'zod'
import { guardedCallOut } from '../doors/call-out.ts'
import type { DeliveryFailure } from './contract.ts'

/**
 * Where access tokens come from (RFC 6749), for mail servers that take no password: Microsoft 365 and Google. With a refresh token it is traded for access tokens (section 6); without,
 * the client's own credentials are (section 4.4).
 */
export const oauthSettings = z.object({
  /** `https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token`, `https://oauth2.googleapis.com/token`. */
  tokenUrl: z.url({ protocol: /^https?$/ }).max(1000),
  clientId: z.string().min(1).max(500),
  /** Absent for a public client, which has a refresh token alone. */
  clientSecret: z.string().min(1).max(2000).optional(),
  /** As a person's consent gave it. A server may replace it each time that it is used: then the newest is kept and used. */
  refreshToken: z.string().min(1).max(10_000).optional(),
  /** `https://outlook.office365.com/.default` for Microsoft's client credentials. */
  scope: z.string().min(1).max(1000).optional(),
})
export type OAuthSettings = z.infer<typeof oauthSettings>

/** A token to sign in with, or why there is none. `remembered`: it was given earlier, and whoever gave it may have taken it back since. */
export type TokenAnswer =
  | { ok: true; accessToken: string; remembered: boolean }
  | { ok: false; failure: DeliveryFailure }

/** Where refresh tokens are kept that a server gave in place of the one in the settings (RFC 6749, section 6), by what they were asked for with. */
export interface RefreshTokens {
  newest(key: string): Promise<string | undefined>
  keep(key: string, refreshToken: string): Promise<void>
}

interface TokenDeps {
  now: () => Date
  allowPrivateAddresses: boolean
  /** Absent: a server that replaces refresh tokens is asked once. */
  refreshTokens?: RefreshTokens
}

/** A token that has less left than this is not begun with. */
const margin = 60_000
/** RFC 6749, 5.1: `expires_in` is only recommended. */
const usualLife = 300

/** Tokens that were given to this process, by what they were asked for with. They end by themselves, and another process asks for its own. */
const known = new Map<string, { accessToken: string; until: number }>()
const mostKnown = 1_000

/** An access token, from memory as long as it holds. */
export async function accessTokenOf(settings: OAuthSettings, deps: TokenDeps): Promise<TokenAnswer> {
  const key = keyOf(settings)
  const kept = known.get(key)
  if (kept && kept.until - margin > deps.now().getTime())
    return { ok: true, accessToken: kept.accessToken, remembered: true }
  known.delete(key)
  const asking = underWay.get(key) ?? askWithNewest(settings, deps, key).finally(() => underWay.delete(key))
  underWay.set(key, asking)
  return await asking
}

/** Whoever asks meanwhile waits for the same answer: a refresh token may be good for one use. */
const underWay = new Map<string, Promise<TokenAnswer>>()

async function askWithNewest(settings: OAuthSettings, deps: TokenDeps, key: string): Promise<TokenAnswer> {
  const newest = async () => (settings.refreshToken && (await deps.refreshTokens?.newest(key))) || settings.refreshToken
  const refreshToken = await newest()
  const answer = await askForToken({ ...settings, refreshToken }, deps, key)
  if (answer.ok || answer.failure.code !== 'authentication-failed' || !refreshToken) return answer
  // Another process has used it, and kept what it was given.
  const newer = await newest()
  return newer === refreshToken ? answer : await askForToken({ ...settings, refreshToken: newer }, deps, key)
}

/** A server has refused this token: the next one is asked for anew. */
export function forgetToken(settings: OAuthSettings): void {
  known.delete(keyOf(settings))
}

const keyOf = (settings: OAuthSettings) => hash('sha256', JSON.stringify(Object.entries(settings).sort()), 'hex')

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
  refresh_token: z.string().min(1).max(10_000).optional(),
})
const refusal = z.object({ error: z.string(), error_description: z.string().optional() })

/** Settings with the refresh token to be used now. */
type Asked = Omit<OAuthSettings, 'refreshToken'> & { refreshToken: string | undefined }

async function askForToken(settings: Asked, deps: TokenDeps, key: string): Promise<TokenAnswer> {
  if (settings.tokenUrl.startsWith('http:') && !deps.allowPrivateAddresses)
    return failed('settings-incomplete', 'oauth.tokenUrl: secrets are sent over https only')
  let answer: Response
  let text: string
  try {
    answer = await guardedCallOut(deps)(settings.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: requestOf(settings).toString(),
    })
    text = await answer.text()
  } catch (error) {
    return failed(codeOf(error), `Token endpoint: ${error instanceof Error ? error.message : String(error)}`)
  }
  const json = jsonOf(text)
  const given = tokenAnswer.safeParse(json)
  if (answer.ok && given.success) {
    const { access_token: accessToken, expires_in: life = usualLife, refresh_token: next } = given.data
    if (known.size >= mostKnown) known.clear()
    known.set(key, { accessToken, until: deps.now().getTime() + life * 1000 })
    if (settings.refreshToken && next && next !== settings.refreshToken) await deps.refreshTokens?.keep(key, next)
    return { ok: true, accessToken, remembered: false }
  }
  const { error, error_description: description } = refusal.safeParse(json).data ?? {}
  const says = `Token endpoint answered ${answer.status}${error ? `: ${error}` : ''}${description ? ` (${description})` : ''}`
  const later = answer.status >= 500 || answer.status === 429 || error === 'temporarily_unavailable'
  return failed(later ? 'partner-busy' : 'authentication-failed', says)
}

function requestOf({ clientId, clientSecret, refreshToken, scope }: Asked): URLSearchParams {
  return new URLSearchParams({
    ...(refreshToken
      ? { grant_type: 'refresh_token', refresh_token: refreshToken }
      : { grant_type: 'client_credentials' }),
    client_id: clientId,
    ...(clientSecret && { client_secret: clientSecret }),
    ...(scope && { scope }),
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const failed = (code: DeliveryFailure['code'], detail: string): TokenAnswer => ({
  ok: false,
  failure: { code, detail: detail.slice(0, 1000) },
})

const codes: Record<string, DeliveryFailure['code']> = {
  ADDRESS_NOT_ALLOWED: 'address-not-allowed',
  ECONNREFUSED: 'connection-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ETIMEDOUT: 'timeout',
}

function codeOf(error: unknown): DeliveryFailure['code'] {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (typeof code !== 'string') return 'connection-lost'
  return codes[code] ?? (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/.test(code) ? 'tls-failed' : 'connection-lost')
}

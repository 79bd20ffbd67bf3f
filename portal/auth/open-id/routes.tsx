import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Configuration } from 'openid-client'
import { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import { countAttempt } from '../../../engine/people/attempts.ts'
import { type ByProvider, enterByProvider } from '../../../engine/people/open-id.ts'
import type { OpenIdSettings } from '../../../engine/people/security-settings.ts'
import { findProvider } from '../../../engine/people/sign-in-offers.ts'
import { recordChange } from '../../../partners/audit.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { clientAddress } from '../client-address.ts'
import { enter } from '../enter.ts'
import { safeNext } from '../safe-next.ts'
import type { Sessions } from '../sessions.ts'
import { texts } from '../texts.ts'
import { beginErrand, type Errand, endErrand, newErrand, openProvider } from './provider.ts'

const path = '/sign-in/openid'
const cookie = 'openid'
const minutes = 10
/** Sign-ins begun from one address of the network within 15 minutes: each makes the hub call the provider. */
const mostFromAddress = 60

/** Where a retailer's provider sends people back to: its people enter this at the provider. */
export const callbackAddress = (publicUrl: string, slug: string) => new URL(`${path}/${slug}/callback`, publicUrl).href

/** Sign-in of a retailer's staff by its own OpenID Connect provider. */
export function openIdRoutes(deps: PortalDeps, sessions: Sessions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:retailer', c => sendAway(c, deps))
  app.get('/:retailer/callback', c => takeBack(c, deps, sessions))
  return app
}

async function providerOf(c: PortalContext, { hub }: PortalDeps) {
  const slug = c.req.param('retailer') ?? ''
  const found = await findProvider(hub.orm, slug)
  if (!found) throw new ApplicationError('not-found', 'There is no such page.')
  return { slug, ...found }
}

async function sendAway(c: PortalContext, deps: PortalDeps) {
  const { slug, retailerId, openId } = await providerOf(c, deps)
  const limit = { key: `openid:${clientAddress(c, deps).slice(0, 60)}`, most: mostFromAddress }
  if (!(await deps.hub.work('system', work => countAttempt(work, [limit])))) return turnAway(c, 'failed')
  const provider = await openProvider(deps, openId).catch((error: Error) => error)
  if (provider instanceof Error) return await tellFailure(c, deps, retailerId, 'unreachable', provider)
  const errand = newErrand()
  const redirectUri = callbackAddress(deps.publicUrl, slug)
  const away = await beginErrand(provider, { redirectUri, errand })
  keepErrand(c, deps, { ...errand, slug, next: safeNext(c.req.query('next')), begun: deps.hub.now().getTime() })
  return c.redirect(away.href, 303)
}

async function takeBack(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const { slug, retailerId, openId } = await providerOf(c, deps)
  const kept = takeErrand(c, deps)
  if (!kept || kept.slug !== slug) return turnAway(c, 'failed')
  const answer = new URL(callbackAddress(deps.publicUrl, slug))
  answer.search = new URL(c.req.url).search
  const provider = await openProvider(deps, openId).catch((error: Error) => error)
  if (provider instanceof Error) return await tellFailure(c, deps, retailerId, 'unreachable', provider)
  const claims = await claimsOf(provider, openId, answer, kept).catch((error: Error) => error)
  if (claims instanceof Error) return await tellFailure(c, deps, retailerId, 'failed', claims)
  const came = await deps.hub.work('system', work => enterByProvider(work, { retailerId, openId, claims }))
  if (came.result !== 'known') return turnAway(c, came.result)
  const entrance = { userId: came.userId, by: 'openid' as const, onlyRetailerId: retailerId }
  return await enter(c, deps, sessions, { ...entrance, secondFactor: openId.trustsSecondFactor }, kept.next)
}

function claimsOf(provider: Configuration, { roleClaim }: OpenIdSettings, answer: URL, errand: Errand) {
  const wanted = ['email', 'email_verified', 'name', ...(roleClaim ? [roleClaim] : [])]
  return endErrand(provider, { answer, errand, wanted })
}

type Refusal = Exclude<ByProvider['result'], 'known'> | 'failed' | 'unreachable'

function turnAway(c: PortalContext, why: Refusal): Response {
  leaveFlash(c, 'bad', texts.openId[why])
  return c.redirect('/sign-in', 303)
}

/** What went wrong stands in the audit log, for whoever sets the provider up; whoever wanted in learns only that it did. */
async function tellFailure(
  c: PortalContext,
  { hub }: PortalDeps,
  retailerId: string,
  why: 'failed' | 'unreachable',
  error: Error,
): Promise<Response> {
  const reason = [error.message, (error.cause as Error | undefined)?.message].filter(Boolean).join(': ').slice(0, 500)
  const change = { retailerId, action: 'sign-in.provider-failed', subject: retailerId, after: { reason } }
  await hub.work('system', work => recordChange(work, change))
  return turnAway(c, why)
}

const keptErrand = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  slug: z.string(),
  next: z.string(),
  begun: z.number(),
})

/** The errand travels with the browser, sealed: only the browser that was sent away can come back. */
function keepErrand(c: PortalContext, { box, secureCookies }: PortalDeps, errand: z.infer<typeof keptErrand>): void {
  setCookie(c, cookie, Buffer.from(box.seal(JSON.stringify(errand))).toString('base64url'), {
    ...{ path, httpOnly: true, secure: secureCookies, sameSite: 'Lax' },
    maxAge: minutes * 60,
  })
}

function takeErrand(c: PortalContext, { box, hub }: PortalDeps): z.infer<typeof keptErrand> | undefined {
  const sealed = getCookie(c, cookie)
  if (!sealed) return undefined
  deleteCookie(c, cookie, { path })
  try {
    const kept = keptErrand.parse(JSON.parse(box.open(Buffer.from(sealed, 'base64url').toString())))
    return hub.now().getTime() - kept.begun > minutes * 60_000 ? undefined : kept
  } catch {
    // Not sealed by us, or not whole: as if there were none.
    return undefined
  }
}

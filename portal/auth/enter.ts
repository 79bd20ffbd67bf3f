import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { linkMinutes, newAccountToken } from '../../engine/people/account-links.ts'
import { hasSecondFactor } from '../../engine/people/authenticator.ts'
import { recordForPerson } from '../../engine/people/record-for-person.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { clientAddress } from './client-address.ts'
import type { Sessions } from './sessions.ts'
import { membershipsOf } from './viewer.ts'

/** Who has shown who they are, and by what. */
export interface Entrance {
  userId: string
  by: 'password' | 'link' | 'openid' | 'set-up' | 'invitation' | 'code'
  /** The only retailer that the session will be for. */
  onlyRetailerId?: string | null
  /** Whether a second factor was given, here or at a provider that is trusted with it. */
  secondFactor?: boolean
}

/** Lets a person in, or on to the second step where they have a second factor that nobody has asked for yet. Answers with where to go: `next` in the end. */
export async function enter(
  c: PortalContext,
  deps: PortalDeps,
  sessions: Sessions,
  entrance: Entrance,
  next = '/',
): Promise<Response> {
  const { userId, onlyRetailerId = null } = entrance
  if (!entrance.secondFactor && (await hasSecondFactor(deps.hub.orm, userId))) {
    const command = { userId, purpose: 'second-step' as const, onlyRetailerId }
    keepStep(c, deps, await deps.hub.work('system', work => newAccountToken(work, command)))
    return c.redirect(`/sign-in/second-step${next === '/' ? '' : `?next=${encodeURIComponent(next)}`}`, 303)
  }
  await openSession(c, deps, sessions, entrance)
  return c.redirect(next, 303)
}

/** A new session at every sign-in, whatever cookie the browser brought. */
async function openSession(c: PortalContext, deps: PortalDeps, sessions: Sessions, entrance: Entrance) {
  const { userId, by, onlyRetailerId = null, secondFactor = false } = entrance
  const { hub } = deps
  const places = await membershipsOf(hub.orm, userId, onlyRetailerId)
  const address = clientAddress(c, deps)
  const session = await sessions.createSession(userId, {
    membershipId: places.length === 1 ? places[0]!.id : null,
    ...{ onlyRetailerId, secondFactor, address, lastSeenAt: hub.now() },
    userAgent: (c.req.header('user-agent') ?? '').slice(0, 400),
  })
  const details = { by, address, secondFactor }
  await hub.work('system', work =>
    recordForPerson(work, userId, 'sign-in.done', { audience: 'staff', byPerson: true, details }),
  )
  c.header('Set-Cookie', sessions.createSessionCookie(session.id).serialize(), { append: true })
}

const stepCookie = 'second-step'

function keepStep(c: PortalContext, { secureCookies }: PortalDeps, token: string): void {
  const maxAge = linkMinutes['second-step'] * 60
  const path = '/sign-in'
  setCookie(c, stepCookie, token, { path, httpOnly: true, secure: secureCookies, sameSite: 'Lax', maxAge })
}

/** The token of a sign-in whose first step is done in this browser. */
export const stepToken = (c: PortalContext) => getCookie(c, stepCookie) ?? ''

/** The sign-in is finished, or begins anew. */
export const forgetStep = (c: PortalContext) => deleteCookie(c, stepCookie, { path: '/sign-in' })

import { eq } from 'drizzle-orm'
import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { ApplicationError } from '../../db/application-error.ts'
import { sessions as sessionTable } from '../../db/schema/index.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type Ability, may } from './abilities.ts'
import { clientAddress } from './client-address.ts'
import { holdForm } from './held-form.tsx'
import { tradesOf } from './scopes.ts'
import { sessionKey } from './session-store.ts'
import type { Sessions } from './sessions.ts'
import { texts } from './texts.ts'
import { membershipsOf, type Viewer } from './viewer.ts'

const timeZones = new Set(Intl.supportedValuesOf('timeZone')).add('UTC')

/** Finds out who is signed in. Someone without a session, or who has been disabled, is nobody. */
export function recognise(deps: PortalDeps, sessions: Sessions): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const secret = sessions.readSessionCookie(c.req.header('cookie') ?? '')
    if (secret) {
      const { session, user } = await sessions.validateSession(secret)
      if (session?.fresh) c.header('Set-Cookie', sessions.createSessionCookie(session.id).serialize(), { append: true })
      if (session && user && !user.disabledAt) {
        const { onlyRetailerId, secondFactor } = session
        const memberships = await membershipsOf(deps.hub.orm, user.id, onlyRetailerId)
        await noteSeen(c, deps, session)
        const zone = user.timeZone ?? getCookie(c, 'zone') ?? ''
        c.set('viewer', {
          userId: user.id,
          email: user.email,
          name: user.name,
          timeZone: timeZones.has(zone) ? zone : 'UTC',
          sessionId: session.id,
          secondFactor,
          onlyRetailerId,
          memberships,
          membership: memberships.find(membership => membership.id === session.membershipId),
        } satisfies Viewer)
      }
    }
    await next()
  }
}

/** A session's last sight is written every few minutes, not with every request. */
const seenMinutes = 5

async function noteSeen(c: PortalContext, deps: PortalDeps, session: { id: string; lastSeenAt: Date | null }) {
  const { hub } = deps
  const now = hub.now()
  if (session.lastSeenAt && now.getTime() - session.lastSeenAt.getTime() < seenMinutes * 60_000) return
  await hub.orm
    .update(sessionTable)
    .set({ lastSeenAt: now, address: clientAddress(c, deps) })
    .where(eq(sessionTable.id, sessionKey(session.id)))
}

/** Only for people who are signed in; others are sent to sign in and come back, and keep what they filled in. */
export const signedIn = createMiddleware<PortalEnv>(async (c, next) => {
  if (c.get('viewer')) return await next()
  const held = await holdForm(c)
  if (held) return held
  const { pathname, search } = new URL(c.req.url)
  const back = c.req.method === 'GET' ? `?next=${encodeURIComponent(pathname + search)}` : ''
  return c.redirect(`/sign-in${back}`, 303)
})

/** Only for people at a retailer: every page below reads `retailer` and sees that retailer's rows alone. */
export const atRetailer = createMiddleware<PortalEnv>(async (c, next) => {
  const { membership } = c.var.viewer
  if (!membership) return c.redirect('/memberships', 303)
  if (membership.side !== 'retailer') throw new ApplicationError('not-found', 'There is no such page.')
  if (membership.needsSecondFactor && !c.var.viewer.secondFactor) return askForSecondFactor(c)
  const { retailerId, name, role } = membership
  c.set('retailer', { retailerId, retailerName: name, role })
  return await next()
})

/** Only for people at a supplier that trades with the retailer named in the address: every page below sees that partnership alone. */
export function atSupplier(deps: PortalDeps): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const { membership } = c.var.viewer
    if (!membership) return c.redirect('/memberships', 303)
    if (membership.side !== 'supplier') throw new ApplicationError('not-found', 'There is no such page.')
    const trades = await tradesOf(deps.hub.orm, membership.supplierId)
    const trade = trades.find(candidate => candidate.slug === c.req.param('retailer'))
    if (!trade) throw new ApplicationError('not-found', 'There is no such page.')
    if (trade.secondFactorFor.includes(membership.role) && !c.var.viewer.secondFactor) return askForSecondFactor(c)
    const { supplierId, name, role } = membership
    c.set('supplier', { ...trade, supplierId, supplierName: name, role, trades })
    return await next()
  }
}

/** The retailer asks this role for a second factor that the session does not have: its person sets one up first. */
function askForSecondFactor(c: PortalContext): Response {
  leaveFlash(c, 'warn', texts.secondStep.required)
  return c.redirect('/account/second-factor', 303)
}

/** Only for roles that may do this. */
export function needs(ability: Ability): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    const { membership } = c.var.viewer
    if (!membership || !may(membership.role, ability)) {
      throw new ApplicationError('not-allowed', 'Your role does not include this. Ask an administrator for it.')
    }
    await next()
  }
}

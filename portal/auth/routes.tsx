import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { setCookie } from 'hono/cookie'
import { ApplicationError } from '../../db/application-error.ts'
import { sessions as sessionTable } from '../../db/schema/index.ts'
import { signInOffers } from '../../engine/people/sign-in-offers.ts'
import { isFresh, setUpInstallation } from '../../partners/people/set-up.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { clientAddress } from './client-address.ts'
import { enter } from './enter.ts'
import { signedIn } from './guard.ts'
import { invitationRoutes } from './invitations.tsx'
import { openIdRoutes } from './open-id/routes.tsx'
import { MembershipsPage, SetUpPage, SignInPage } from './pages.tsx'
import { passwordResetRoutes } from './password-resets.tsx'
import { safeNext } from './safe-next.ts'
import { secondStepRoutes } from './second-step.tsx'
import { sessionKey } from './session-store.ts'
import type { Sessions } from './sessions.ts'
import { signIn } from './sign-in.ts'
import { signInLinkRoutes } from './sign-in-links.tsx'
import { texts } from './texts.ts'

/** Sign-in and out, the choice of a place to work, first-run set-up, and the way from `/` to where a person works. */
export function authRoutes(deps: PortalDeps, sessions: Sessions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => openFirstPage(c, deps))
  app.get('/sign-in', c => showSignIn(c, deps))
  app.post('/sign-in', c => takeSignIn(c, deps, sessions))
  app.post('/sign-out', c => takeSignOut(c, sessions))
  app.get('/memberships', signedIn, c => showMemberships(c))
  app.post('/memberships', signedIn, c => chooseMembership(c, deps))
  app.get('/setup', c => showSetUp(c, deps))
  app.post('/setup', c => takeSetUp(c, deps, sessions))
  app.post('/theme', c => chooseTheme(c))
  app.route('/sign-in/second-step', secondStepRoutes(deps, sessions))
  app.route('/sign-in/links', signInLinkRoutes(deps, sessions))
  app.route('/sign-in/openid', openIdRoutes(deps, sessions))
  app.route('/password-resets', passwordResetRoutes(deps))
  app.route('/invitations', invitationRoutes(deps, sessions))
  return app
}

async function openFirstPage(c: PortalContext, { hub }: PortalDeps) {
  const viewer = c.get('viewer')
  if (!viewer) return c.redirect((await isFresh(hub.orm)) ? '/setup' : '/sign-in', 303)
  if (!viewer.membership) return c.redirect('/memberships', 303)
  if (viewer.membership.side === 'supplier') return c.redirect('/supplier', 303)
  return c.redirect(viewer.membership.role === 'accountant' ? '/accounting' : '/retailer', 303)
}

async function showSignIn(c: PortalContext, { hub }: PortalDeps) {
  if (c.get('viewer')) return c.redirect('/', 303)
  const offers = await signInOffers(hub.orm)
  const form = <SignInPage next={safeNext(c.req.query('next'))} offers={offers} />
  return await page(c, { title: texts.signIn.title }, form)
}

async function takeSignIn(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const { email = '', password = '', next } = await formValues(c)
  const outcome = await signIn(deps.hub, { email, password, address: clientAddress(c, deps) })
  if (outcome.result === 'signed-in')
    return await enter(c, deps, sessions, { userId: outcome.userId, by: 'password' }, safeNext(next))
  const status = outcome.result === 'locked' ? 429 : 422
  const offers = await signInOffers(deps.hub.orm)
  const form = <SignInPage email={email} next={safeNext(next)} error={texts.signIn[outcome.result]} offers={offers} />
  return await page(c, { title: texts.signIn.title, status }, form)
}

async function takeSignOut(c: PortalContext, sessions: Sessions) {
  const viewer = c.get('viewer')
  if (viewer) await sessions.invalidateSession(viewer.sessionId)
  c.header('Set-Cookie', sessions.createBlankSessionCookie().serialize(), { append: true })
  leaveFlash(c, 'good', texts.signIn.signedOut)
  return c.redirect('/sign-in', 303)
}

function showMemberships(c: PortalContext) {
  return page(c, { title: texts.memberships.title }, <MembershipsPage memberships={c.var.viewer.memberships} />)
}

async function chooseMembership(c: PortalContext, { hub }: PortalDeps) {
  const { membership } = await formValues(c)
  const { memberships, sessionId } = c.var.viewer
  const chosen = memberships.find(candidate => candidate.id === membership)
  if (!chosen) throw new ApplicationError('not-found', 'There is no such place to work.')
  await hub.orm
    .update(sessionTable)
    .set({ membershipId: chosen.id })
    .where(eq(sessionTable.id, sessionKey(sessionId)))
  return c.redirect('/', 303)
}

async function showSetUp(c: PortalContext, { hub }: PortalDeps) {
  if (!(await isFresh(hub.orm))) return c.redirect('/sign-in', 303)
  return page(c, { title: texts.setUp.title }, <SetUpPage values={{}} errors={{}} />)
}

async function takeSetUp(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const values = await formValues(c)
  const { retailer = '', currency, timeZone, name = '', email = '', password = '' } = values
  try {
    const command = { retailer, currency, timeZone, name, email, password }
    const { userId } = await deps.hub.work('set-up', work => setUpInstallation(work, command))
    return await enter(c, deps, sessions, { userId, by: 'set-up' })
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    const form = <SetUpPage values={values} errors={error.fields} />
    return await page(c, { title: texts.setUp.title, status: 422 }, form)
  }
}

async function chooseTheme(c: PortalContext) {
  const { theme } = await formValues(c)
  setCookie(c, 'theme', theme === 'dark' ? 'dark' : 'light', { path: '/', sameSite: 'Lax', maxAge: 31_536_000 })
  const from = c.req.header('referer')
  const back = from && URL.canParse(from) ? new URL(from).pathname + new URL(from).search : '/'
  return c.redirect(safeNext(back), 303)
}

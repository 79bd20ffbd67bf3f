import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { hasSecondFactor } from '../../engine/people/authenticator.ts'
import { changePassword } from '../../engine/people/passwords.ts'
import { endOtherSessions, endSession, listSessions } from '../../engine/people/sessions.ts'
import { sessionKey } from '../auth/session-store.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { SecurityPage } from './security-page.tsx'
import { texts } from './texts.ts'

const t = texts.security
const path = '/account/security'

/** `/account/security`: one's password, second factor, and the browsers in which one is signed in. */
export function securityRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/security', c => showSecurity(c, deps))
  app.post('/password', c => takePassword(c, deps))
  app.post('/sessions/end-others', c => takeEndOthers(c, deps))
  app.post('/sessions/:session/end', c => takeEnd(c, deps))
  return app
}

async function showSecurity(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}, status?: 429) {
  const { userId, sessionId, email } = c.var.viewer
  const sessions = await listSessions(hub.orm, userId, hub.now())
  const secondFactor = await hasSecondFactor(hub.orm, userId)
  const props = { sessions, here: sessionKey(sessionId), secondFactor, errors, email }
  const found = Object.keys(errors).length > 0
  return await page(c, { title: t.title, status: status ?? (found ? 422 : 200) }, <SecurityPage {...props} />)
}

async function takePassword(c: PortalContext, deps: PortalDeps) {
  const { viewer } = c.var
  const { present = '', password = '' } = await formValues(c)
  const command = { userId: viewer.userId, present, password, keep: sessionKey(viewer.sessionId) }
  try {
    const change = await deps.hub.work(actorOf(viewer), work => changePassword(work, command))
    if (change === 'wrong') return await showSecurity(c, deps, { present: t.wrong })
    if (change === 'locked') return await showSecurity(c, deps, { present: t.locked }, 429)
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await showSecurity(c, deps, error.fields)
  }
  leaveFlash(c, 'good', t.changed)
  return c.redirect(path, 303)
}

async function takeEnd(c: PortalContext, { hub }: PortalDeps) {
  const { viewer } = c.var
  const command = { userId: viewer.userId, sessionId: c.req.param('session') ?? '' }
  await hub.work(actorOf(viewer), work => endSession(work, command))
  leaveFlash(c, 'good', t.ended)
  return c.redirect(path, 303)
}

async function takeEndOthers(c: PortalContext, { hub }: PortalDeps) {
  const { viewer } = c.var
  const command = { userId: viewer.userId, keep: sessionKey(viewer.sessionId) }
  const count = await hub.work(actorOf(viewer), work => endOtherSessions(work, command))
  leaveFlash(c, 'good', t.endedOthers(count))
  return c.redirect(path, 303)
}

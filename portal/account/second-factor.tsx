import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import {
  beginAuthenticator,
  confirmAuthenticator,
  hasSecondFactor,
  renewRecoveryCodes,
  turnOffSecondFactor,
} from '../../engine/people/authenticator.ts'
import { recoveryCodesLeft } from '../../engine/people/recovery-codes.ts'
import { tradesOf } from '../auth/scopes.ts'
import { sessionKey } from '../auth/session-store.ts'
import { actorOf, type Viewer } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { CodesPage, EnrolPage, ManagePage } from './second-factor-pages.tsx'
import { texts } from './texts.ts'

const t = texts.factor

/** `/account/second-factor`: setting an authenticator app up, making recovery codes anew, turning it off. */
export function secondFactorRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showFactor(c, deps))
  app.post('/', c => takeConfirmation(c, deps))
  app.post('/off', c => takeOff(c, deps))
  app.post('/recovery-codes', c => takeRenewal(c, deps))
  return app
}

type Wrong = { form: 'confirm' | 'off' | 'renew'; check: 'wrong' | 'locked' }

async function showFactor(c: PortalContext, deps: PortalDeps, wrong?: Wrong) {
  const { hub, box } = deps
  const { viewer } = c.var
  const status = wrong ? (wrong.check === 'locked' ? 429 : 422) : 200
  const errorOf = (form: Wrong['form']) => (wrong?.form === form ? t[wrong.check] : undefined)
  if (await hasSecondFactor(hub.orm, viewer.userId)) {
    const left = await recoveryCodesLeft(hub.orm, viewer.userId)
    const needed = await isNeeded(deps, viewer)
    const content = <ManagePage left={left} needed={needed} offError={errorOf('off')} renewError={errorOf('renew')} />
    return await page(c, { title: t.title, status }, content)
  }
  const enrolment = await hub.work(actorOf(viewer), work => beginAuthenticator(work, box, viewer))
  return await page(c, { title: t.title, status }, <EnrolPage {...enrolment} error={errorOf('confirm')} />)
}

async function takeConfirmation(c: PortalContext, deps: PortalDeps) {
  const { viewer } = c.var
  const { code = '' } = await formValues(c)
  const command = { userId: viewer.userId, code, keep: sessionKey(viewer.sessionId) }
  const confirmed = await deps.hub.work(actorOf(viewer), work => confirmAuthenticator(work, deps.box, command))
  if (confirmed.check !== 'right') return await showFactor(c, deps, { form: 'confirm', check: confirmed.check })
  return await page(c, { title: t.codesTitle }, <CodesPage codes={confirmed.codes} />)
}

async function takeOff(c: PortalContext, deps: PortalDeps) {
  const { viewer } = c.var
  const { code = '' } = await formValues(c)
  if (await isNeeded(deps, viewer)) throw new ApplicationError('not-allowed', t.needed)
  const command = { userId: viewer.userId, code }
  const check = await deps.hub.work(actorOf(viewer), work => turnOffSecondFactor(work, deps.box, command))
  if (check !== 'right') return await showFactor(c, deps, { form: 'off', check })
  leaveFlash(c, 'good', t.wasTurnedOff)
  return c.redirect('/account/security', 303)
}

async function takeRenewal(c: PortalContext, deps: PortalDeps) {
  const { viewer } = c.var
  const { code = '' } = await formValues(c)
  const command = { userId: viewer.userId, code }
  const renewed = await deps.hub.work(actorOf(viewer), work => renewRecoveryCodes(work, deps.box, command))
  if (renewed.check !== 'right') return await showFactor(c, deps, { form: 'renew', check: renewed.check })
  return await page(c, { title: t.codesTitle }, <CodesPage codes={renewed.codes} />)
}

/** Whether a retailer asks one of the viewer's roles for a second factor. */
async function isNeeded({ hub }: PortalDeps, { memberships }: Viewer): Promise<boolean> {
  for (const membership of memberships) {
    if (membership.side === 'retailer') {
      if (membership.needsSecondFactor) return true
      continue
    }
    const trades = await tradesOf(hub.orm, membership.supplierId)
    if (trades.some(trade => trade.secondFactorFor.includes(membership.role))) return true
  }
  return false
}

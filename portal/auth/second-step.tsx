import { Hono } from 'hono'
import { findAccountToken, takeAccountToken } from '../../engine/people/account-links.ts'
import { checkSecondFactor } from '../../engine/people/authenticator.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Hidden, Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Notice } from '../ui/parts.tsx'
import { enter, forgetStep, stepToken } from './enter.ts'
import { safeNext } from './safe-next.ts'
import type { Sessions } from './sessions.ts'
import { texts } from './texts.ts'

const t = texts.secondStep

/** `/sign-in/second-step`: a code of the authenticator, or a recovery code, after the first step was right. */
export function secondStepRoutes(deps: PortalDeps, sessions: Sessions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showStep(c, deps))
  app.post('/', c => takeStep(c, deps, sessions))
  return app
}

const whoCame = (c: PortalContext, { hub }: PortalDeps) =>
  findAccountToken(hub.orm, stepToken(c), 'second-step', hub.now())

function beginAnew(c: PortalContext): Response {
  forgetStep(c)
  leaveFlash(c, 'warn', t.ended)
  return c.redirect('/sign-in', 303)
}

async function showStep(c: PortalContext, deps: PortalDeps) {
  if (!(await whoCame(c, deps))) return beginAnew(c)
  return await page(c, { title: t.title }, <StepPage next={safeNext(c.req.query('next'))} />)
}

async function takeStep(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const { code = '', next } = await formValues(c)
  const came = await whoCame(c, deps)
  if (!came) return beginAnew(c)
  const { hub, box } = deps
  const check = await hub.work('system', work => checkSecondFactor(work, box, { userId: came.userId, code }))
  if (check !== 'right') {
    const status = check === 'locked' ? 429 : 422
    return await page(c, { title: t.title, status }, <StepPage next={safeNext(next)} error={t[check]} />)
  }
  const taken = await hub.work('system', work => takeAccountToken(work, stepToken(c), 'second-step'))
  if (!taken) return beginAnew(c)
  forgetStep(c)
  const { userId, onlyRetailerId } = taken
  return await enter(c, deps, sessions, { userId, by: 'code', onlyRetailerId, secondFactor: true }, safeNext(next))
}

function StepPage({ next, error }: { next: string; error?: string }) {
  return (
    <>
      <div class="stack-tight">
        <h1>{t.title}</h1>
        <p class="soft">{t.about}</p>
      </div>
      {error ? <Notice tone="bad" title={error} /> : null}
      <form class="form" method="post" action="/sign-in/second-step" data-form="second-step">
        <Hidden name="next" value={next} />
        <Input name="code" label={t.code} hint={t.codeHint} autocomplete="one-time-code" required autofocus />
        <button type="submit" class="button button-primary">
          {t.action}
        </button>
      </form>
      <a href="/sign-in">{t.other}</a>
    </>
  )
}

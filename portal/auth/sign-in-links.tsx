import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { askForLink, findAccountToken, takeAccountToken } from '../../engine/people/account-links.ts'
import { markEmailVerified } from '../../engine/people/profile.ts'
import { signInOffers } from '../../engine/people/sign-in-offers.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { clientAddress } from './client-address.ts'
import { enter } from './enter.ts'
import { AskForLinkPage, DeadLinkPage, LinkSentPage } from './link-pages.tsx'
import type { Sessions } from './sessions.ts'
import { texts } from './texts.ts'

const t = texts.links
const path = '/sign-in/links'

/** Signing in by a link that is mailed, where retailers allow it. Opening the link shows a button, since mail scanners open links too. */
export function signInLinkRoutes(deps: PortalDeps, sessions: Sessions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.use(async (_c, next) => {
    if (!(await signInOffers(deps.hub.orm)).byLink) throw new ApplicationError('not-found', 'There is no such page.')
    await next()
  })
  app.get('/', c =>
    page(c, { title: t.signInTitle }, <AskForLinkPage title={t.signInTitle} about={t.signInAsk} action={path} />),
  )
  app.post('/', c => sendLink(c, deps))
  app.get('/:token', c => showLink(c, deps))
  app.post('/:token', c => takeLink(c, deps, sessions))
  return app
}

async function sendLink(c: PortalContext, deps: PortalDeps) {
  const { email = '' } = await formValues(c)
  const asked = { email, purpose: 'sign-in' as const, address: clientAddress(c, deps) }
  await deps.hub.work('system', work => askForLink(work, { ...asked, publicUrl: deps.publicUrl }))
  return await page(c, { title: t.sentTitle }, <LinkSentPage />)
}

async function showLink(c: PortalContext, { hub }: PortalDeps) {
  const token = c.req.param('token') ?? ''
  if (!(await findAccountToken(hub.orm, token, 'sign-in', hub.now()))) return await dead(c)
  return await page(c, { title: t.signInTitle }, <LinkPage token={token} />)
}

async function takeLink(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const taken = await deps.hub.work('system', async work => {
    const found = await takeAccountToken(work, c.req.param('token') ?? '', 'sign-in')
    if (found) await markEmailVerified(work, found.userId)
    return found
  })
  if (!taken) return await dead(c)
  return await enter(c, deps, sessions, { userId: taken.userId, by: 'link' })
}

const dead = (c: PortalContext) => page(c, { title: t.dead, status: 404 }, <DeadLinkPage again={path} />)

function LinkPage({ token }: { token: string }) {
  return (
    <>
      <div class="stack-tight">
        <h1>{t.signInTitle}</h1>
        <p class="soft">{t.signInConfirm}</p>
      </div>
      <form class="form" method="post" action={`${path}/${token}`} data-form="sign-in-link">
        <button type="submit" class="button button-primary" autofocus>
          {t.signIn}
        </button>
      </form>
    </>
  )
}

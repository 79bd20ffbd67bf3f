import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { askForLink, findAccountToken } from '../../engine/people/account-links.ts'
import { resetPassword } from '../../engine/people/passwords.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { clientAddress } from './client-address.ts'
import { AskForLinkPage, DeadLinkPage, LinkSentPage } from './link-pages.tsx'
import { NewPassword } from './password-fields.tsx'
import { texts } from './texts.ts'

const t = texts.links
const path = '/password-resets'

/** A new password for whoever has forgotten the old one: by a link that is mailed to the account's address. */
export function passwordResetRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c =>
    page(c, { title: t.resetTitle }, <AskForLinkPage title={t.resetTitle} about={t.resetAsk} action={path} />),
  )
  app.post('/', c => sendLink(c, deps))
  app.get('/:token', c => showReset(c, deps))
  app.post('/:token', c => takeReset(c, deps))
  return app
}

async function sendLink(c: PortalContext, deps: PortalDeps) {
  const { email = '' } = await formValues(c)
  const asked = { email, purpose: 'password-reset' as const, address: clientAddress(c, deps) }
  await deps.hub.work('system', work => askForLink(work, { ...asked, publicUrl: deps.publicUrl }))
  return await page(c, { title: t.sentTitle }, <LinkSentPage />)
}

async function showReset(c: PortalContext, { hub }: PortalDeps) {
  const token = c.req.param('token') ?? ''
  if (!(await findAccountToken(hub.orm, token, 'password-reset', hub.now()))) return await dead(c)
  return await page(c, { title: t.resetTitle }, <ResetPage token={token} />)
}

async function takeReset(c: PortalContext, { hub }: PortalDeps) {
  const token = c.req.param('token') ?? ''
  const { password = '' } = await formValues(c)
  try {
    await hub.work('system', work => resetPassword(work, { token, password }))
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    if (error.code === 'not-found') return await dead(c)
    if (error.code !== 'invalid-input') throw error
    const form = <ResetPage token={token} error={error.fields.password} />
    return await page(c, { title: t.resetTitle, status: 422 }, form)
  }
  leaveFlash(c, 'good', t.wasReset)
  return c.redirect('/sign-in', 303)
}

const dead = (c: PortalContext) => page(c, { title: t.dead, status: 404 }, <DeadLinkPage again={path} />)

function ResetPage({ token, error }: { token: string; error?: string | undefined }) {
  return (
    <>
      <h1>{t.resetTitle}</h1>
      <form class="form" method="post" action={`${path}/${token}`} data-form="password-reset">
        <NewPassword label={t.newPassword} error={error} autofocus />
        <button type="submit" class="button button-primary">
          {t.keep}
        </button>
      </form>
    </>
  )
}

import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { acceptInvitation, findInvitation, type OpenInvitation } from '../../engine/people/accept-invitation.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { enter } from './enter.ts'
import { DeadLinkPage } from './link-pages.tsx'
import { NewPassword } from './password-fields.tsx'
import type { Sessions } from './sessions.ts'
import { texts } from './texts.ts'

const t = texts.invitation

/** `/invitations/:token`: taking an invitation up, with a new account or one's own. */
export function invitationRoutes(deps: PortalDeps, sessions: Sessions): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:token', c => showInvitation(c, deps))
  app.post('/:token', c => takeInvitation(c, deps, sessions))
  return app
}

const tokenOf = (c: PortalContext) => c.req.param('token') ?? ''

async function showInvitation(c: PortalContext, { hub }: PortalDeps) {
  const found = await findInvitation(hub.orm, tokenOf(c), hub.now())
  if (!found) return await dead(c)
  return await page(c, { title: t.title(found.placeName) }, <InvitationPage found={found} token={tokenOf(c)} />)
}

async function takeInvitation(c: PortalContext, deps: PortalDeps, sessions: Sessions) {
  const { hub } = deps
  const values = await formValues(c)
  const { name = '', password = '' } = values
  const found = await findInvitation(hub.orm, tokenOf(c), hub.now())
  if (!found) return await dead(c)
  try {
    const command = { token: tokenOf(c), name, password }
    const { userId, begun } = await hub.work(`user:${found.email}`, work => acceptInvitation(work, command))
    if (begun) return await enter(c, deps, sessions, { userId, by: 'invitation' })
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    if (error.code === 'not-found') return await dead(c)
    if (error.code !== 'invalid-input') throw error
    const form = <InvitationPage found={found} token={tokenOf(c)} name={name} errors={error.fields} />
    return await page(c, { title: t.title(found.placeName), status: 422 }, form)
  }
  if (c.get('viewer')?.email === found.email) return c.redirect('/memberships', 303)
  leaveFlash(c, 'good', t.joined(found.placeName))
  return c.redirect('/sign-in', 303)
}

const dead = (c: PortalContext) => page(c, { title: texts.links.dead, status: 404 }, <DeadLinkPage hint={t.deadHint} />)

interface InvitationProps {
  found: OpenInvitation
  token: string
  name?: string
  errors?: Record<string, string>
}

function InvitationPage({ found, token, name, errors = {} }: InvitationProps) {
  const known = found.userId !== undefined
  return (
    <>
      <div class="stack-tight">
        <h1>{t.title(found.placeName)}</h1>
        <p class="soft">{t.about(found.email, texts.roles[found.role])}</p>
        {known ? <p class="soft">{t.known}</p> : null}
      </div>
      <form class="form" method="post" action={`/invitations/${token}`} data-form="invitation">
        {known ? null : <NewPerson email={found.email} name={name} errors={errors} />}
        <button type="submit" class="button button-primary">
          {known ? t.join : t.begin}
        </button>
      </form>
    </>
  )
}

function NewPerson(props: { email: string; name: string | undefined; errors: Record<string, string> }) {
  const { email, name, errors } = props
  return (
    <>
      {/* Password managers keep the password under this name. */}
      <input type="hidden" name="username" autocomplete="username" value={email} />
      <Input
        name="name"
        label={texts.setUp.name}
        value={name}
        error={errors.name}
        autocomplete="name"
        required
        autofocus
      />
      <NewPassword error={errors.password} />
    </>
  )
}

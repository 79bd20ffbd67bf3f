import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { users } from '../../db/schema/index.ts'
import { changeProfile } from '../../engine/people/profile.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Facts, PageHeader, Section } from '../ui/parts.tsx'
import { loadNotices, Notices, type NoticesOfPlace } from './notices.tsx'
import { texts } from './texts.ts'

const t = texts.profile

/** `/account`: one's name and time zone, and a look at which mail one gets. */
export function profileRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showProfile(c, deps))
  app.post('/profile', c => takeProfile(c, deps))
  return app
}

async function showProfile(c: PortalContext, deps: PortalDeps, given: Partial<ProfileProps> = {}) {
  const { viewer } = c.var
  const { orm } = deps.hub
  const [user] = await orm.select({ timeZone: users.timeZone }).from(users).where(eq(users.id, viewer.userId))
  const places = await loadNotices(orm, viewer)
  const values = { name: viewer.name, timeZone: user?.timeZone ?? '' }
  const content = <ProfilePage email={viewer.email} values={values} errors={{}} places={places} {...given} />
  return await page(c, { title: t.title, status: given.errors ? 422 : 200 }, content)
}

async function takeProfile(c: PortalContext, deps: PortalDeps) {
  const { viewer } = c.var
  const { name = '', timeZone = '' } = await formValues(c)
  try {
    const command = { userId: viewer.userId, name, timeZone }
    await deps.hub.work(actorOf(viewer), work => changeProfile(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await showProfile(c, deps, { values: { name, timeZone }, errors: error.fields })
  }
  leaveFlash(c, 'good', t.saved)
  return c.redirect('/account', 303)
}

interface ProfileProps {
  email: string
  values: { name: string; timeZone: string }
  errors: Record<string, string>
  places: NoticesOfPlace[]
}

function ProfilePage({ email, values, errors, places }: ProfileProps) {
  return (
    <>
      <PageHeader
        title={t.title}
        back={{ href: '/', word: 'Back to work' }}
        action={
          <a class="button" href="/account/security">
            {t.security}
          </a>
        }
      />
      <div class="columns">
        <Section title={texts.notices.title}>
          {places.length === 0 ? <p class="soft">{t.noPlace}</p> : <Notices places={places} />}
        </Section>
        <Section title={t.you}>
          <form class="form" method="post" action="/account/profile" data-form="profile">
            <Facts rows={[[t.email, email]]} />
            <Input name="name" label={t.name} value={values.name} error={errors.name} autocomplete="name" required />
            <Input
              name="timeZone"
              label={t.timeZone}
              hint={t.timeZoneHint}
              value={values.timeZone}
              error={errors.timeZone}
            />
            <button type="submit" class="button button-primary">
              {t.save}
            </button>
          </form>
        </Section>
      </div>
    </>
  )
}

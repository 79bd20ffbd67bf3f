import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { memberships as membershipTable, users } from '../../db/schema/index.ts'
import { changeProfile, chooseMailed } from '../../engine/people/profile.ts'
import { texts as authTexts } from '../auth/texts.ts'
import { actorOf, type Membership } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Facts, PageHeader, Section } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.profile

/** `/account`: one's name and time zone, and which mail one gets. */
export function profileRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showProfile(c, deps))
  app.post('/profile', c => takeProfile(c, deps))
  app.post('/notifications', c => takeNotifications(c, deps))
  return app
}

async function showProfile(c: PortalContext, deps: PortalDeps, given: Partial<ProfileProps> = {}) {
  const { viewer } = c.var
  const { orm } = deps.hub
  const [user] = await orm.select({ timeZone: users.timeZone }).from(users).where(eq(users.id, viewer.userId))
  const rows = await orm
    .select({ id: membershipTable.id, mailed: membershipTable.mailed })
    .from(membershipTable)
    .where(eq(membershipTable.userId, viewer.userId))
  const mailed = new Set(rows.filter(row => row.mailed).map(row => row.id))
  const places = viewer.memberships.map(place => ({ place, mailed: mailed.has(place.id) }))
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

async function takeNotifications(c: PortalContext, { hub }: PortalDeps) {
  const { viewer } = c.var
  const values = await formValues(c)
  const choices = viewer.memberships.map(({ id }) => ({ membershipId: id, mailed: values[`mailed-${id}`] === 'on' }))
  await hub.work(actorOf(viewer), work => chooseMailed(work, { userId: viewer.userId, choices }))
  leaveFlash(c, 'good', t.saved)
  return c.redirect('/account', 303)
}

interface ProfileProps {
  email: string
  values: { name: string; timeZone: string }
  errors: Record<string, string>
  places: { place: Membership; mailed: boolean }[]
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
        <form class="form card" method="post" action="/account/profile" data-form="profile">
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
        <Section title={t.notices}>
          {places.length === 0 ? <p class="soft">{t.noPlace}</p> : <Notices places={places} />}
        </Section>
      </div>
    </>
  )
}

function Notices({ places }: Pick<ProfileProps, 'places'>) {
  return (
    <form class="form" method="post" action="/account/notifications" data-form="notifications">
      <p class="soft small">{t.noticesHint}</p>
      <fieldset class="choices" aria-label={t.notices}>
        {places.map(({ place, mailed }) => (
          <label class="choice">
            <input type="checkbox" name={`mailed-${place.id}`} checked={mailed} />
            <span>{t.noticesOf(place.name, authTexts.roles[place.role])}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" class="button">
        {t.save}
      </button>
    </form>
  )
}

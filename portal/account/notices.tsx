import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Orm } from '../../db/connection.ts'
import { memberships, type NoticeChoices, noticeWays } from '../../db/schema/index.ts'
import { chooseNotices, kindsFor, usualDigestHour, wayOf } from '../../engine/notices/choices.ts'
import { texts as authTexts } from '../auth/texts.ts'
import { actorOf, type Membership, type Viewer } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { Hidden, Select } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { idIn } from '../ui/request.ts'
import { texts } from './texts.ts'

const t = texts.notices

/** What a person chose to be told at one place. */
export interface NoticesOfPlace {
  place: Membership
  choices: NoticeChoices
}

/** `/account/notifications`: what one is told by mail, and how. */
export function noticeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/notifications', c => takeNotices(c, deps))
  return app
}

/** What the viewer chose at each place where they work now. */
export async function loadNotices(orm: Orm, viewer: Viewer): Promise<NoticesOfPlace[]> {
  const rows = await orm
    .select({ id: memberships.id, notices: memberships.notices })
    .from(memberships)
    .where(eq(memberships.userId, viewer.userId))
  const chosen = new Map(rows.map(row => [row.id, row.notices]))
  return viewer.memberships.map(place => ({ place, choices: chosen.get(place.id) ?? {} }))
}

async function takeNotices(c: PortalContext, { hub }: PortalDeps) {
  const { viewer } = c.var
  const { membership, digestHour = '', ...ways } = await formValues(c)
  const membershipId = idIn(membership) ?? ''
  const place = viewer.memberships.find(known => known.id === membershipId)
  if (!place) {
    leaveFlash(c, 'bad', t.notThere)
    return c.redirect('/account', 303)
  }
  await hub.work(actorOf(viewer), work =>
    chooseNotices(work, { userId: viewer.userId, membershipId, ways, digestHour }),
  )
  leaveFlash(c, 'good', t.saved)
  return c.redirect('/account', 303)
}

/** A form for each place: how one is told of each kind of thing. */
export function Notices({ places }: { places: NoticesOfPlace[] }) {
  return (
    <div class="stack-tight">
      <p class="soft small">{t.hint}</p>
      {places.map(({ place, choices }) => (
        <form class="form" method="post" action="/account/notifications" data-form="notifications">
          <Hidden name="membership" value={place.id} />
          {places.length > 1 ? <h3>{t.at(place.name, authTexts.roles[place.role])}</h3> : null}
          <Ways place={place} choices={choices} />
          <Select
            name="digestHour"
            label={t.hour}
            value={String(choices.digestHour ?? usualDigestHour)}
            options={Array.from({ length: 24 }, (_, hour) => ({
              value: String(hour),
              word: `${String(hour).padStart(2, '0')}:00`,
            }))}
            class="short"
          />
          <div class="form-actions">
            <button type="submit" class="button">
              {texts.profile.save}
            </button>
          </div>
        </form>
      ))}
    </div>
  )
}

function Ways({ place, choices }: NoticesOfPlace) {
  return (
    <div class="card ways">
      {kindsFor(place.side).map(kind => (
        <fieldset>
          <legend>{t.kinds[kind]}</legend>
          <div class="ways-of-one">
            {noticeWays.map(way => (
              <label>
                <input
                  type="radio"
                  name={kind}
                  value={way}
                  checked={way === wayOf(place.side, place.role, kind, choices)}
                />
                {t.ways[way]}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

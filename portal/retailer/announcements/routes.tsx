import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { announce, standingAnnouncements, withdrawAnnouncement } from '../../../engine/announcements/announcements.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { partnerNames } from '../partner-names.ts'
import { AnnouncementsPage } from './page.tsx'
import { texts } from './texts.ts'

const path = '/retailer/announcements'

/** What a retailer tells its suppliers on their first page. */
export function announcementRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps))
  app.post('/', needs('operate'), c => take(c, deps))
  app.post('/:id/withdrawal', needs('operate'), c => takeBack(c, deps))
  return app
}

async function show(
  c: PortalContext,
  { hub }: PortalDeps,
  values: FormValues = {},
  errors: Record<string, string> = {},
) {
  const { retailerId, role } = c.var.retailer
  const rows = await standingAnnouncements(hub.orm, retailerId)
  const names = await partnerNames(hub.orm, retailerId)
  const props = { path, rows, names, mayWrite: may(role, 'operate'), values, errors }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: texts.title, current: 'announcements', status }, <AnnouncementsPage {...props} />)
}

async function take(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.retailer
  const { title = '', body = '', showUntil = '' } = values
  const partnershipId = idIn(values.to)
  const command = { retailerId, title, body, showUntil, ...(partnershipId && { partnershipId }) }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => announce(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return show(c, deps, values, error.fields)
  }
  leaveFlash(c, 'good', texts.made)
  return c.redirect(path, 303)
}

async function takeBack(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const id = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => withdrawAnnouncement(work, { retailerId, id }))
  leaveFlash(c, 'good', texts.withdrawn)
  return c.redirect(path, 303)
}

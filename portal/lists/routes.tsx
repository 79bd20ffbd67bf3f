import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { viewLists } from '../../db/schema/index.ts'
import { may } from '../auth/abilities.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { idParam } from '../ui/request.ts'
import { texts as t } from './texts.ts'
import { removeView, saveView } from './views.ts'

/** `/retailer/views`: lists kept under a name. Everybody at the retailer keeps their own. */
export function viewRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/', c => takeView(c, deps))
  app.post('/:id/removal', c => takeRemoval(c, deps))
  return app
}

async function takeView(c: PortalContext, { hub }: PortalDeps) {
  const form = await formValues(c)
  const list = viewLists.find(one => one === form.list)
  if (!list) throw new ApplicationError('invalid-input', 'There is no such list.')
  // Read and written again, so that nothing but parameters can stand in it.
  const query = String(new URLSearchParams((form.query ?? '').slice(0, 2000)))
  const { retailerId } = c.var.retailer
  const { userId } = c.var.viewer
  const sharedWith = form.shared ? 'retailer' : 'maker'
  const view = { retailerId, userId, list, name: form.name ?? '', query, sharedWith } as const
  await hub.work(actorOf(c.var.viewer), work => saveView(work, view))
  leaveFlash(c, 'good', t.kept)
  return c.redirect(`/retailer/${list}?${query}`, 303)
}

async function takeRemoval(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const view = { retailerId, userId: c.var.viewer.userId, id: idParam(c), anybodys: may(role, 'manage-people') }
  const list = await hub.work(actorOf(c.var.viewer), work => removeView(work, view))
  leaveFlash(c, 'good', t.removed)
  return c.redirect(`/retailer/${list}`, 303)
}

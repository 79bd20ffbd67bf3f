import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { ViewList } from '../../db/schema/index.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { idParam } from '../ui/request.ts'
import { texts as t } from './texts.ts'
import { removeView, saveView } from './views.ts'

/** On whose side of the portal views are kept, and what they may do with them. */
export interface ViewKeeper {
  retailerId: string
  /** The lists of this side, each with its address. */
  lists: Partial<Record<ViewList, string>>
  /** Whether a view may be everybody's. */
  mayShare: boolean
  /** Whether views that others share may be removed. */
  mayRemoveShared: boolean
}

/** Lists kept under a name. Everybody keeps their own. */
export function viewRoutes(deps: PortalDeps, keeperOf: (c: PortalContext) => ViewKeeper): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/', c => takeView(c, deps, keeperOf(c)))
  app.post('/:id/removal', c => takeRemoval(c, deps, keeperOf(c)))
  return app
}

async function takeView(c: PortalContext, { hub }: PortalDeps, { retailerId, lists, mayShare }: ViewKeeper) {
  const form = await formValues(c)
  const [list, address] = Object.entries(lists).find(([name]) => name === form.list) ?? []
  if (!list) throw new ApplicationError('invalid-input', 'There is no such list.')
  // Read and written again, so that nothing but parameters can stand in it.
  const query = String(new URLSearchParams((form.query ?? '').slice(0, 2000)))
  const { userId } = c.var.viewer
  const sharedWith = mayShare && form.shared ? 'retailer' : 'maker'
  const view = { retailerId, userId, list: list as ViewList, name: form.name ?? '', query, sharedWith } as const
  await hub.work(actorOf(c.var.viewer), work => saveView(work, view))
  leaveFlash(c, 'good', t.kept)
  return c.redirect(`${address}?${query}`, 303)
}

async function takeRemoval(c: PortalContext, { hub }: PortalDeps, { retailerId, lists, mayRemoveShared }: ViewKeeper) {
  const view = { retailerId, userId: c.var.viewer.userId, id: idParam(c), anybodys: mayRemoveShared }
  const list = await hub.work(actorOf(c.var.viewer), work => removeView(work, view))
  leaveFlash(c, 'good', t.removed)
  return c.redirect(lists[list] ?? '/', 303)
}

import { Hono } from 'hono'
import { deadlineKinds } from '../../../db/schema/index.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { page } from '../../ui/page.tsx'
import { idIn, onePage } from '../../ui/request.ts'
import { baseOf } from '../order-routes.tsx'
import { DuePage } from './page.tsx'
import { countDue, dueStates, listDue } from './query.ts'
import { texts } from './texts.ts'

/** What is due, as lists. */
export function dueRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps))
  return app
}

async function show(c: PortalContext, { hub }: PortalDeps) {
  const scope = c.var.supplier
  const { timeZone } = c.var.viewer
  const kind = deadlineKinds.find(known => known === c.req.query('kind'))
  const now = hub.now()
  const counts = await countDue(hub.orm, scope, now, timeZone)
  const asked = dueStates.find(known => known === c.req.query('show'))
  const state = asked ?? dueStates.find(known => counts.some(row => row[known] > 0)) ?? 'late'
  const found = await listDue(hub.orm, scope, { state, kind, now, timeZone, after: idIn(c.req.query('after')) })
  const props = { base: baseOf(c), state, kind, counts, ...onePage(found) }
  return page(c, { title: texts.title, current: 'home' }, <DuePage {...props} />)
}

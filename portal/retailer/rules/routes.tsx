import { Hono } from 'hono'
import { createDraft, discardDraft } from '../../../engine/routing/rule-sets/drafts.ts'
import { withdrawVersion } from '../../../engine/routing/rule-sets/publish.ts'
import { contentInEffect, listRuleSets, statesAt } from '../../../engine/routing/rule-sets/row.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { draftRoutes, showVersion } from './draft-routes.tsx'
import { path, RulesPage } from './rules-page.tsx'
import { simulationRoutes } from './simulation-routes.tsx'
import { sourceRoutes } from './sources.tsx'
import { texts as t } from './texts.ts'

/** Routing rules: what is in effect, versions, the draft, trying it, and the sources. */
export function ruleRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showRules(c, deps))
  app.post('/', needs('operate'), c => begin(c, deps))
  app.route('/sources', sourceRoutes(deps))
  app.get('/:id', c => showVersion(c, deps))
  app.route('/:id', draftRoutes(deps))
  app.route('/:id', simulationRoutes(deps))
  app.post('/:id/discard', needs('operate'), c => discard(c, deps))
  app.post('/:id/withdrawal', needs('operate'), c => withdraw(c, deps))
  return app
}

async function showRules(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const versions = await listRuleSets(hub.orm, retailerId)
  const props = {
    current: contentInEffect(versions, hub.now()),
    versions,
    states: statesAt(versions, hub.now()),
    mayChange: may(role, 'operate'),
  }
  return page(c, { title: t.title, current: 'rules' }, <RulesPage {...props} />)
}

async function begin(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const fromId = idIn((await formValues(c)).from)
  const { id } = await hub.work(actorOf(c.var.viewer), work => createDraft(work, { retailerId, fromId }))
  leaveFlash(c, 'good', t.begun)
  return c.redirect(`${path}/${id}`, 303)
}

async function discard(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => discardDraft(work, command))
  leaveFlash(c, 'good', t.discarded)
  return c.redirect(path, 303)
}

async function withdraw(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => withdrawVersion(work, command))
  leaveFlash(c, 'good', t.withdrawn)
  return c.redirect(path, 303)
}

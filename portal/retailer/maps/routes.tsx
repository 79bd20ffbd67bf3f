import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { createDraft } from '../../../partners/maps/create-draft.ts'
import { discardDraft } from '../../../partners/maps/discard-draft.ts'
import { mapRow } from '../../../partners/maps/map-row.ts'
import { restoreVersion } from '../../../partners/maps/restore.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { showMap, takeMap } from './editor.tsx'
import { sendGuide, sendGuidePdf, sendText } from './files.ts'
import { ListPage } from './list-page.tsx'
import { showLosses } from './losses.tsx'
import { showPublication, takePublication } from './publication.tsx'
import { chosenMap, listVersions, mapsElsewhere } from './query.ts'
import { texts as t } from './texts.ts'
import { pathOf } from './versions-table.tsx'

/** The maps of one partner, below its page: all versions, and a new one. */
export function partnerMapRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/maps', c => showList(c, deps))
  app.post('/:id/maps', needs('operate'), c => takeDraft(c, deps))
  return app
}

/** One version of a map: looked at, worked on while it is a draft, tried, published, restored. */
export function mapRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id', c => showMap(c, deps))
  app.post('/:id', needs('operate'), c => takeMap(c, deps))
  app.get('/:id/publication', needs('operate'), c => showPublication(c, deps))
  app.post('/:id/publication', needs('operate'), c => takePublication(c, deps))
  app.post('/:id/restoration', needs('operate'), c => takeRestoration(c, deps))
  app.post('/:id/discard', needs('operate'), c => takeDiscard(c, deps))
  app.get('/:id/losses', c => showLosses(c, deps))
  app.get('/:id/guide', c => sendGuide(c, deps))
  app.get('/:id/guide.pdf', c => sendGuidePdf(c, deps))
  app.get('/:id/file', c => sendText(c, deps))
  return app
}

async function showList(c: PortalContext, { hub }: PortalDeps, values: FormValues = {}, errors: FormValues = {}) {
  const { retailerId, role } = c.var.retailer
  const { partnership, supplier } = await loadPartner(hub.orm, retailerId, idParam(c))
  const props = {
    partner: { id: partnership.id, name: supplier.name },
    rows: await listVersions(hub.orm, retailerId, partnership.id),
    elsewhere: await mapsElsewhere(hub.orm, retailerId, partnership.id),
    mayChange: may(role, 'operate'),
    values,
    errors,
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: `${t.title}: ${supplier.name}`, current: 'partners', status }, <ListPage {...props} />)
}

async function takeDraft(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const { partnership } = await loadPartner(deps.hub.orm, retailerId, idParam(c))
  const chosen = chosenMap(values.map)
  if (!chosen) return showList(c, deps, values, { map: t.chooseOne })
  const known = await listVersions(deps.hub.orm, retailerId, partnership.id)
  const draft = known.find(
    row => row.status === 'draft' && row.format === chosen.format && row.kind === chosen.documentKind,
  )
  if (draft) return c.redirect(pathOf(draft.id), 303)
  const from = idIn(values.from)
  const source = from ? await mapRow(deps.hub.orm, retailerId, from) : undefined
  if (source && (source.format !== chosen.format || source.documentKind !== chosen.documentKind))
    return showList(c, deps, values, { from: t.otherKind })
  const command = { retailerId, partnershipId: partnership.id, ...chosen, ...(source && { overlay: source.overlay }) }
  const { id } = await deps.hub.work(actorOf(c.var.viewer), work => createDraft(work, command))
  leaveFlash(c, 'good', t.begun)
  return c.redirect(pathOf(id), 303)
}

/** Begins a draft with an older version; where there is a draft already, that has to go first. */
async function takeRestoration(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  try {
    const { id } = await hub.work(actorOf(c.var.viewer), work => restoreVersion(work, command))
    leaveFlash(c, 'good', t.restored)
    return c.redirect(pathOf(id), 303)
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'conflict') throw error
    leaveFlash(c, 'warn', error.message)
    return c.redirect(pathOf(command.id), 303)
  }
}

async function takeDiscard(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  const { partnershipId } = await mapRow(hub.orm, command.retailerId, command.id)
  await hub.work(actorOf(c.var.viewer), work => discardDraft(work, command))
  leaveFlash(c, 'good', t.discarded)
  return c.redirect(`/retailer/partners/${partnershipId}/maps`, 303)
}

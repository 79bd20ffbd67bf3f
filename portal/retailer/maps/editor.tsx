import { ApplicationError } from '../../../db/application-error.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { mapChanges } from '../../../partners/maps/changes.ts'
import { type MapRow, mapRow } from '../../../partners/maps/map-row.ts'
import { publishedMaps } from '../../../partners/maps/published.ts'
import { saveDraft } from '../../../partners/maps/save-draft.ts'
import { emptyMap } from '../../../partners/maps/validate.ts'
import { may } from '../../auth/abilities.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { type Editing, editingOf, readEditing } from './editing.ts'
import { EditorPage } from './editor-page.tsx'
import { previewOf } from './preview.ts'
import { listVersions, mapName } from './query.ts'
import { texts as t } from './texts.ts'
import { VersionPage } from './version-page.tsx'
import { pathOf } from './versions-table.tsx'

/** A version's page: a draft is worked on by those who may, all else is looked at. */
export async function showMap(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const row = await mapRow(hub.orm, retailerId, idParam(c))
  const editing = editingOf(row.format, row.documentKind, row.overlay)
  if (row.status === 'draft' && may(role, 'operate')) return await showEditor(c, hub, row, editing, {})
  const about = await aboutMap(hub, row)
  const preview = await previewOf(hub, row, editing, {})
  const changes = mapChanges(about.before, row.overlay)
  const props = { ...about, row, editing, preview, changes, mayChange: may(role, 'operate') }
  return page(c, { title: mapName(row.format, row.documentKind), current: 'partners' }, <VersionPage {...props} />)
}

/** Saves a draft, and goes on to trying it where that is asked for; or shows what was asked for without saving. */
export async function takeMap(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const posted = await formValues(c)
  const row = await mapRow(hub.orm, retailerId, idParam(c))
  if (row.status !== 'draft') throw new ApplicationError('wrong-state', `Version ${row.version} is no draft.`)
  const editing = readEditing(row.format, row.documentKind, row.overlay, posted)
  const next = posted.do === 'try' ? `${pathOf(row.id)}/publication` : pathOf(row.id)
  if (posted.do !== 'save' && posted.do !== 'try') return await showEditor(c, hub, row, editing, posted)
  if (editing.torn || editing.textProblem || editing.unwritable)
    return await showEditor(c, hub, row, editing, posted, 422)
  if (posted.do === 'try' && mapChanges(row.overlay, editing.map).length === 0) return c.redirect(next, 303)
  const seen = new Date(posted.seen ?? '')
  const command = {
    ...{ retailerId, id: row.id, overlay: editing.map },
    ...(Number.isNaN(seen.getTime()) ? {} : { seen }),
  }
  try {
    const { problems } = await hub.work(actorOf(c.var.viewer), work => saveDraft(work, command))
    leaveFlash(c, problems.length > 0 ? 'warn' : 'good', problems.length > 0 ? t.savedWith(problems.length) : t.saved)
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'conflict') throw error
    return await showEditor(c, hub, row, editing, posted, 409)
  }
  return c.redirect(next, 303)
}

async function showEditor(
  c: PortalContext,
  hub: HubDatabase,
  row: MapRow,
  editing: Editing,
  posted: FormValues,
  status: 200 | 409 | 422 = 200,
) {
  const about = await aboutMap(hub, row)
  const props = {
    ...about,
    row,
    editing,
    unsaved: mapChanges(row.overlay, editing.map).length > 0 || editing.unwritable || editing.textProblem !== undefined,
    conflict: status === 409,
    seen: posted.seen ?? row.changedAt.toISOString(),
    preview: await previewOf(hub, row, editing, posted),
    changes: mapChanges(about.before, editing.map),
  }
  const title = mapName(row.format, row.documentKind)
  return page(c, { title, current: 'partners', status }, <EditorPage {...props} />)
}

/** Whose map it is, its versions, and what it is compared with: for a draft the version in use, for others the one before. */
async function aboutMap(hub: HubDatabase, row: MapRow) {
  const { retailerId, partnershipId, format, documentKind } = row
  const { supplier } = await loadPartner(hub.orm, retailerId, partnershipId)
  const all = await listVersions(hub.orm, retailerId, partnershipId)
  const versions = all.filter(each => each.format === format && each.kind === documentKind)
  const former =
    row.status === 'draft'
      ? versions.find(each => each.status === 'published')
      : versions.find(each => each.version < row.version && each.status !== 'draft')
  const before = !former
    ? emptyMap(format, documentKind)
    : former.status === 'published'
      ? ((await publishedMaps(hub.orm, retailerId, partnershipId, format)).get(documentKind) ?? {})
      : (await mapRow(hub.orm, retailerId, former.id)).overlay
  return { partner: supplier.name, versions, before, changesFrom: former?.version }
}

import { ApplicationError } from '../../../db/application-error.ts'
import { openArchive } from '../../../engine/archives/open-archive.ts'
import { applyUpload } from '../../../engine/inventory/uploads/apply-upload.ts'
import { keepUpload } from '../../../engine/inventory/uploads/keep-upload.ts'
import { knownLayout, type OpenUpload, openUpload, uploadOf } from '../../../engine/inventory/uploads/open-upload.ts'
import { previewUpload } from '../../../engine/inventory/uploads/preview-upload.ts'
import { queueUpload } from '../../../engine/inventory/uploads/queue-upload.ts'
import { type Outcome, reasonOf } from '../../../engine/outcome.ts'
import { type CsvLayout, defaultLayouts } from '../../../translators/csv/index.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { choiceFrom, layoutFrom } from './choice.ts'
import { ProgressPage } from './progress-page.tsx'
import { uploadTexts as t } from './texts.ts'
import { UploadPage } from './upload-page.tsx'

/** Whose uploads these are, and where their pages lie. */
export interface UploadPlace {
  retailerId: string
  /** A supplier sees its own; without one, the retailer's people see all of theirs. */
  partnershipId?: string
  /** Below which each upload has its page. */
  at: string
  back: { href: string; word: string }
  /** The page of what an applied file did. */
  runHref: (runId: string) => string
  /** The entry of the navigation. */
  current: string
}

/** Takes the file of a form in. Returns what is wrong with the form, or the address to go on to. */
export async function takeFile(
  c: PortalContext,
  deps: PortalDeps,
  place: UploadPlace & { partnershipId: string },
): Promise<{ error: string } | { href: string }> {
  const { file, kind, scope, next } = await c.req.parseBody()
  if (!(file instanceof File) || file.size === 0) return { error: t.none }
  const { retailerId, partnershipId } = place
  const unpacked = theOneFile({ fileName: file.name || 'upload.csv', bytes: new Uint8Array(await file.arrayBuffer()) })
  if ('error' in unpacked) return unpacked
  const upload = {
    ...{ retailerId, partnershipId, ...unpacked },
    kind: kind === 'product' ? ('product' as const) : ('inventory' as const),
  }
  const uploadId = await deps.hub.work(actorOf(c.var.viewer), work => keepUpload(work, upload))
  const query = scope === 'full' || scope === 'delta' ? `?scope=${scope}` : ''
  const look = { href: `${place.at}/${uploadId}${query}` }
  const opened = await openUpload(deps.hub.orm, { retailerId, uploadId })
  const layout = next === 'look' ? undefined : knownLayout(opened, defaultLayouts[opened.kind])
  if (!layout) return look
  const said = scope === 'delta' || scope === 'full' ? scope : choiceFrom(opened, {}).scope
  const { refused, href } = await apply(c, deps, place, opened, { layout, scope: said, keep: false })
  return refused ? look : { href }
}

/** The file itself, or the one that a ZIP or gzip file holds. */
function theOneFile(file: { fileName: string; bytes: Uint8Array }): typeof file | { error: string } {
  const opened = openArchive(file)
  if (opened === undefined) return file
  if (typeof opened === 'string') return { error: t.notUnpacked(opened) }
  const [only, ...others] = opened
  if (!only) return { error: t.emptyArchive }
  if (others.length > 0) return { error: t.manyInArchive(opened.map(({ path }) => path)) }
  return { fileName: only.path.split('/').at(-1) ?? only.path, bytes: only.bytes }
}

/** A larger file is applied in the background: people need not wait for it. In octets. */
const atOnce = 256 * 1024

/** The page of an upload: its columns as they are guessed or said, and what it would do. */
export async function showUpload(c: PortalContext, deps: PortalDeps, place: UploadPlace) {
  const { scope } = c.req.query()
  const upload = await uploadOf(deps.hub.orm, { ...place, uploadId: idParam(c) })
  if (upload.queued) {
    const side = place.partnershipId ? `/supplier/${c.var.supplier.slug}` : '/retailer'
    const live = `${side}/live/uploads/${upload.id}`
    const props = { at: `${place.at}/${upload.id}`, live, back: place.back, upload }
    return page(c, { title: upload.fileName, current: place.current }, <ProgressPage {...props} />)
  }
  if (upload.feedRunId) return onwards(c, place.runHref(upload.feedRunId))
  return await showWith(c, deps, place, await openHere(c, deps, place), scope ? { scope } : {})
}

/** The page that waits asks for itself by script; it is told to go on in a way that the script follows. */
function onwards(c: PortalContext, href: string) {
  if (!c.req.header('hx-request')) return c.redirect(href, 303)
  c.header('HX-Redirect', href)
  return c.body(null, 200)
}

/** Takes what a person said of the columns: shows the effect, or applies the file. */
export async function takeChoice(c: PortalContext, deps: PortalDeps, place: UploadPlace) {
  const values = await formValues(c)
  const opened = await openHere(c, deps, place)
  const choice = choiceFrom(opened, values)
  const made = layoutFrom(opened, choice)
  if (opened.upload.queued) return c.redirect(`${place.at}/${opened.upload.id}`, 303)
  if (values.do !== 'apply' || 'errors' in made) return await showWith(c, deps, place, opened, values)
  const { layout } = made
  const { href } = await apply(c, deps, place, opened, { layout, scope: choice.scope, keep: true })
  return c.redirect(href, 303)
}

async function openHere(c: PortalContext, { hub }: PortalDeps, { retailerId, partnershipId }: UploadPlace) {
  const opened = await openUpload(hub.orm, {
    ...{ retailerId, uploadId: idParam(c) },
    ...(partnershipId ? { partnershipId } : {}),
  })
  if (opened.upload.documentId) throw new ApplicationError('wrong-state', 'This file was applied already.')
  return opened
}

async function showWith(
  c: PortalContext,
  { hub }: PortalDeps,
  place: UploadPlace,
  opened: OpenUpload,
  values: FormValues,
) {
  const { retailerId, id: uploadId, fileName: title } = opened.upload
  const choice = choiceFrom(opened, values)
  const made = layoutFrom(opened, choice)
  const errors = 'errors' in made ? made.errors : {}
  const command = { retailerId, uploadId, scope: choice.scope }
  const preview =
    'layout' in made ? await previewUpload(hub, actorOf(c.var.viewer), { ...command, layout: made.layout }) : undefined
  const wrong = values.said !== undefined && Object.keys(errors).length > 0
  const status = wrong || opened.refusal ? 422 : 200
  const props = { at: `${place.at}/${uploadId}`, back: place.back, opened, choice, errors, preview }
  return page(c, { title, current: place.current, status }, <UploadPage {...props} />)
}

async function apply(
  c: PortalContext,
  { hub }: PortalDeps,
  place: UploadPlace,
  { upload }: OpenUpload,
  how: { layout: CsvLayout; scope: 'full' | 'delta'; keep: boolean },
): Promise<{ refused: boolean; href: string }> {
  const command = { retailerId: upload.retailerId, uploadId: upload.id, ...how }
  if (upload.size > atOnce) {
    await hub.work(actorOf(c.var.viewer), work => queueUpload(work, command))
    return { refused: false, href: `${place.at}/${upload.id}` }
  }
  const outcome = await hub.work(actorOf(c.var.viewer), work => applyUpload(work, command))
  tell(c, outcome)
  return { refused: outcome.result === 'rejected', href: outcome.id ? place.runHref(outcome.id) : place.back.href }
}

function tell(c: PortalContext, outcome: Outcome): void {
  const held = outcome.issues.some(issue => issue.code === 'quarantined')
  if (outcome.result === 'rejected') leaveFlash(c, 'bad', `${t.refused} ${reasonOf(outcome)}`)
  else if (held) leaveFlash(c, 'warn', t.quarantined)
  else leaveFlash(c, outcome.issues.length > 0 ? 'warn' : 'good', t.applied)
}

import type { MiddlewareHandler } from 'hono'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { readChunks } from '../../db/blobs.ts'
import { listFiles, loadFile, type PreparedFile, prepareFile } from '../../engine/files/prepared-files.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { streamed } from '../shared/streamed.ts'
import { page } from '../ui/page.tsx'
import { idParam } from '../ui/request.ts'
import { FilePage, FilesPage, fullName, isReady } from './page.tsx'
import { texts as t } from './texts.ts'

/** So many files are listed. */
const mostListed = 50

/** Files that are made in the background: what became of each, and the file itself. Each is its own person's alone. */
export function fileRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showFiles(c, deps))
  app.get('/:id', c => showFile(c, deps))
  app.get('/:id/content', c => sendContent(c, deps))
  return app
}

/** Lets pages below have a long file made in the background instead of holding the connection. */
export function putsAside(deps: PortalDeps): MiddlewareHandler<PortalEnv> {
  return async (c, next) => {
    c.set('putAside', name => putAside(c, deps, name))
    await next()
  }
}

async function putAside(c: PortalContext, { hub }: PortalDeps, name: string): Promise<Response> {
  const { userId, timeZone, secondFactor } = c.var.viewer
  const reader = { ...whereOf(c), userId, timeZone, secondFactor }
  const { pathname, search } = new URL(c.req.url)
  const source = pathname + search
  const { id } = await hub.work(actorOf(c.var.viewer), work => prepareFile(work, reader, { source, name }))
  return c.redirect(`${baseOf(c)}/files/${id}`, 303)
}

async function showFiles(c: PortalContext, { hub }: PortalDeps) {
  const files = await listFiles(hub.orm, whereOf(c), mostListed)
  return page(c, { title: t.title, current: 'files' }, <FilesPage base={baseOf(c)} files={files} now={hub.now()} />)
}

async function showFile(c: PortalContext, { hub }: PortalDeps) {
  const file = await mine(c, hub.orm)
  return page(c, { title: fullName(file), current: 'files' }, <FilePage base={baseOf(c)} file={file} now={hub.now()} />)
}

async function sendContent(c: PortalContext, { hub }: PortalDeps) {
  const file = await mine(c, hub.orm)
  if (!file.endedAt) throw new ApplicationError('wrong-state', t.notYet)
  if (!isReady(file, hub.now())) throw new ApplicationError('not-found', t.gone)
  // Whose role was changed since then may not be shown any more what it was made of.
  if (file.role !== whereOf(c).role) throw new ApplicationError('not-allowed', t.notYours)
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Length', String(file.size))
  c.header('Content-Disposition', `attachment; filename="${fullName(file)}"`)
  return streamed(c, readChunks(hub.orm, file.retailerId, { blobId: file.blobId!, size: file.size! }))
}

async function mine(c: PortalContext, orm: PortalDeps['hub']['orm']): Promise<PreparedFile> {
  const { retailerId, membershipId } = whereOf(c)
  const file = await loadFile(orm, { retailerId, fileId: idParam(c) })
  if (file?.membershipId !== membershipId) throw new ApplicationError('not-found', t.gone)
  return file
}

function whereOf(c: PortalContext) {
  const { retailerId, role } = c.get('supplier') ?? c.var.retailer
  return { retailerId, role, membershipId: c.var.viewer.membership!.id }
}

function baseOf(c: PortalContext): string {
  const supplier = c.get('supplier')
  return supplier ? `/supplier/${supplier.slug}` : '/retailer'
}

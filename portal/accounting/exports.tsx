import { and, desc, eq, lt, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Orm } from '../../db/connection.ts'
import { exportBatches, exportItems } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { batchFile } from '../../engine/invoices/batch-file.ts'
import { type ExportBatch, type ExportedBatch, exportBatch } from '../../engine/invoices/export-batch.ts'
import { voidBatch } from '../../engine/invoices/void-batch.ts'
import { type BillFormatName, billFormatNames } from '../../translators/accounting/index.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn, idParam, onePage, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { BatchPage, loadBatch } from './batch-page.tsx'
import { ExportsPage } from './exports-page.tsx'
import { countInvoices } from './invoices-query.ts'
import { texts } from './texts.ts'

const t = texts.exports
const path = '/accounting/exports'

/** Batches of approved invoices for the accounting program. */
export function exportRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showExports(c, deps))
  app.post('/', needs('decide-accounts'), c => takeExport(c, deps))
  app.get('/:id', c => showBatch(c, deps))
  app.get('/:id/file', c => sendFile(c, deps, 'bills'))
  app.get('/:id/credits', c => sendFile(c, deps, 'credits'))
  app.post('/:id/void', needs('decide-accounts'), c => takeVoid(c, deps))
  return app
}

/** Batches, newest first: one page of them, those older than `after`. */
async function listBatches(orm: Orm, retailerId: string, after: string | undefined) {
  const rows = await orm
    .select({
      id: exportBatches.id,
      batch: exportBatches,
      invoices:
        subselect<number>(sql`select count(*)::int from ${exportItems} where ${exportItems.retailerId} = ${exportBatches.retailerId}
        and ${exportItems.batchId} = ${exportBatches.id}`),
    })
    .from(exportBatches)
    .where(and(eq(exportBatches.retailerId, retailerId), after ? lt(exportBatches.id, after) : undefined))
    .orderBy(desc(exportBatches.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type ListedBatch = Awaited<ReturnType<typeof listBatches>>['rows'][number]

async function showExports(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const after = idIn(c.req.query('after'))
  const props = {
    batches: await listBatches(hub.orm, retailerId, after),
    isFirst: after === undefined,
    waiting: (await countInvoices(hub.orm, retailerId)).approved,
    mayDecide: may(role, 'decide-accounts'),
  }
  return page(c, { title: t.title, current: 'exports' }, <ExportsPage {...props} />)
}

async function showBatch(c: PortalContext, { hub }: PortalDeps) {
  const after = /^\d{1,9}$/.test(c.req.query('after') ?? '') ? Number(c.req.query('after')) : 0
  const loaded = await loadBatch(hub.orm, c.var.retailer.retailerId, idParam(c), after)
  return page(c, { title: `Batch ${loaded.batch.number}`, current: 'exports' }, <BatchPage {...loaded} />)
}

async function takeExport(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const format: BillFormatName = billFormatNames.find(name => name === values.format) ?? 'quickbooks-online'
  const day = values.datedUntil?.trim() || undefined
  const datedUntil = businessDate.optional().safeParse(day)
  if (!datedUntil.success) {
    leaveFlash(c, 'bad', t.noDay)
    return c.redirect(path, 303)
  }
  const batches = await hub.work(actorOf(c.var.viewer), work =>
    exportAll(work, { retailerId, format, ...(day && { datedUntil: day }) }),
  )
  leaveFlash(c, batches.length > 0 ? 'good' : 'info', saidOf(batches))
  return c.redirect(path, 303)
}

/** As many files as a person downloads one by one; hundreds would also take longer than a proxy waits for an answer. */
const mostBatches = 50

/** All that waits in the currency of the oldest, in as many batches as the program wants files; of very much the oldest. */
async function exportAll(work: Work, command: ExportBatch): Promise<ExportedBatch[]> {
  const batches: ExportedBatch[] = []
  while (batches.length < mostBatches) {
    const next = await exportBatch(work, { ...command, ...(batches[0] && { currency: batches[0].currency }) })
    if (!next) break
    batches.push(next)
  }
  return batches
}

function saidOf(batches: readonly ExportedBatch[]): string {
  const [first, last] = [batches[0], batches.at(-1)]
  if (!first || !last) return t.nothing
  if (first === last) return `Batch ${first.number} ${t.done}`
  const said = t.severalDone(first.number, last.number)
  return batches.length < mostBatches ? said : `${said} ${t.moreWait}`
}

async function sendFile(c: PortalContext, { hub }: PortalDeps, part: 'bills' | 'credits') {
  const batch = { retailerId: c.var.retailer.retailerId, batchId: idParam(c), part }
  const { fileName, bytes } = await batchFile(hub.orm, batch)
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName.replace(/[^A-Za-z0-9._-]/g, '_')}"`,
  })
}

async function takeVoid(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { reason = '' } = await formValues(c)
  const batchId = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => voidBatch(work, { retailerId, batchId, reason }))
  leaveFlash(c, 'good', t.voided)
  return c.redirect(path, 303)
}

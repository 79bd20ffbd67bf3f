import { and, desc, eq, lt } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { feedRuns } from '../../db/schema/index.ts'
import { rowsLeftOut } from '../../engine/inventory/left-out.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { progressOf, reasonWords, runStates } from '../shared/feed-words.ts'
import { RowsLeftOut, takeMended } from '../shared/mend-rows.tsx'
import { rejectedFile } from '../shared/rejected-file.ts'
import { Badge } from '../ui/badge.tsx'
import type { FormValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Facts, Notice, PageHeader, Pages } from '../ui/parts.tsx'
import { idIn, idParam, onePage, pageSize } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { baseOf } from './order-routes.tsx'
import { texts } from './texts.ts'

const t = texts.stock

/** How many rows of a feed its page shows. */
const shownRows = 50

/** What became of a supplier's feeds, by whatever way they came, and the rows that were left out. */
export function stockFeedRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showFeeds(c, deps))
  app.get('/:id', c => showFeed(c, deps))
  app.get('/:id/rejected.csv', c => sendRejected(c, deps))
  app.post('/:id/rows', needs('stock'), c => takeRows(c, deps))
  return app
}

type Run = typeof feedRuns.$inferSelect

async function listFeeds(orm: Orm, { retailerId, sourceId }: SupplierScope, after: string | undefined) {
  if (!sourceId) return onePage<Run>([])
  const rows = await orm
    .select()
    .from(feedRuns)
    .where(
      and(
        eq(feedRuns.retailerId, retailerId),
        eq(feedRuns.sourceId, sourceId),
        after ? lt(feedRuns.id, after) : undefined,
      ),
    )
    .orderBy(desc(feedRuns.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

async function feedOf(c: PortalContext, { hub }: PortalDeps): Promise<Run> {
  const { retailerId, sourceId } = c.var.supplier
  const [run] = sourceId
    ? await hub.orm
        .select()
        .from(feedRuns)
        .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.sourceId, sourceId), eq(feedRuns.id, idParam(c))))
    : []
  if (!run) throw new ApplicationError('not-found', 'There is no such feed.')
  return run
}

const nameOf = (run: Run) => run.fileName ?? (run.kind === 'product' ? t.products : t.title)

async function showFeeds(c: PortalContext, deps: PortalDeps) {
  const after = idIn(c.req.query('after'))
  const { rows, older } = await listFeeds(deps.hub.orm, c.var.supplier, after)
  const at = `${baseOf(c)}/stock/feeds`
  return page(
    c,
    { title: t.history, current: 'stock' },
    <>
      <PageHeader title={t.history} back={{ href: `${baseOf(c)}/stock`, word: t.title }} />
      {rows.length === 0 ? (
        <Empty title={t.noFeeds} />
      ) : (
        <Table
          label={t.history}
          rows={rows}
          columns={[
            { heading: 'File', cell: run => <a href={`${at}/${run.id}`}>{nameOf(run)}</a> },
            { heading: 'Kind', cell: run => `${run.kind === 'product' ? t.products : t.title}, ${run.scope}` },
            { heading: 'State', cell: run => <Badge {...runStates[run.status]} /> },
            { heading: 'Rows', number: true, cell: run => String(run.rowsRead) },
            { heading: 'Changed', number: true, cell: run => String(run.rowsChanged) },
            { heading: 'Left out', number: true, cell: run => String(run.rowsRejected) },
            { heading: 'Came', cell: run => <Time at={run.startedAt} /> },
          ]}
        />
      )}
      <Pages first={after && at} older={older && `${at}?after=${older}`} shown={rows.length} />
    </>,
  )
}

interface Tried {
  values: FormValues
  errors: Record<string, string>
  message?: string
}

async function showFeed(c: PortalContext, deps: PortalDeps, tried: Tried = { values: {}, errors: {} }) {
  const run = await feedOf(c, deps)
  const at = `${baseOf(c)}/stock/feeds/${run.id}`
  const progress = progressOf(run)
  const rows = await rowsLeftOut(deps.hub.orm, run, { most: shownRows })
  const mayMend = may(c.var.supplier.role, 'stock') && run.kind === 'inventory' && run.status !== 'quarantined'
  return page(
    c,
    { title: nameOf(run), current: 'stock', status: tried.message ? 422 : 200 },
    <>
      <PageHeader
        title={nameOf(run)}
        state={<Badge {...runStates[run.status]} />}
        back={{ href: `${baseOf(c)}/stock/feeds`, word: t.history }}
      />
      <div class="stack">
        {run.status === 'quarantined' ? <Notice tone="warn" title={t.quarantined} /> : null}
        {tried.message ? <Notice tone="bad" title={tried.message} /> : null}
        <Facts
          rows={[
            ['Came', <Time at={run.startedAt} />],
            ['Read so far', progress === undefined ? '' : `${progress}%`],
            ['Rows read', String(run.rowsRead)],
            ['Changed', String(run.rowsChanged)],
            ['Unchanged', String(run.rowsUnchanged)],
            ['Left out', run.rowsRejected === 0 ? 'none' : `${run.rowsRejected}: ${reasonWords(run.reasons)}`],
          ]}
        />
        <RowsLeftOut at={at} rows={rows} mayMend={mayMend} {...tried} />
      </div>
    </>,
  )
}

async function sendRejected(c: PortalContext, deps: PortalDeps) {
  const run = await feedOf(c, deps)
  return rejectedFile(c, await rowsLeftOut(deps.hub.orm, run))
}

async function takeRows(c: PortalContext, deps: PortalDeps) {
  const run = await feedOf(c, deps)
  const { id: feedRunId, retailerId } = run
  const { partnershipId } = c.var.supplier
  const shown = await rowsLeftOut(deps.hub.orm, run, { most: shownRows })
  const hrefOf = (runId: string) => `${baseOf(c)}/stock/feeds/${runId}`
  const mended = await takeMended(c, deps, { retailerId, feedRunId, partnershipId }, shown, hrefOf)
  return 'href' in mended ? c.redirect(mended.href, 303) : showFeed(c, deps, mended)
}

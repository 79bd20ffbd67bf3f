import { and, desc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { auditLog } from '../../../db/schema/index.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { idsIn, type Named, namesOf, withNames } from '../../people/audit/names.ts'
import { actionWords, actorWords, changeWords } from '../../people/audit/words.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { loadPartner } from '../partners-query.ts'
import { texts as t } from './texts.ts'

/** The audit log goes on for ever; what is older stands there. */
const most = 100

/** `/retailer/partners/:id/history`: who changed what at a partner, for whoever may see the audit log. */
export function historyRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/history', needs('see-audit'), c => showHistory(c, deps))
  return app
}

async function showHistory(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const id = idParam(c)
  const { supplier } = await loadPartner(hub.orm, retailerId, id)
  const rows = await hub.orm
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.retailerId, retailerId), eq(auditLog.subject, id)))
    .orderBy(desc(auditLog.id))
    .limit(most)
  const names = await namesOf(hub.orm, retailerId, idsIn(rows))
  const back = { href: `/retailer/partners/${id}`, word: supplier.name }
  return await page(
    c,
    { title: t.history, current: 'partners' },
    <>
      <PageHeader back={back} title={t.history} about={t.historyAbout} />
      {rows.length === 0 ? <Empty title={t.noHistory} /> : <HistoryTable rows={rows} names={names} />}
    </>,
  )
}

interface HistoryProps {
  rows: (typeof auditLog.$inferSelect)[]
  names: ReadonlyMap<string, Named>
}

function HistoryTable({ rows, names }: HistoryProps) {
  return (
    <Table
      label={t.history}
      rows={rows}
      columns={[
        { heading: 'When', cell: row => <Time at={row.at} /> },
        { heading: 'Who', cell: row => actorWords(row.actor) },
        { heading: 'What', cell: row => actionWords(row.action) },
        {
          heading: 'Change',
          cell: row => (
            <ul class="quiet-list">
              {changeWords(row, text => withNames(text, names)).map(change => (
                <li class="wrap-anywhere">{change}</li>
              ))}
            </ul>
          ),
        },
      ]}
    />
  )
}

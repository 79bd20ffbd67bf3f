import { Hono } from 'hono'
import { csvFile } from '../../accounting/reports/csv.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { page } from '../../ui/page.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { onePage, pageSize } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts } from '../texts.ts'
import {
  type AuditFilter,
  type AuditRow,
  type AuditSubject,
  auditFilter,
  auditHref,
  auditSubjects,
  listAudit,
} from './query.ts'
import { actionWords, actorWords, changeWords } from './words.ts'

const t = texts.audit
const path = '/retailer/audit-log'
/** A file is for a spreadsheet, which takes no more in comfort. */
const mostInFile = 10_000

/** `/retailer/audit-log`: who changed what, and who signed in, for the retailer's administrators. */
export function auditRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', needs('see-audit'), c => showAudit(c, deps))
  app.get('/file', needs('see-audit'), c => auditFile(c, deps))
  return app
}

async function showAudit(c: PortalContext, { hub }: PortalDeps) {
  const filter = auditFilter(c)
  const found = await listAudit(hub.orm, c.var.retailer.retailerId, filter, pageSize + 1)
  const { rows, older } = onePage(found)
  return await page(c, { title: t.title, current: 'audit-log' }, <AuditPage {...{ filter, rows, older }} />)
}

async function auditFile(c: PortalContext, { hub }: PortalDeps) {
  const filter = { ...auditFilter(c), after: undefined }
  const rows = await listAudit(hub.orm, c.var.retailer.retailerId, filter, mostInFile)
  const header = ['Time (UTC)', 'Who', 'Action', 'Subject', 'Before', 'After']
  const text = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value))
  const lines = rows.map(row => [
    row.at.toISOString(),
    actorWords(row.actor),
    row.action,
    row.subject,
    text(row.before),
    text(row.after),
  ])
  return csvFile(c, 'audit-log', header, lines)
}

interface AuditPageProps {
  filter: AuditFilter
  rows: AuditRow[]
  older: string | undefined
}

function AuditPage({ filter, rows, older }: AuditPageProps) {
  const subjects = Object.entries(auditSubjects) as [AuditSubject, string][]
  return (
    <>
      <PageHeader
        title={t.title}
        action={
          <a class="button" href={auditHref(`${path}/file`, filter, {})} title={t.whole}>
            <Icon name="export" />
            {t.file}
          </a>
        }
      />
      <Filters
        label={t.title}
        options={subjects.map(([show, word]) => ({
          href: auditHref(path, filter, { show }),
          word,
          current: show === filter.show,
        }))}
      />
      <FilterForm filter={filter} />
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Rows rows={rows} />}
      <Pages
        first={filter.after && auditHref(path, filter, {})}
        older={older && auditHref(path, filter, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

function FilterForm({ filter }: { filter: AuditFilter }) {
  return (
    <form class="fields audit-filter" method="get" action={path} data-form="audit-filter">
      <input type="hidden" name="show" value={filter.show} />
      <Input name="who" label={t.who} type="search" hint={t.whoHint} value={filter.who} />
      <Input name="from" label={t.from} type="date" value={filter.from} />
      <Input name="to" label={t.to} type="date" value={filter.to} />
      <button type="submit" class="button">
        {t.show}
      </button>
    </form>
  )
}

function Rows({ rows }: { rows: AuditRow[] }) {
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-action': row.action })}
      columns={[
        { heading: 'When', cell: row => <Time at={row.at} /> },
        { heading: t.who, cell: row => actorWords(row.actor) },
        { heading: 'What', cell: row => actionWords(row.action) },
        {
          heading: 'Details',
          cell: row => changeWords(row).map(line => <div class="small wrap-anywhere">{line}</div>),
        },
      ]}
    />
  )
}

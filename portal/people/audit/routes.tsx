import { Hono } from 'hono'
import type { Orm } from '../../../db/connection.ts'
import { csvFile } from '../../accounting/reports/csv.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input, Select } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { page } from '../../ui/page.tsx'
import { PageHeader, Pages } from '../../ui/parts.tsx'
import { onePage, pageSize } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import { texts } from '../texts.ts'
import { actorNames, idsIn, type Named, namesOf, withNames } from './names.ts'
import { type AuditFilter, type AuditRow, auditFilter, auditHref, auditSubjects, listAudit } from './query.ts'
import { actionWords, actorWords, changesOf, changeWords } from './words.ts'

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

const scopeOf = (c: PortalContext) => ({
  retailerId: c.var.retailer.retailerId,
  timeZone: c.var.viewer.timeZone,
})

/** What ids and addresses in these rows stand for. */
async function namesIn(orm: Orm, retailerId: string, rows: AuditRow[]): Promise<Names> {
  return {
    of: await namesOf(orm, retailerId, idsIn(rows)),
    people: await actorNames(
      orm,
      rows.map(row => row.actor),
    ),
  }
}

interface Names {
  of: Map<string, Named>
  people: Map<string, string>
}

async function showAudit(c: PortalContext, { hub }: PortalDeps) {
  const filter = auditFilter(c)
  const found = await listAudit(hub.orm, scopeOf(c), filter, pageSize + 1)
  const { rows, older } = onePage(found)
  const names = await namesIn(hub.orm, c.var.retailer.retailerId, rows)
  return await page(c, { title: t.title, current: 'audit-log' }, <AuditPage {...{ filter, rows, older, names }} />)
}

async function auditFile(c: PortalContext, { hub }: PortalDeps) {
  const filter = { ...auditFilter(c), after: undefined }
  const rows = await listAudit(hub.orm, scopeOf(c), filter, mostInFile)
  const names = await namesIn(hub.orm, c.var.retailer.retailerId, rows)
  const header = ['Time (UTC)', 'Who', 'Name', 'Action', 'About', 'Changed', 'Subject', 'Before', 'After']
  const text = (value: unknown) => (value === null || value === undefined ? '' : JSON.stringify(value))
  const lines = rows.map(row => [
    row.at.toISOString(),
    actorWords(row.actor),
    names.people.get(actorWords(row.actor)) ?? '',
    row.action,
    nameIn(names, row.subject)?.name ?? '',
    changeWords(row, value => named(names, value)).join('\n'),
    row.subject,
    text(row.before),
    text(row.after),
  ])
  return csvFile(c, 'audit-log', header, lines)
}

const nameIn = (names: Names, id: string) => names.of.get(id)

/** A stored value with ids told by their names. */
const named = (names: Names, value: string) => withNames(value, names.of)

interface AuditPageProps {
  filter: AuditFilter
  rows: AuditRow[]
  older: string | undefined
  names: Names
}

function AuditPage({ filter, rows, older, names }: AuditPageProps) {
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
      <FilterForm filter={filter} />
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Rows rows={rows} names={names} />}
      <Pages
        first={filter.after && auditHref(path, filter, {})}
        older={older && auditHref(path, filter, { after: older })}
        shown={rows.length}
      />
    </>
  )
}

function FilterForm({ filter }: { filter: AuditFilter }) {
  const subjects = Object.entries(auditSubjects).map(([value, word]) => ({ value, word }))
  return (
    <form class="fields audit-filter" method="get" action={path} data-form="audit-filter">
      <Select name="show" label={t.about} value={filter.show} options={subjects} />
      <Input name="who" label={t.who} type="search" hint={t.whoHint} value={filter.who} />
      <Input name="from" label={t.from} type="date" value={filter.from} />
      <Input name="to" label={t.to} type="date" value={filter.to} />
      <button type="submit" class="button">
        {t.show}
      </button>
    </form>
  )
}

function Rows({ rows, names }: { rows: AuditRow[]; names: Names }) {
  return (
    <Table
      label={t.title}
      rows={rows}
      attributes={row => ({ 'data-action': row.action })}
      columns={[
        { heading: t.when, cell: row => <Time at={row.at} /> },
        { heading: t.who, cell: row => <Who actor={row.actor} names={names} /> },
        { heading: t.what, cell: row => actionWords(row.action) },
        { heading: t.about, cell: row => <About subject={row.subject} names={names} /> },
        {
          heading: t.details,
          cell: row =>
            changesOf(row).map(({ name, was, is }) => (
              <div class="small wrap-anywhere">
                {name ? `${name}: ` : null}
                {was === '' ? null : <Value text={was} names={names} />}
                {was !== '' && is !== '' ? ' → ' : null}
                {is === '' ? null : <Value text={is} names={names} />}
              </div>
            )),
        },
      ]}
    />
  )
}

function Who({ actor, names }: { actor: string; names: Names }) {
  const email = actorWords(actor)
  const name = names.people.get(email)
  return name && name !== email ? <span title={email}>{name}</span> : email
}

function About({ subject, names }: { subject: string; names: Names }) {
  const found = nameIn(names, subject)
  if (found?.href) return <a href={found.href}>{found.name}</a>
  if (found) return <span>{found.name}</span>
  // What is gone has no name any more; an id says nothing to people.
  return /^[0-9a-f-]{36}$/.test(subject) ? <span class="soft">–</span> : <span class="wrap-anywhere">{subject}</span>
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

/** A stored value as people read it: moments on their clock, ids by name. */
function Value({ text, names }: { text: string; names: Names }) {
  return instant.test(text) ? <Time at={new Date(text)} /> : named(names, text)
}

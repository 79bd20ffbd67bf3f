import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { approveInvoice } from '../../engine/invoices/approve.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { partnerNames } from '../retailer/partner-names.ts'
import { exceptionWords } from '../retailer/texts.ts'
import { counted } from '../ui/counts.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { Icon } from '../ui/icons.tsx'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { PageHeader, Section, Task } from '../ui/parts.tsx'
import { idIn } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { type CountedFilter, countInvoices, type ListedInvoice, listInvoices } from './invoices-query.ts'
import { InvoicesTable } from './invoices-table.tsx'
import { questionsByKind, questionsBySupplier } from './questions-query.ts'
import { countWaiting } from './review/query.ts'
import { texts as reviewTexts } from './review/texts.ts'
import { texts } from './texts.ts'

const t = texts.queue

/** The accountant's first page: what is in question, by kind and money, and what is ready. */
export function queueRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showQueue(c, deps))
  app.post('/approvals', needs('decide-accounts'), c => approveMatched(c, deps))
  return app
}

async function showQueue(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const counts = await countInvoices(hub.orm, retailerId)
  const kinds = await questionsByKind(hub.orm, retailerId)
  const suppliers = await questionsBySupplier(hub.orm, retailerId)
  const partners = await partnerNames(hub.orm, retailerId)
  const query = { filter: 'exception' as const, search: '', after: undefined }
  const { rows } = await listInvoices(hub.orm, retailerId, query)
  const toCheck = await countWaiting(hub.orm, retailerId)
  const props = { counts, kinds, suppliers, partners, rows, toCheck, mayDecide: may(role, 'decide-accounts') }
  return page(c, { title: t.title, current: 'accounting' }, <QueuePage {...props} />)
}

/** Approves every invoice that matched, each in a unit of work of its own: one that changed meanwhile is left out and stops no other. */
async function approveMatched(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const values = await formValues(c)
  const chosen = Object.keys(values).flatMap(name => idIn(/^approve\[(.+)\]$/.exec(name)?.[1]) ?? [])
  const ids = 'chosen' in values ? chosen : await readyInvoices(hub.orm, retailerId)
  let approved = 0
  let signed = 0
  for (const invoiceId of ids) {
    const command = { retailerId, invoiceId, authority: role }
    const approval = await tookEffect(hub.work(actorOf(c.var.viewer), work => approveInvoice(work, command)))
    if (approval === 'approved') approved += 1
    if (approval === 'signed') signed += 1
  }
  const second = signed > 0 ? ` ${signed} ${t.signedAll}` : ''
  leaveFlash(c, 'good', `${approved} ${t.approvedAll}${second}`)
  return c.redirect('/accounting', 303)
}

async function readyInvoices(orm: Orm, retailerId: string): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | undefined, more = true; more; ) {
    const query = { filter: 'ready' as const, search: '', after }
    const { rows, older } = await listInvoices(orm, retailerId, query)
    ids.push(...rows.map(row => row.id))
    after = older
    more = older !== undefined
  }
  return ids
}

async function tookEffect<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof ApplicationError && ['wrong-state', 'not-found'].includes(error.code)) return undefined
    throw error
  }
}

interface QueueProps {
  counts: Record<CountedFilter, number>
  kinds: Awaited<ReturnType<typeof questionsByKind>>
  suppliers: Awaited<ReturnType<typeof questionsBySupplier>>
  partners: ReadonlyMap<string, string>
  rows: ListedInvoice[]
  /** PDF invoices that wait for somebody to look at them. */
  toCheck: number
  mayDecide: boolean
}

const inQuestion = '/accounting/invoices?show=exception'

function QueuePage({ counts, kinds, suppliers, partners, rows, toCheck, mayDecide }: QueueProps) {
  return (
    <div class="stack">
      <PageHeader title={t.title} action={mayDecide && counts.ready > 0 ? <ApproveMatched n={counts.ready} /> : null} />
      <div class="tasks">
        <Task
          href="/accounting/invoices?show=exception"
          icon="alert"
          word={t.exceptions}
          count={counted(counts.exception)}
        />
        <Task href="/accounting/reviews" icon="info" word={reviewTexts.title} count={toCheck} />
        <Task href="/accounting/invoices?show=ready" icon="equal" word={t.ready} count={counted(counts.ready)} />
        <Task href="/accounting/invoices?show=waiting" icon="clock" word={t.waiting} count={counted(counts.waiting)} />
        <Task href="/accounting/exports" icon="export" word={t.approved} count={counted(counts.approved)} />
      </div>
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <>
          <div class="columns-even">
            <Section title={t.byKind}>
              <Groups
                label={t.byKind}
                heading="What"
                rows={kinds.map(row => ({
                  ...row,
                  href: `${inQuestion}&kind=${row.kind}`,
                  word: exceptionWords[row.kind],
                }))}
              />
            </Section>
            <Section title={t.bySupplier}>
              <Groups
                label={t.bySupplier}
                heading="Supplier"
                rows={suppliers.map(row => ({
                  ...row,
                  href: `${inQuestion}&partner=${row.partnershipId}`,
                  word: partners.get(row.partnershipId) ?? '',
                }))}
              />
            </Section>
          </div>
          <Section title={t.exceptions} aside={<a href={inQuestion}>{t.all}</a>}>
            <InvoicesTable rows={rows} />
          </Section>
        </>
      )}
    </div>
  )
}

interface Group {
  href: string
  word: string
  n: number
  atStake: string
  currency: string
}

/** What is in question in groups, each leading to its invoices. */
function Groups({ label, heading, rows }: { label: string; heading: string; rows: Group[] }) {
  return (
    <Table
      label={label}
      rows={rows}
      cards={false}
      columns={[
        { heading, cell: row => <a href={row.href}>{row.word}</a> },
        { heading: 'Invoices', number: true, cell: row => counted(row.n) },
        { heading: 'At stake', number: true, cell: row => <Money amount={row.atStake} currency={row.currency} /> },
      ]}
    />
  )
}

function ApproveMatched({ n }: { n: number }) {
  return (
    <form method="post" action="/accounting/approvals">
      <button type="submit" class="button button-primary">
        <Icon name="check" />
        {t.approveAll} ({counted(n)})
      </button>
    </form>
  )
}

import { Hono } from 'hono'
import type { ExceptionKind } from '../../db/schema/index.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { Facts, Filters, PageHeader, Pages, Section } from '../ui/parts.tsx'
import { idIn, idParam, type ListQuery, listHref, listQuery } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { type Colleague, colleagues, ExceptionAssignment, takeAssignment } from './exception-assignment.tsx'
import { ExceptionDecision, takeDecision } from './exception-decision.tsx'
import { takeExceptionsBulk } from './exceptions-bulk.tsx'
import {
  type ExceptionFilter,
  exceptionFilters,
  type ListedException,
  type LoadedException,
  listExceptions,
  loadException,
} from './exceptions-query.ts'
import { partnerNames } from './partner-names.ts'
import { exceptionWords, inWords, texts } from './texts.ts'
import { choiceOf } from './views/bulk.tsx'

const t = texts.exceptions
const path = '/retailer/exceptions'

/** Everything that needs a person. Those about invoices are decided on the invoice's page. */
export function exceptionRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showExceptions(c, deps))
  app.get('/:id', c => showException(c, deps))
  app.post('/bulk', needs('operate'), c => takeExceptionsBulk(c, deps))
  app.post('/:id/assignment', needs('operate'), c => takeAssignment(c, deps))
  app.post('/:id/resolution', needs('operate'), c => takeResolution(c, deps))
  return app
}

async function showExceptions(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const query = listQuery(c, exceptionFilters, 'open', 'open')
  const partnershipId = idIn(c.req.query('partner'))
  const listed = await listExceptions(hub.orm, { retailerId, userId: c.var.viewer.userId, partnershipId }, query)
  const partners = await partnerNames(hub.orm, retailerId)
  const mayDecide = query.filter !== 'resolved' && may(c.var.retailer.role, 'operate')
  const props = { query, partners, partnershipId, mayDecide, ...listed }
  return page(c, { title: t.title, current: 'exceptions' }, <ListPage {...props} />)
}

async function showException(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadException(hub.orm, retailerId, idParam(c))
  const partners = await partnerNames(hub.orm, retailerId)
  const { exception } = loaded
  const mayResolve = may(role, 'operate')
  const people = mayResolve && !exception.resolvedAt ? await colleagues(hub.orm, retailerId) : []
  const props = { ...loaded, partner: partners.get(exception.partnershipId ?? ''), mayResolve, people }
  return page(c, { title: exceptionWords[exception.kind], current: 'exceptions' }, <ExceptionPage {...props} />)
}

async function takeResolution(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const form = await formValues(c)
  const { exception } = await loadException(hub.orm, retailerId, idParam(c))
  await hub.work(actorOf(c.var.viewer), work => takeDecision(work, exception, form))
  leaveFlash(c, 'good', t.resolved)
  return c.redirect(path, 303)
}

interface ListProps {
  query: ListQuery<ExceptionFilter>
  rows: ListedException[]
  older: string | undefined
  partners: ReadonlyMap<string, string>
  /** The only partner whose exceptions are shown. */
  partnershipId: string | undefined
  mayDecide: boolean
}

function ListPage({ query, rows, older, partners, partnershipId, mayDecide }: ListProps) {
  const href = (change: Parameters<typeof listHref<ExceptionFilter>>[2]) =>
    `${listHref(path, query, change)}${partnershipId ? `&partner=${partnershipId}` : ''}`
  const partner = partners.get(partnershipId ?? '')
  const groups = Map.groupBy(rows, row => row.exception.kind)
  return (
    <>
      <PageHeader title={t.title} about={partner && t.ofPartner(partner)} />
      <div class="toolbar">
        <Filters
          label="Show"
          options={exceptionFilters.map(filter => ({
            href: href({ show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
          }))}
        />
        {partnershipId ? <a href={listHref(path, query, {})}>{t.ofAll}</a> : null}
      </div>
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : null}
      <div class="stack">
        {[...groups].map(([kind, some]) => (
          <Group kind={kind} rows={some} partners={partners} mayDecide={mayDecide} />
        ))}
      </div>
      {mayDecide && rows.some(isDecidedHere) ? <ChosenBar /> : null}
      <Pages first={query.after ? href({}) : undefined} older={older && href({ after: older })} shown={rows.length} />
    </>
  )
}

/** What is about an invoice is decided on the invoice's page. */
const isDecidedHere = (row: ListedException) => !row.exception.invoiceId

const choosing = {
  form: 'bulk',
  name: choiceOf,
  label: (row: ListedException) => `${t.bulk.choose} ${row.exception.summary}`,
}

/** Decides what is chosen in any of the groups. */
function ChosenBar() {
  return (
    <form id="bulk" class="bulk none-chosen no-print" method="post" action={`${path}/bulk`} data-chosen>
      <span class="needs-script">
        <strong data-count>0</strong> {t.bulk.chosen}
      </span>
      <button type="submit" class="button button-small">
        {t.bulk.decide}
      </button>
    </form>
  )
}

type GroupProps = Pick<ListProps, 'rows' | 'partners' | 'mayDecide'> & { kind: ExceptionKind }

function Group({ kind, rows, partners, mayDecide }: GroupProps) {
  return (
    <div id={kind}>
      <Section title={exceptionWords[kind]}>
        <Table
          label={exceptionWords[kind]}
          rows={rows}
          choose={mayDecide && rows.some(isDecidedHere) ? choosing : undefined}
          attributes={row => ({ 'data-exception': row.exception.kind })}
          columns={[
            { heading: 'What', cell: row => <a href={`${path}/${row.id}`}>{row.exception.summary}</a> },
            {
              heading: 'Partner',
              cell: row => partners.get(row.exception.partnershipId ?? '') ?? '',
              quiet: row => !row.exception.partnershipId,
              optional: true,
            },
            { heading: 'About', cell: row => <About row={row} /> },
            {
              heading: t.atStake,
              number: true,
              cell: row => <AtStake row={row} />,
              quiet: row => !row.exception.atStake,
              optional: true,
            },
            { heading: t.assignment.who, cell: row => row.assignee ?? '' },
            { heading: 'Since', cell: row => <Time at={row.exception.raisedAt} /> },
          ]}
        />
      </Section>
    </div>
  )
}

function AtStake({ row }: { row: Pick<LoadedException, 'exception'> }) {
  const { atStake, currency } = row.exception
  return currency && atStake ? <Money amount={atStake} currency={currency} /> : null
}

/** Links to what an exception is about. */
function About({ row }: { row: LoadedException }) {
  const { exception, orderNumber, purchaseOrder, invoiceNumber } = row
  const links = [
    invoiceNumber && { href: `/accounting/invoices/${exception.invoiceId}`, word: invoiceNumber },
    purchaseOrder && { href: `/retailer/purchase-orders/${encodeURIComponent(purchaseOrder)}`, word: purchaseOrder },
    orderNumber && { href: `/retailer/orders/${exception.orderId}`, word: orderNumber },
    exception.kind === 'certificate-expiring' && { href: '/retailer/certificates', word: 'the certificates' },
    exception.messageId && { href: `/retailer/messages/${exception.messageId}`, word: 'the message' },
  ].filter(link => typeof link === 'object' && link !== null)
  return (
    <span class="row">
      {links.map(link => (
        <a href={link.href}>{link.word}</a>
      ))}
    </span>
  )
}

/** Delivery failures are named by one word with hyphens; numbers and sentences stay as they are. */
const inPlainWords = (text: string) => (/^[a-z]+(-[a-z]+)+$/.test(text) ? inWords(text) : text)

type ExceptionPageProps = LoadedException & { partner: string | undefined; mayResolve: boolean; people: Colleague[] }

function ExceptionPage(props: ExceptionPageProps) {
  const { exception } = props
  return (
    <>
      <PageHeader
        back={{ href: path, word: t.title }}
        title={exceptionWords[exception.kind]}
        about={exception.summary}
      />
      <div class="columns">
        <div class="stack">
          <div class="card">
            <Facts
              rows={[
                ['About', <About row={props} />],
                ['Partner', props.partner],
                [t.assignment.who, props.assignee],
                [t.expected, exception.expected],
                [t.actual, exception.actual && inPlainWords(exception.actual)],
                [t.atStake, exception.atStake && <AtStake row={props} />],
                ['Since', <Time at={exception.raisedAt} />],
                ['Resolved', exception.resolvedAt && <Time at={exception.resolvedAt} />],
                ['By', exception.resolvedBy],
                ['How', exception.resolution],
                ['Note', exception.note],
              ]}
            />
          </div>
        </div>
        {exception.resolvedAt ? null : (
          <div class="stack">
            <ExceptionDecision exception={exception} mayResolve={props.mayResolve} />
            {props.mayResolve ? (
              <ExceptionAssignment exceptionId={exception.id} assignedTo={exception.assignedTo} people={props.people} />
            ) : null}
          </div>
        )}
      </div>
    </>
  )
}

import type { Child } from 'hono/jsx'
import { choiceOf } from '../lists/bulk.tsx'
import { FileLink } from '../lists/file-link.tsx'
import type { SavedView } from '../lists/views.ts'
import { ViewsMenu } from '../lists/views-menu.tsx'
import { exceptionWords } from '../retailer/texts.ts'
import { counted } from '../ui/counts.ts'
import { Hidden } from '../ui/fields.tsx'
import { Filters, PageHeader, Pages, SearchForm } from '../ui/parts.tsx'
import { listHref } from '../ui/request.ts'
import { Empty } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import {
  type CountedFilter,
  type InvoiceFilter,
  type InvoicesQuery,
  invoiceFilters,
  type ListedInvoice,
} from './invoices-query.ts'
import { InvoicesTable } from './invoices-table.tsx'
import { narrowingParameters } from './questions-query.ts'
import { texts } from './texts.ts'

const t = texts.invoices
const path = '/accounting/invoices'

interface InvoicesPageProps {
  query: InvoicesQuery
  counts: Record<CountedFilter, number>
  rows: ListedInvoice[]
  older: string | undefined
  views: SavedView[]
  userId: string
  partners: ReadonlyMap<string, string>
  mayDecide: boolean
  mayQuestion: boolean
}

/** The accountant's list of invoices; what can be decided together can be ticked. */
export function InvoicesPage(props: InvoicesPageProps) {
  const { query, counts, rows, older } = props
  const narrowing = narrowingParameters(query)
  const href = (change: { show?: InvoiceFilter; after?: string }) =>
    `${[listHref(path, query, change), new URLSearchParams(narrowing)].filter(part => String(part) !== '').join('&')}`
  return (
    <>
      <PageHeader title={t.title} action={<FileLink href={href({}).replace(path, `${path}/file`)} />} />
      <div class="toolbar">
        <Filters
          label="Show"
          options={invoiceFilters.map(filter => ({
            href: href({ show: filter }),
            word: t.filters[filter],
            current: filter === query.filter,
            count: filter === 'all' || counts[filter] === 0 ? undefined : counted(counts[filter]),
          }))}
        />
        <SearchForm action={path} keep={{ show: query.filter, ...narrowing }} value={query.search} label={t.search} />
      </div>
      <div class="list-tools no-print">
        <ViewsMenu
          at="/retailer/views"
          list="invoices"
          path={path}
          views={props.views}
          userId={props.userId}
          query={href({}).slice(path.length + 1)}
          mayShare
        />
      </div>
      <NarrowedTo {...props} />
      {rows.length === 0 ? <Empty title={t.none}>{t.noneHint}</Empty> : <Rows {...props} />}
      <Pages first={query.after ? href({}) : undefined} older={older && href({ after: older })} shown={rows.length} />
    </>
  )
}

function NarrowedTo({ query, partners }: InvoicesPageProps) {
  const { kind, partnershipId, since } = query
  if (!kind && !partnershipId && !since) return null
  const words = [kind && exceptionWords[kind], partnershipId && partners.get(partnershipId)].filter(Boolean)
  return (
    <p class="row">
      <span>
        {texts.resolutions.only}: <strong>{words.join(', ')}</strong>
        {since ? (
          <>
            {words.length > 0 ? ', ' : ''}
            {texts.invoices.receivedSince} <Time at={since} />
          </>
        ) : null}
      </span>
      <a class="button button-small" href={listHref(path, query, {})}>
        {texts.resolutions.everything}
      </a>
    </p>
  )
}

const decidedTogether: readonly InvoiceFilter[] = ['exception', 'disputed', 'waiting']

/** What is ready can be ticked and approved together, and what is in question decided together. */
function Rows(props: InvoicesPageProps) {
  const { query, rows, mayDecide, mayQuestion } = props
  if (mayDecide && query.filter === 'ready') return <ToApprove rows={rows} />
  if (mayQuestion && decidedTogether.includes(query.filter)) return <ToResolve {...props} />
  return <InvoicesTable rows={rows} />
}

function ToApprove({ rows }: { rows: ListedInvoice[] }) {
  const form = 'approve-chosen'
  const choose = {
    form,
    name: (row: ListedInvoice) => `approve[${row.id}]`,
    label: (row: ListedInvoice) => `Approve ${row.number}`,
  }
  return (
    <>
      <ChosenBar form={form} action="/accounting/approvals" fields={{ chosen: 'yes' }}>
        <button type="submit" class="button button-primary button-small">
          {texts.queue.approveChosen}
        </button>
      </ChosenBar>
      <InvoicesTable rows={rows} choose={choose} />
    </>
  )
}

function ToResolve({ query, rows, older }: InvoicesPageProps) {
  const form = 'resolve-chosen'
  const fields = { show: query.filter, q: query.search, ...narrowingParameters(query) }
  const choose = {
    form,
    name: choiceOf,
    label: (row: ListedInvoice) => `${texts.resolutions.choose} ${row.number}`,
  }
  return (
    <>
      <ChosenBar form={form} action="/accounting/resolutions" fields={fields}>
        <button type="submit" class="button button-primary button-small">
          {texts.resolutions.decide}
        </button>
      </ChosenBar>
      <InvoicesTable rows={rows} choose={choose} />
      {older || query.after ? (
        <form class="form-actions no-print" method="post" action="/accounting/resolutions" data-form="resolve-every">
          {Object.entries({ ...fields, every: 'yes' }).map(([name, value]) => (
            <Hidden name={name} value={value} />
          ))}
          <button type="submit" class="button button-small">
            {texts.resolutions.decideAll}
          </button>
        </form>
      ) : null}
    </>
  )
}

interface ChosenBarProps {
  form: string
  action: string
  fields: Record<string, string>
  children?: Child
}

/** What can be done with the rows that are ticked. */
function ChosenBar({ form, action, fields, children }: ChosenBarProps) {
  return (
    <form id={form} class="bulk none-chosen no-print" method="post" action={action} data-form={form} data-chosen="">
      {Object.entries(fields).map(([name, value]) => (
        <Hidden name={name} value={value} />
      ))}
      <span class="needs-script">
        <strong data-count="">0</strong> {texts.resolutions.chosen}
      </span>
      {children}
    </form>
  )
}

import type { Child } from 'hono/jsx'
import { Hidden } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Filters, PageHeader, SearchForm } from '../ui/parts.tsx'
import { type Choosing, Empty, Table } from '../ui/table.tsx'
import { ColumnsMenu, type ListColumn, shownColumns } from './columns.tsx'
import { FileLink } from './file-link.tsx'
import { type Cursor, kept, type ListDefinition, type ListState, stateHref, stateQuery } from './list-state.ts'
import { texts as t } from './texts.ts'
import type { SavedView } from './views.ts'
import { ViewsMenu } from './views-menu.tsx'

/** A button that does something with every row chosen. */
export interface BulkAction {
  value: string
  word: string
  bad?: boolean
}

interface ListFrameProps<Row, Filter extends string, Sort extends string> {
  definition: ListDefinition<Filter, Sort>
  state: ListState<Filter, Sort>
  title: string
  words: { search?: string; filters: Record<Filter, string>; none: string; noneHint: string }
  rows: Row[]
  next: Cursor | undefined
  columns: ListColumn<Row, Sort>[]
  attributes: (row: Row) => Record<`data-${string}`, string>
  /** The views kept of it, where its definition has a name for them. */
  views?: SavedView[]
  userId?: string
  /** Where its views are kept, and whether one can be everybody's; a list of the console's where it is not said. */
  keeper?: { at: string; mayShare: boolean }
  /** How many rows a quick filter shows, where people are to know. */
  counts?: Partial<Record<Filter, number>>
  /** Fields to filter by besides the quick filters. */
  narrowing?: Child
  /** What else can be done with the list, beside its views and columns. */
  tools?: Child
  /** What sums up the rows, above them. */
  summary?: Child
  /** What says that there may be more than the list shows: a topic that is followed, and how it stood when the list was read. */
  live?: { topic: 'messages' | 'exceptions'; seen: string }
  /** What can be done with rows that are chosen. */
  bulk?: { actions: BulkAction[]; choose: Omit<Choosing<Row>, 'form'> } | undefined
}

const consoles = { at: '/retailer/views', mayShare: true }

/** A list: quick filters, search, further filters, views, columns, choosing rows, and its file. All of it stands in the address. */
export function ListFrame<Row, Filter extends string, Sort extends string>(props: ListFrameProps<Row, Filter, Sort>) {
  const { definition, state, words, rows, next } = props
  const { path } = definition
  const query = stateQuery(state)
  return (
    <div class="list">
      <PageHeader title={props.title} action={<FileLink href={`${path}/file?${query}`} />} />
      <div class="toolbar">
        <Filters
          label={t.show}
          options={definition.filters.map(filter => ({
            href: stateHref(path, state, { filter }),
            word: words.filters[filter],
            current: filter === state.filter,
            count: props.counts?.[filter],
          }))}
        />
        {words.search ? (
          <SearchForm action={path} keep={kept(state)} value={state.search} label={words.search} />
        ) : null}
      </div>
      <div class="list-tools no-print">
        {props.narrowing ? <Narrowing {...props} /> : null}
        {definition.list && props.views && props.userId ? (
          <ViewsMenu
            {...(props.keeper ?? consoles)}
            list={definition.list}
            path={path}
            views={props.views}
            userId={props.userId}
            query={query}
          />
        ) : null}
        <ColumnsMenu definition={definition} state={state} />
        {props.tools}
        <Chips {...props} />
      </div>
      {props.live && !state.after ? <News {...props.live} href={stateHref(path, state)} /> : null}
      {props.bulk && rows.length > 0 ? <BulkBar path={path} query={query} actions={props.bulk.actions} /> : null}
      {rows.length > 0 ? props.summary : null}
      {rows.length === 0 ? <Empty title={words.none}>{words.noneHint}</Empty> : <Rows {...props} />}
      <nav class="pages" aria-label="Pages">
        <span>{rows.length} shown</span>
        <span class="row">
          {state.after ? (
            <a class="button button-small" href={stateHref(path, state)}>
              {t.first}
            </a>
          ) : null}
          {next ? (
            <a class="button button-small" href={stateHref(path, state, { after: next })} rel="next">
              {t.next}
              <Icon name="right" />
            </a>
          ) : null}
        </span>
      </nav>
    </div>
  )
}

/** Says that something new has come, once it has: rows do not move under the reader's hands. */
function News({ topic, seen, href }: { topic: string; seen: string; href: string }) {
  return (
    <div id="news" role="status" class="no-print" data-live={`/retailer/live/${topic}?seen=${seen}`}>
      <a class="news" href={href} data-news hidden>
        <Icon name="retry" />
        {t.news}
      </a>
    </div>
  )
}

function Rows<Row, Filter extends string, Sort extends string>(props: ListFrameProps<Row, Filter, Sort>) {
  const { definition, state, bulk } = props
  const columns = shownColumns(definition, state, props.columns)
  return (
    <Table
      label={props.title}
      rows={props.rows}
      attributes={props.attributes}
      columns={columns}
      choose={bulk && { ...bulk.choose, form: 'bulk' }}
    />
  )
}

function Narrowing({
  definition,
  state,
  narrowing,
}: Pick<ListFrameProps<unknown, string, string>, 'definition' | 'state' | 'narrowing'>) {
  const keep = Object.entries(kept({ ...state, fields: {} }, ''))
  return (
    <details class="menu" data-menu="filter">
      <summary class="button button-small">{t.narrow}</summary>
      <form class="form" method="get" action={definition.path}>
        {keep.map(([name, value]) => (
          <Hidden name={name} value={value} />
        ))}
        {narrowing}
        <button type="submit" class="button button-primary">
          {t.apply}
        </button>
      </form>
    </details>
  )
}

/** The filters in force, each to be taken away by a click. */
function Chips({ definition, state }: Pick<ListFrameProps<unknown, string, string>, 'definition' | 'state'>) {
  return (
    <>
      {Object.entries(state.fields).map(([name, value]) => {
        const { [name]: _, ...fields } = state.fields
        const shown = /^[0-9a-f-]{36}$/.test(value) ? '' : `: ${value}`
        return (
          <a class="chip" href={stateHref(definition.path, state, { fields })} aria-label={`${t.clear} ${name}`}>
            {`${name}${shown}`}
            <Icon name="cross" />
          </a>
        )
      })}
    </>
  )
}

/** What is done with the rows chosen. The boxes of the rows belong to this form. */
function BulkBar({ path, query, actions }: { path: string; query: string; actions: BulkAction[] }) {
  return (
    <form id="bulk" class="bulk none-chosen no-print" method="post" action={`${path}/bulk`} data-chosen>
      <Hidden name="query" value={query} />
      <span class="needs-script">
        <strong data-count>0</strong> {t.chosen}
      </span>
      {actions.map(action => (
        <button
          type="submit"
          class={action.bad ? 'button button-small button-bad' : 'button button-small'}
          name="action"
          value={action.value}
        >
          {action.word}
        </button>
      ))}
    </form>
  )
}

import type { Child } from 'hono/jsx'
import { Hidden, Input } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Filters, PageHeader, SearchForm } from '../ui/parts.tsx'
import { type Choosing, type Column, Empty, Table } from '../ui/table.tsx'
import { FileLink } from './file-link.tsx'
import { type Cursor, type ListDefinition, type ListState, stateHref, stateQuery } from './list-state.ts'
import { texts as t } from './texts.ts'
import type { SavedView } from './views.ts'

/** A column of a list. `sort` names the order that its heading leads to; without `fixed` it can be left out. */
export interface ListColumn<Row, Sort extends string> extends Omit<Column<Row>, 'sort'> {
  sort?: Sort
}

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

/** A list of the console: quick filters, search, further filters, views, columns, choosing rows, and its file. All of it stands in the address. */
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
          }))}
        />
        {words.search ? (
          <SearchForm action={path} keep={kept(state)} value={state.search} label={words.search} />
        ) : null}
      </div>
      <div class="list-tools no-print">
        {props.narrowing ? <Narrowing {...props} /> : null}
        {definition.list && props.views && props.userId ? (
          <Views list={definition.list} path={path} views={props.views} userId={props.userId} query={query} />
        ) : null}
        <Columns {...props} />
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

/** The parameters that a form which changes one of them keeps. */
function kept(state: ListState, without = 'q'): Record<string, string> {
  const parameters = Object.fromEntries(new URLSearchParams(stateQuery(state)))
  delete parameters[without]
  return parameters
}

function Rows<Row, Filter extends string, Sort extends string>(props: ListFrameProps<Row, Filter, Sort>) {
  const { definition, state, bulk } = props
  const columns = props.columns
    .filter(column => !state.hidden.includes(column.heading))
    .map(({ sort, ...column }): Column<Row> => {
      if (!sort) return column
      const isNow = (state.sort ?? definition.sorts[0]) === sort
      const href = stateHref(definition.path, state, { sort, descending: isNow ? !state.descending : false })
      return { ...column, sort: { href, now: isNow ? (state.descending ? 'descending' : 'ascending') : undefined } }
    })
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

function Columns({ definition, state }: Pick<ListFrameProps<unknown, string, string>, 'definition' | 'state'>) {
  return (
    <details class="menu" data-menu="columns">
      <summary class="button button-small">
        <Icon name="columns" />
        {t.columns}
      </summary>
      <ul>
        {definition.columns.map(column => {
          const isHidden = state.hidden.includes(column)
          const hidden = isHidden ? state.hidden.filter(one => one !== column) : [...state.hidden, column]
          return (
            <li>
              <a
                class="check"
                href={stateHref(definition.path, state, { hidden })}
                aria-current={isHidden ? undefined : 'true'}
              >
                <Icon name={isHidden ? 'plus' : 'check'} />
                {column}
                <span class="visually-hidden">{isHidden ? 'is left out' : 'is shown'}</span>
              </a>
            </li>
          )
        })}
      </ul>
    </details>
  )
}

interface ViewsProps {
  list: string
  path: string
  views: SavedView[]
  userId: string
  query: string
}

function Views({ list, path, views, userId, query }: ViewsProps) {
  return (
    <details class="menu" data-menu="views">
      <summary class="button button-small">
        <Icon name="star" />
        {t.views}
        {views.length > 0 ? <span class="count">{views.length}</span> : null}
      </summary>
      <div class="form">
        {views.length === 0 ? <p class="soft small">{t.noViews}</p> : null}
        <ul>
          {views.map(view => (
            <li class="row row-between" data-view={view.name}>
              <a href={`${path}?${view.query}`} aria-current={view.query === query ? 'true' : undefined}>
                {view.name}
                {view.sharedWith === 'retailer' ? <span class="soft small"> {t.shared}</span> : null}
              </a>
              {view.userId === userId ? (
                <form method="post" action={`/retailer/views/${view.id}/removal`}>
                  <button type="submit" class="button-link small" aria-label={`${t.remove} ${view.name}`}>
                    {t.remove}
                  </button>
                </form>
              ) : null}
            </li>
          ))}
        </ul>
        <form class="form" method="post" action="/retailer/views">
          <Hidden name="list" value={list} />
          <Hidden name="query" value={query} />
          <Input name="name" label={t.name} required />
          <label class="row">
            <input type="checkbox" name="shared" />
            {t.share}
          </label>
          <button type="submit" class="button">
            {t.keep}
          </button>
        </form>
      </div>
    </details>
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

import { freshnessStates } from '../../shared/feed-words.ts'
import { Badge } from '../../ui/badge.tsx'
import { Filters, PageHeader, Pages, SearchForm, Section } from '../../ui/parts.tsx'
import { listHref } from '../../ui/request.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import {
  type FeedFilter,
  type FeedsQuery,
  feedFilters,
  type HealthPage,
  type ListedRun,
  type RunsPage,
} from './feeds-query.ts'
import { RunState } from './run-page.tsx'

const path = '/retailer/feeds'

const filterWords: Record<FeedFilter, string> = {
  all: 'All',
  suppliers: 'Suppliers',
  stale: 'Late',
  expired: 'Out of date',
  never: 'Never told',
  runs: 'Runs',
  held: 'Held back',
  failed: 'Failed',
}

interface FeedsPageProps {
  query: FeedsQuery
  health: HealthPage
  runs: RunsPage
  mayOperate: boolean
}

/** How fresh each supplier's stock is, and what its feeds did. */
export function FeedsPage({ query, health, runs, mayOperate }: FeedsPageProps) {
  const options = feedFilters.map(filter => ({
    href: listHref(path, query, { show: filter }),
    word: filterWords[filter],
    current: query.filter === filter,
  }))
  return (
    <>
      <PageHeader
        title="Feeds"
        action={
          <>
            <a href={`${path}/places`}>Places that are looked into</a>
            <a href={`${path}/items`}>Items to match</a>
            {mayOperate ? (
              <a class="button button-primary" href={`${path}/uploads/new`}>
                Upload a feed
              </a>
            ) : null}
          </>
        }
      />
      <div class="toolbar">
        <Filters label="Feeds" options={options} />
        <SearchForm action={path} value={query.search} label="Supplier or file" keep={{ show: query.filter }} />
      </div>
      <div class="stack">
        {health ? (
          <Section title="Freshness">
            {health.rows.length === 0 ? (
              <Empty title={isWhole(query) ? 'There is no supplier yet' : 'No supplier is so'} />
            ) : (
              <Freshness rows={health.rows} mayOperate={mayOperate} />
            )}
            <Onward query={query} older={health.older} shown={health.rows.length} all="suppliers" />
          </Section>
        ) : null}
        {runs ? (
          <Section title="Latest runs">
            {runs.rows.length > 0 ? (
              <Runs runs={runs.rows} />
            ) : isWhole(query) ? (
              <Empty title="No feed has come yet">
                Upload one with the button above, or have it fetched from a place.
              </Empty>
            ) : (
              <Empty title="No feed is so" />
            )}
            <Onward query={query} older={runs.older} shown={runs.rows.length} all="runs" />
          </Section>
        ) : null}
      </div>
    </>
  )
}

const isWhole = ({ filter, search }: FeedsQuery) => search === '' && ['all', 'suppliers', 'runs'].includes(filter)

/** The next page of one of the two lists: from where both stand, that of the one alone. */
function Onward(props: { query: FeedsQuery; older: string | undefined; shown: number; all: 'suppliers' | 'runs' }) {
  const { query, older, shown, all } = props
  const alone: FeedsQuery = query.filter === 'all' ? { ...query, filter: all } : query
  return (
    <Pages
      first={query.after ? listHref(path, query, {}) : undefined}
      older={older && listHref(path, alone, { after: older })}
      shown={shown}
      {...(all === 'suppliers' && { words: { first: 'First', next: 'Next' } })}
    />
  )
}

function Freshness({ rows, mayOperate }: { rows: NonNullable<HealthPage>['rows']; mayOperate: boolean }) {
  return (
    <Table
      label="Freshness"
      rows={rows}
      columns={[
        { heading: 'Supplier', cell: row => row.name },
        {
          heading: 'State',
          cell: row => (row.health ? <Badge {...freshnessStates[row.health.state]} /> : 'Never told'),
        },
        { heading: 'Last told', cell: row => <Time at={row.health?.toldAt ?? null} /> },
        { heading: 'Changes', cell: row => <Time at={row.health?.nextAt ?? null} /> },
        {
          heading: 'Settings',
          cell: row =>
            mayOperate ? <a href={`${path}/settings/${row.partnershipId}`}>Settings of {row.name}</a> : '–',
        },
      ]}
    />
  )
}

function Runs({ runs }: { runs: ListedRun[] }) {
  return (
    <Table
      label="Latest runs"
      rows={runs}
      attributes={({ run }) => ({ 'data-run': run.id })}
      columns={[
        { heading: 'Supplier', cell: ({ run, name }) => <a href={`${path}/${run.id}`}>{name}</a> },
        { heading: 'Kind', cell: ({ run }) => `${run.kind === 'product' ? 'Products' : 'Stock'}, ${run.scope}` },
        { heading: 'State', cell: row => <RunState {...row} /> },
        { heading: 'Read', number: true, cell: ({ run }) => String(run.rowsRead) },
        { heading: 'Changed', number: true, cell: ({ run }) => String(run.rowsChanged) },
        { heading: 'Left out', number: true, cell: ({ run }) => String(run.rowsRejected) },
        { heading: 'Came', cell: ({ run }) => <Time at={run.startedAt} /> },
      ]}
    />
  )
}

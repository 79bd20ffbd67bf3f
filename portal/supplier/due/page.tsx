import { type DeadlineKind, deadlineKinds } from '../../../db/schema/index.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { supplierOrderStates } from '../../ui/states.ts'
import { Empty, Table } from '../../ui/table.tsx'
import { Day, dayIn, Time } from '../../ui/time.tsx'
import { useView } from '../../ui/view.ts'
import { type DueCounts, type DueRow, type DueState, dueStates } from './query.ts'
import { texts } from './texts.ts'

const tones = { late: 'bad', today: 'warn', soon: 'soft' } as const

/** Where a number of due things leads. */
export function dueHref(base: string, show: DueState, kind?: DeadlineKind): string {
  return `${base}/due?${new URLSearchParams({ show, ...(kind && { kind }) })}`
}

/** What is due, by what is to be done and by how pressing it is; each number opens its list. */
export function DueTable({ base, counts }: { base: string; counts: DueCounts }) {
  return (
    <Table
      label={texts.title}
      rows={counts}
      cards={false}
      attributes={row => ({ 'data-due': row.kind })}
      columns={[
        { heading: texts.what, cell: row => texts.kinds[row.kind] },
        ...dueStates.map(state => ({
          heading: texts.states[state],
          number: true,
          cell: (row: DueCounts[number]) =>
            row[state] === 0 ? (
              <span class="soft">0</span>
            ) : (
              <a class={`strong ${tones[state]}`} href={dueHref(base, state, row.kind)}>
                {state === 'late' ? <Icon name="alert" /> : null} {row[state]}
              </a>
            ),
        })),
      ]}
    />
  )
}

/** When something is due; the midnight that ends a day is told by that day. */
export function DueAt({ at }: { at: Date }) {
  const { timeZone } = useView()
  const before = dayIn(timeZone, new Date(at.getTime() - 1))
  if (dayIn(timeZone, at) === before) return <Time at={at} />
  return (
    <span class="nowrap" title={at.toISOString()}>
      {texts.endOf} <Day date={before} />
    </span>
  )
}

interface DueProps {
  base: string
  state: DueState
  kind: DeadlineKind | undefined
  counts: DueCounts
  rows: DueRow[]
  older: string | undefined
}

/** The orders on which something is due. */
export function DuePage({ base, state, kind, counts, rows, older }: DueProps) {
  const total = (of: DueState) => counts.reduce((sum, row) => sum + (!kind || row.kind === kind ? row[of] : 0), 0)
  return (
    <>
      <PageHeader title={texts.title} />
      <div class="toolbar">
        <Filters
          label={texts.at}
          options={dueStates.map(one => ({
            href: dueHref(base, one, kind),
            word: texts.states[one],
            current: one === state,
            count: total(one),
          }))}
        />
        <Filters
          label={texts.kind}
          options={[undefined, ...deadlineKinds].map(one => ({
            href: dueHref(base, state, one),
            word: one ? texts.kinds[one] : texts.all,
            current: one === kind,
          }))}
        />
      </div>
      {rows.length === 0 ? (
        <Empty title={texts.none}>{texts.noneHint}</Empty>
      ) : (
        <Table
          label={texts.title}
          rows={rows}
          attributes={row => ({ 'data-order': row.number })}
          columns={[
            {
              heading: texts.order,
              cell: row => <a href={`${base}/purchase-orders/${encodeURIComponent(row.number)}`}>{row.number}</a>,
            },
            { heading: texts.what, cell: row => texts.kinds[row.kind] },
            { heading: texts.at, cell: row => <DueAt at={row.dueAt} /> },
            { heading: 'State', cell: row => <Badge {...supplierOrderStates[row.status]} /> },
          ]}
        />
      )}
      <Pages
        first={undefined}
        older={older && `${dueHref(base, state, kind)}&after=${older}`}
        shown={rows.length}
        words={{ first: 'First', next: 'Later' }}
      />
    </>
  )
}

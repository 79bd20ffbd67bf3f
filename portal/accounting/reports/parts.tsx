import type { Child } from 'hono/jsx'
import { type AgeBand, type AgedRow, ageBands, type ReportCursor } from '../../../engine/reports/aging.ts'
import { businessDate } from '../../../translators/documents/index.ts'
import type { PortalContext } from '../../deps.ts'
import { Bars } from '../../ui/charts/bars.tsx'
import { Input } from '../../ui/fields.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Amount } from '../../ui/money.tsx'
import { Pages } from '../../ui/parts.tsx'
import { idIn } from '../../ui/request.ts'
import { Table } from '../../ui/table.tsx'
import { texts } from '../texts.ts'

/** How each age is called. */
export const bandWords: Record<AgeBand, string> = {
  'not-due': 'Not due',
  '1-30': '1–30 days',
  '31-60': '31–60 days',
  '61-90': '61–90 days',
  'over-90': 'Over 90 days',
}

/** Takes what a page shows away as a file. */
export function Download({ href }: { href: string }): Child {
  return (
    <a class="button" href={href}>
      <Icon name="export" />
      CSV
    </a>
  )
}

/** The past day of which a balance is asked: `on=2026-10-31`. */
export function pastDayIn(c: PortalContext): string | undefined {
  return businessDate.safeParse(c.req.query('on')).data
}

/** Chooses the day of a balance, and takes what the page shows away as a file. */
export function DayAndFile({ path, on }: { path: string; on: string | undefined }): Child {
  return (
    <form class="row" method="get" action={path} data-form="day">
      <Input name="on" type="date" label={texts.balances.on} value={on} bare />
      <button type="submit" class="button">
        {texts.balances.show}
      </button>
      <Download href={`${path}/file${on ? `?on=${on}` : ''}`} />
    </form>
  )
}

/** The place in a report after which its address asks to go on: `after=<day>,<id>`. */
export function cursorIn(c: PortalContext): ReportCursor | undefined {
  const [, first, id] = /^(\d{4}-\d{2}-\d{2})?,(.+)$/.exec(c.req.query('after') ?? '') ?? []
  const known = idIn(id)
  return known && (!first || businessDate.safeParse(first).success) ? [first ?? '', known] : undefined
}

/** To the beginning of a report and to its next page. */
export function ReportPages(props: {
  path: string
  on?: string | undefined
  after: ReportCursor | undefined
  next: ReportCursor | undefined
  shown: number
}) {
  const { path, on, after, next, shown } = props
  const day = on ? `on=${on}` : ''
  const older = next && `${path}?${day && `${day}&`}after=${next.join(',')}`
  return <Pages first={after && (day ? `${path}?${day}` : path)} older={older} shown={shown} words={texts.pages} />
}

/** Amounts by supplier and age: the whole as bars, one chart for each currency, then row by row. */
export function Aged({ label, rows }: { label: string; rows: AgedRow[] }) {
  return (
    <>
      {[...Map.groupBy(rows, row => row.currency)].map(([currency, its]) => (
        <Bars
          label={`${label}, ${currency}`}
          bars={its
            .slice(0, 12)
            .map(row => ({ label: row.supplier, value: row.total, shown: `${row.total} ${currency}` }))}
        />
      ))}
      <Table
        label={label}
        rows={rows}
        attributes={row => ({ 'data-supplier': row.supplier })}
        columns={[
          { heading: 'Supplier', cell: row => row.supplier },
          { heading: 'Currency', cell: row => row.currency },
          ...ageBands.map(band => ({
            heading: bandWords[band],
            number: true,
            cell: (row: AgedRow) => <Amount amount={row.bands[band]} />,
            quiet: (row: AgedRow) => row.bands[band] === '0.00',
          })),
          { heading: 'Total', number: true, cell: row => <Amount amount={row.total} /> },
        ]}
      />
    </>
  )
}

import type { Child } from 'hono/jsx'
import { type AgeBand, type AgedRow, ageBands } from '../../../engine/reports/aging.ts'
import { Bars } from '../../ui/charts/bars.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Amount } from '../../ui/money.tsx'
import { Table } from '../../ui/table.tsx'

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

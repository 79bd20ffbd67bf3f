import { Money } from '../../ui/money.tsx'
import { PageHeader, Pages } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { Time } from '../../ui/time.tsx'
import type { Review } from './query.ts'
import { texts as t } from './texts.ts'

/** The invoices that wait for somebody to look at them. */
export function ListPage({
  rows,
  older,
  after,
}: {
  rows: Review[]
  older: string | undefined
  after: string | undefined
}) {
  return (
    <>
      <PageHeader title={t.title} />
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Table
          label={t.title}
          rows={rows}
          attributes={row => ({ 'data-review': row.id })}
          columns={[
            {
              heading: 'Invoice',
              cell: row => (
                <a href={`/accounting/reviews/${row.id}`}>{row.reading.draft.number ?? row.fileName ?? 'Invoice'}</a>
              ),
            },
            { heading: 'Supplier', cell: row => row.supplier },
            { heading: 'Came', cell: row => <Time at={row.createdAt} /> },
            { heading: 'Total', number: true, cell: row => <Total row={row} /> },
            { heading: t.doubts, cell: row => row.reading.doubts[0]?.message ?? '' },
          ]}
        />
      )}
      <Pages
        first={after ? '/accounting/reviews' : undefined}
        older={older && `/accounting/reviews?after=${older}`}
        shown={rows.length}
      />
    </>
  )
}

function Total({ row }: { row: Review }) {
  const { total, currency } = row.reading.draft
  return total && currency ? <Money amount={total} currency={currency} /> : <span class="soft">–</span>
}

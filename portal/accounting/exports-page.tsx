import { type BillFormatName, billFormatNames } from '../../translators/accounting/index.ts'
import { Badge } from '../ui/badge.tsx'
import { counted } from '../ui/counts.ts'
import { Input, Select } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Money } from '../ui/money.tsx'
import { PageHeader, Pages } from '../ui/parts.tsx'
import { Empty, Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import type { ListedBatch } from './exports.tsx'
import { formatWords, texts } from './texts.ts'

const t = texts.exports
const path = '/accounting/exports'

interface ExportsProps {
  batches: { rows: ListedBatch[]; older: string | undefined }
  isFirst: boolean
  waiting: number
  mayDecide: boolean
}

/** What waits for export, and every batch that was made. */
export function ExportsPage({ batches, isFirst, waiting, mayDecide }: ExportsProps) {
  return (
    <>
      <PageHeader
        title={t.title}
        about={`${counted(waiting)} ${t.waiting}`}
        action={mayDecide && waiting > 0 ? <ExportForm /> : null}
      />
      {batches.rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Table
          label={t.title}
          rows={batches.rows}
          attributes={row => ({ 'data-batch': String(row.batch.number) })}
          columns={[
            {
              heading: 'Batch',
              cell: row => <a href={`/accounting/exports/${row.batch.id}`}>{row.batch.number}</a>,
            },
            { heading: 'State', cell: row => <State row={row} /> },
            { heading: t.format, cell: row => formatWords[row.batch.format as BillFormatName] ?? row.batch.format },
            { heading: 'Invoices', number: true, cell: row => String(row.invoices) },
            {
              heading: 'Total',
              number: true,
              cell: row => <Money amount={row.batch.total} currency={row.batch.currency} />,
            },
            { heading: 'Made', cell: row => <Time at={row.batch.createdAt} /> },
            { heading: 'File', cell: row => <Files row={row} /> },
            {
              heading: 'Change',
              cell: row => (mayDecide && !row.batch.voidedAt ? <VoidForm id={row.batch.id} /> : null),
            },
          ]}
        />
      )}
      <Pages
        first={isFirst ? undefined : path}
        older={batches.older && `${path}?after=${batches.older}`}
        shown={batches.rows.length}
        words={texts.pages}
      />
    </>
  )
}

function State({ row }: { row: ListedBatch }) {
  if (!row.batch.voidedAt) return <Badge word="Exported" tone="good" icon="export" />
  return (
    <>
      <Badge word="Taken back" tone="idle" icon="cross" />
      <div class="small soft">{row.batch.voidReason}</div>
    </>
  )
}

function Files({ row: { batch } }: { row: ListedBatch }) {
  return (
    <span class="row">
      <a href={`${path}/${batch.id}/file`}>{t.download}</a>
      {batch.creditsFileName === null ? null : <a href={`${path}/${batch.id}/credits`}>{t.downloadCredits}</a>}
    </span>
  )
}

function ExportForm() {
  return (
    <form class="row" method="post" action={path} data-form="export">
      <Select
        name="format"
        label={t.format}
        bare
        options={billFormatNames.map(value => ({ value, word: formatWords[value] }))}
      />
      <Input name="datedUntil" type="date" label={t.datedUntil} />
      <button type="submit" class="button button-primary">
        <Icon name="export" />
        {t.create}
      </button>
    </form>
  )
}

function VoidForm({ id }: { id: string }) {
  return (
    <details class="more">
      <summary>{t.void}</summary>
      <form class="form" method="post" action={`/accounting/exports/${id}/void`}>
        <Input name="reason" label={t.voidReason} required />
        <button type="submit" class="button button-small button-bad">
          {t.void}
        </button>
      </form>
    </details>
  )
}

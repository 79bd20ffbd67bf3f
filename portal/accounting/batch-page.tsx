import { and, asc, eq, gt } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, exportBatches, exportLines, invoiceCharges, invoiceLines, invoices } from '../../db/schema/index.ts'
import { Badge } from '../ui/badge.tsx'
import { Money, Quantity } from '../ui/money.tsx'
import { Notice, PageHeader, Pages } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { Time } from '../ui/time.tsx'
import { creditWords, texts } from './texts.ts'

const t = texts.exports

/** Lines on one page; the file has all. */
const linesPerPage = 200

/** An export batch with a page of its lines, those behind position `after`, each beside the field of the invoice, and the message, that it came from. Throws `not-found`. */
export async function loadBatch(orm: Orm, retailerId: string, id: string, after = 0) {
  const [batch] = await orm
    .select()
    .from(exportBatches)
    .where(and(eq(exportBatches.retailerId, retailerId), eq(exportBatches.id, id)))
  if (!batch) throw new ApplicationError('not-found', 'There is no such export batch.')
  const lines = await orm
    .select({
      exported: exportLines,
      invoice: invoices,
      line: invoiceLines,
      charge: invoiceCharges,
      messageId: documents.messageId,
    })
    .from(exportLines)
    .innerJoin(invoices, and(eq(invoices.retailerId, exportLines.retailerId), eq(invoices.id, exportLines.invoiceId)))
    .leftJoin(
      invoiceLines,
      and(eq(invoiceLines.retailerId, exportLines.retailerId), eq(invoiceLines.id, exportLines.invoiceLineId)),
    )
    .leftJoin(
      invoiceCharges,
      and(eq(invoiceCharges.retailerId, exportLines.retailerId), eq(invoiceCharges.id, exportLines.invoiceChargeId)),
    )
    .leftJoin(documents, and(eq(documents.retailerId, invoices.retailerId), eq(documents.id, invoices.documentId)))
    .where(and(eq(exportLines.retailerId, retailerId), eq(exportLines.batchId, id), gt(exportLines.position, after)))
    .orderBy(asc(exportLines.position))
    .limit(linesPerPage + 1)
  const shown = lines.slice(0, linesPerPage)
  const next = lines.length > shown.length ? shown.at(-1)!.exported.position : undefined
  return { batch, after, lines: shown, next }
}

type Loaded = Awaited<ReturnType<typeof loadBatch>>
type Row = Loaded['lines'][number]

/** Every line of a batch, leading back to the match, the field of the invoice and the bytes that it came from. */
export function BatchPage({ batch, lines, after, next }: Loaded) {
  const path = `/accounting/exports/${batch.id}`
  return (
    <>
      <PageHeader
        back={{ href: '/accounting/exports', word: t.title }}
        title={`Batch ${batch.number}`}
        state={
          batch.voidedAt ? (
            <Badge word="Taken back" tone="idle" icon="cross" />
          ) : (
            <Badge word="Exported" tone="good" icon="export" />
          )
        }
        about={
          <>
            <Time at={batch.createdAt} /> · {batch.fileName}
          </>
        }
        action={
          <>
            <a class="button" href={`${path}/file`}>
              {t.download}
            </a>
            {batch.creditsFileName === null ? null : (
              <a class="button" href={`${path}/credits`}>
                {t.downloadCredits}
              </a>
            )}
          </>
        }
      />
      {batch.creditsFileName === null ? null : (
        <Notice tone="info" title={t.twoFiles}>
          {creditWords[batch.format] ?? t.credits}
        </Notice>
      )}
      <Table
        label={t.lines}
        rows={lines}
        attributes={row => ({ 'data-line': String(row.exported.position) })}
        columns={[
          { heading: 'Line', cell: row => String(row.exported.position) },
          { heading: 'Account', cell: row => row.exported.account },
          { heading: 'Text', cell: row => row.exported.description },
          {
            heading: t.match,
            cell: row => <a href={`/accounting/invoices/${row.invoice.id}`}>{row.invoice.number}</a>,
          },
          { heading: t.field, cell: row => <Field row={row} /> },
          {
            heading: t.source,
            cell: row => (row.messageId ? <a href={`/retailer/messages/${row.messageId}`}>{t.bytes}</a> : t.form),
          },
          {
            heading: 'Amount',
            number: true,
            cell: row => <Money amount={row.exported.amount} currency={batch.currency} />,
          },
        ]}
      />
      <Pages
        first={after > 0 ? path : undefined}
        older={next === undefined ? undefined : `${path}?after=${next}`}
        shown={lines.length}
        words={texts.pages}
      />
    </>
  )
}

function Field({ row: { line, charge } }: { row: Row }) {
  if (line) {
    return (
      <>
        Line {line.position}: <Quantity value={line.quantity} unit={line.unit ?? ''} /> × {line.unitPrice}
      </>
    )
  }
  return <>{charge ? `${charge.kind}: ${charge.description ?? charge.reason}` : t.leftOver}</>
}

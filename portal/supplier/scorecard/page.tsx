import Big from 'big.js'
import { type ScorecardFigure, scorecardFigures } from '../../../engine/scorecards/figures.ts'
import type { FigureDocument, Scorecard } from '../../../engine/scorecards/scorecards.ts'
import { Quantity } from '../../ui/money.tsx'
import { Filters, PageHeader, Pages } from '../../ui/parts.tsx'
import { Empty, Table } from '../../ui/table.tsx'
import { AsOf } from '../../ui/time.tsx'
import { texts as t } from './texts.ts'

export const periods = [30, 90, 365] as const

interface ScorecardProps {
  at: string
  days: number
  card: Scorecard | undefined
  /** When it was reckoned. */
  asOf: Date
}

/** A supplier's own figures at one retailer. */
export function ScorecardPage({ at, days, card, asOf }: ScorecardProps) {
  const rows = card ? scorecardFigures.filter(figure => card.figures[figure].rate !== null) : []
  return (
    <>
      <PageHeader
        title={t.title}
        about={
          <>
            {t.about} <AsOf at={asOf} />
          </>
        }
      />
      <Periods at={at} days={days} />
      {rows.length === 0 ? (
        <Empty title={t.none}>{t.noneHint}</Empty>
      ) : (
        <Table
          label={t.title}
          rows={rows}
          attributes={figure => ({ 'data-figure': figure, 'data-rate': card!.figures[figure].rate! })}
          columns={[
            {
              heading: t.figure,
              cell: figure => (
                <span class="item">
                  <a href={`${at}/${figure}?days=${days}`}>{t.figures[figure]}</a>
                  <span class="item detail">{t.meanings[figure]}</span>
                </span>
              ),
            },
            { heading: t.share, number: true, cell: figure => <Percent rate={card!.figures[figure].rate} /> },
            {
              heading: t.of,
              number: true,
              cell: figure => (
                <>
                  <Quantity value={card!.figures[figure].part} /> {t.measured}{' '}
                  <Quantity value={card!.figures[figure].whole} />
                </>
              ),
            },
          ]}
        />
      )}
    </>
  )
}

/** A share as people read it: `93.8%`. */
function Percent({ rate }: { rate: string | null }) {
  return <span class="strong">{rate === null ? '–' : `${new Big(rate).times(100).toFixed(1)}%`}</span>
}

function Periods({ at, days, keep = '' }: { at: string; days: number; keep?: string }) {
  const options = periods.map(one => ({
    href: `${at}?days=${one}${keep}`,
    word: `${one} days`,
    current: one === days,
  }))
  return (
    <div class="toolbar">
      <Filters label={t.periods} options={options} />
    </div>
  )
}

interface FigureProps {
  base: string
  figure: ScorecardFigure
  days: number
  only: 'all' | 'short' | 'some'
  choices: ('all' | 'short')[]
  rows: FigureDocument[]
  older: string | undefined
}

/** The documents behind one figure. */
export function FigurePage({ base, figure, days, only, choices, rows, older }: FigureProps) {
  const at = `${base}/scorecard/${figure}`
  const hrefOf: Record<FigureDocument['type'], (row: FigureDocument) => string> = {
    'purchase-order': row => `${base}/purchase-orders/${encodeURIComponent(row.number)}`,
    shipment: row => `${base}/shipments/${row.id}`,
    invoice: row => `${base}/invoices/${row.id}`,
  }
  return (
    <>
      <PageHeader
        back={{ href: `${base}/scorecard?days=${days}`, word: t.title }}
        title={t.figures[figure]}
        about={t.meanings[figure]}
      />
      <Periods at={at} days={days} keep={`&only=${only}`} />
      {choices.length > 1 ? (
        <Filters
          label={t.counts}
          options={choices.map(one => ({
            href: `${at}?days=${days}&only=${one}`,
            word: t.shown[one],
            current: one === only,
          }))}
        />
      ) : null}
      {rows.length === 0 ? (
        <Empty title={t.noDocuments} />
      ) : (
        <Table
          label={t.figures[figure]}
          rows={rows}
          attributes={row => ({ 'data-document': row.number })}
          columns={[
            { heading: t.number, cell: row => <a href={hrefOf[row.type](row)}>{row.number}</a> },
            { heading: t.of, number: true, cell: row => <Quantity value={row.part} /> },
            { heading: t.outOf, number: true, cell: row => <Quantity value={row.whole} /> },
          ]}
        />
      )}
      <Pages first={undefined} older={older && `${at}?days=${days}&only=${only}&after=${older}`} shown={rows.length} />
    </>
  )
}

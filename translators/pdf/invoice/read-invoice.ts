import Big from 'big.js'
import type { TextPage } from '../text/index.ts'
import { rowsOf } from '../text/words.ts'
import { decimalMarkOf } from './amounts.ts'
import { bodyBy, scoreOfBody } from './body.ts'
import { Collector, type PageFacts } from './collector.ts'
import { type ColumnSet, columnsByHeader, columnsByOrder } from './columns.ts'
import { dateOrderOf } from './fields.ts'
import { findLabels } from './find-fields.ts'
import { headerFits, wordsAt } from './fit-layout.ts'
import { doubtOtherTitle, isCreditMemo, readHeader } from './header.ts'
import type { Known } from './known.ts'
import type { PdfLayout } from './layout.ts'
import type { PdfReading } from './reading.ts'
import { writeLines, writeSums } from './write-draft.ts'

/**
 * Reads an invoice from the words of its pages, guided by what the hub knows: the supplier's orders, and how its invoices look. Every field tells where it
 * stands and how sure it is; nothing is made up, and what is not certain is said in `doubts`. Never throws.
 */
export function readInvoice(pages: readonly TextPage[], known: Known): PdfReading {
  const into = new Collector()
  if (pages.every(page => page.words.length === 0)) {
    into.doubt('no-text', 'This is a scan: the page is a picture, and its text has to be typed in.', 'number')
    return { draft: into.draft, sources: into.sources, doubts: into.doubts, certain: false, pages: [...pages] }
  }
  const facts = factsOf(pages, known)
  into.draft.type = facts.isCredit ? 'credit-memo' : 'invoice'
  doubtOtherTitle(into, facts)
  readHeader(into, facts)
  const set = readBody(into, facts)
  checkLayout(into, facts, set)
  return { draft: into.draft, sources: into.sources, doubts: into.doubts, certain: isCertain(into), pages: [...pages] }
}

function factsOf(pages: readonly TextPage[], known: Known): PageFacts {
  const rows = pages.flatMap(rowsOf)
  const own = known.layouts.flatMap(({ fields: { number, date, purchaseOrderNumber } }) =>
    Object.entries({ number, date, purchaseOrderNumber }).flatMap(([field, kept]) =>
      kept && kept.label !== ''
        ? [{ field: field as 'number' | 'date' | 'purchaseOrderNumber', label: kept.label }]
        : [],
    ),
  )
  const labels = findLabels(rows, own)
  const isCredit = isCreditMemo({ rows, labels })
  const layout = known.layouts.find(({ type }) => type === (isCredit ? 'credit-memo' : 'invoice'))
  const mark = layout?.decimalMark ?? decimalMarkOf(rows.flatMap(row => row.words))
  return { rows, labels, known, layout, mark, dateOrder: dateOrderOf(rows), isCredit }
}

/** Tries every set of columns and keeps the one that explains the page best. */
function readBody(into: Collector, facts: PageFacts): ColumnSet | undefined {
  const { rows, known, mark, layout } = facts
  const byHeader = columnsByHeader(rows)
  const byOrder = columnsByOrder(rows, into.orders, mark)
  const byLayout: ColumnSet | undefined = layout && {
    from: 'layout',
    columns: [
      ...(byHeader?.columns.filter(({ kind }) => !layout.columns.some(each => each.kind === kind)) ?? []),
      ...layout.columns,
    ],
    headers: byHeader?.headers ?? new Set(),
    names: byHeader?.names ?? [],
  }
  const sets = [byLayout, byHeader, byOrder].filter(set => set !== undefined)
  const bodies = (sets.length > 0 ? sets : [undefined]).map(set => bodyBy(set, into, facts))
  const best = bodies.toSorted((a, b) => scoreOfBody(b) - scoreOfBody(a))[0]!
  writeLines(into, best, known.orders)
  writeSums(into, best, facts)
  return byHeader
}

/** Where a layout is kept, the page must look like it; what looks otherwise is for a person, since it may be somebody else's. */
function checkLayout(into: Collector, { layout, rows, labels }: PageFacts, header: ColumnSet | undefined): void {
  if (!layout) return
  const missing = fieldsMissing(layout, rows, labels)
  const moved = !headerFits([header?.names ?? [], ...rows.map(row => row.phrases)], layout)
  if (missing.length === 0 && !moved) return
  const what = [...missing, ...(moved ? ['the columns of the lines'] : [])].join(', ')
  into.doubt(
    'layout-changed',
    `This supplier’s invoices have looked otherwise: ${what} stand elsewhere.`,
    missing[0] ?? 'lines',
  )
}

function fieldsMissing({ fields }: PdfLayout, rows: PageFacts['rows'], labels: PageFacts['labels']): string[] {
  const { total: _anywhere, ...placed } = fields
  return Object.entries(placed).flatMap(([name, field]) => (field && !wordsAt(field, rows, labels) ? [name] : []))
}

function isCertain(into: Collector): boolean {
  const { draft, sources, doubts } = into
  const sure = Object.values(sources).every(({ certainty }) => certainty !== 'guessed' && certainty !== 'missing')
  const ordered =
    draft.purchaseOrderNumber !== undefined || draft.lines.every(line => line.purchaseOrderNumber !== undefined)
  return doubts.length === 0 && sure && ordered && new Big(draft.total ?? 0).gt(0)
}

import Big from 'big.js'
import type { TextPage } from '../text/index.ts'
import { rowsOf, type Word } from '../text/words.ts'
import { decimalMarkOf, sumOf } from './amounts.ts'
import { asAllowanceOrCharge, asTax, chargesAmong, isTax, type ReadCharge } from './charges.ts'
import { Collector, type PageFacts } from './collector.ts'
import { type ColumnSet, columnsByHeader, columnsByOrder } from './columns.ts'
import { dateOrderOf } from './fields.ts'
import { findLabels } from './find-fields.ts'
import { headerFits, wordsAt } from './fit-layout.ts'
import { isCreditMemo, readHeader } from './header.ts'
import type { Known } from './known.ts'
import type { PdfLayout } from './layout.ts'
import { isWhole, type ReadLine, readLines, scoreOf } from './lines.ts'
import type { PdfReading } from './reading.ts'
import { type SummaryAmount, summaryAmounts, summaryKind } from './summary.ts'

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

/** One way of reading lines and sums, by one set of columns. */
interface Body {
  set: ColumnSet | undefined
  lines: ReadLine[]
  charges: ReadCharge[]
  total: SummaryAmount | undefined
  foots: boolean
  sign: 1 | -1
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

const scoreOfBody = (body: Body) => scoreOf(body.lines) + (body.foots ? 5 : 0)

function bodyBy(set: ColumnSet | undefined, into: Collector, facts: PageFacts): Body {
  const summary = summaryAmounts(facts.rows, facts.mark)
  const read = set ? readLines(facts.rows, set, summary, { mark: facts.mark, orders: into.orders }) : []
  const inTable = read.filter(line => !line.known && summaryKindOf(line))
  const lines = read.filter(line => !inTable.includes(line))
  const used = new Set(lines.flatMap(line => line.block.rows))
  const beside = [
    ...summary.filter(({ row }) => !used.has(row)),
    ...inTable.filter(line => !summary.some(each => each.row === line.block.anchor)).map(asSummary),
  ]
  const totals = beside.filter(({ kind }) => kind === 'total')
  const credit = facts.isCredit && (totals.at(-1)?.amount.lt(0) ?? false)
  const sign = credit ? -1 : 1
  const charges = chargesAmong(beside, sign)
  const computed = sumOf([...goodsOf(lines, sign), ...charges.map(charge => charge.amount)])
  const total = totals.findLast(({ amount }) => amount.times(sign).eq(computed)) ?? totals.at(-1)
  const foots = (total?.amount.times(sign).eq(computed) ?? false) && subtotalFits(beside, lines, charges, sign)
  return { set, lines, charges, total, foots, sign }
}

const goodsOf = (lines: readonly ReadLine[], sign: 1 | -1) => lines.map(line => line.amount.times(sign))

/** A subtotal is what the goods come to, perhaps with some of the charges that follow them. */
function subtotalFits(
  beside: readonly SummaryAmount[],
  lines: readonly ReadLine[],
  charges: readonly ReadCharge[],
  sign: 1 | -1,
): boolean {
  const subtotal = beside.findLast(({ kind }) => kind === 'subtotal')
  if (!subtotal) return true
  const goods = sumOf(goodsOf(lines, sign))
  const steps = charges.map((_, at) => goods.plus(sumOf(charges.slice(0, at + 1).map(charge => charge.amount))))
  return [goods, ...steps].some(sum => sum.eq(subtotal.amount.times(sign)))
}

/** Freight and discounts are put among the goods by some: a line that no item names, and whose words say what it is. */
function summaryKindOf(line: ReadLine): SummaryAmount['kind'] | undefined {
  const kind = summaryKind(wordsOf(line))
  return kind === 'total' || kind === 'subtotal' ? undefined : kind
}

const wordsOf = (line: ReadLine) => [...line.idWords, ...line.description].map(word => word.text).join(' ')

function asSummary(line: ReadLine): SummaryAmount {
  const words = [...line.description, ...line.block.figures.amount!.words]
  return { kind: summaryKindOf(line)!, amount: line.amount, label: wordsOf(line), words, row: line.block.anchor }
}

function writeLines(into: Collector, { lines, sign, set }: Body, orders: Known['orders']): void {
  const several = into.draft.purchaseOrderNumber === undefined && orders.length > 1
  lines.forEach((line, at) => {
    const path = `lines[${at}]`
    into.draft.lines.push(lineOf(line, several))
    const { quantity, price, amount } = line.block.figures
    const figuresSure = line.foots && set !== undefined && (set.from !== 'order' || priceAgrees(line))
    const certainty = figuresSure ? (set.from === 'header' ? 'label' : set.from) : 'guessed'
    into.source(`${path}.ids`, line.known ? 'order' : 'guessed', line.idWords)
    into.source(`${path}.quantity`, certainty, quantity?.words)
    into.source(`${path}.unitPrice`, figuresSure && priceAgrees(line) ? 'order' : certainty, price?.words)
    into.source(`${path}.amount`, certainty, amount?.words)
    if (line.description.length > 0) into.source(`${path}.description`, 'label', line.description)
    doubtsOfLine(into, line, at, sign)
  })
  if (lines.length === 0)
    into.doubt('no-lines', 'No lines were found: the columns of the table could not be told.', 'lines')
}

const priceAgrees = ({ price, known }: ReadLine) =>
  known !== undefined && (price?.abs().eq(known.line.unitPrice) ?? false)

function doubtsOfLine(into: Collector, line: ReadLine, at: number, sign: 1 | -1): void {
  const name = `Line ${at + 1}`
  if (!line.known)
    into.doubt('unknown-item', `${name} names no item of the order: ${wordsOf(line).slice(0, 80)}`, `lines[${at}].ids`)
  if (!isWhole(line)) into.doubt('line-incomplete', `${name} has no quantity or no price.`, `lines[${at}].quantity`)
  else if (!line.foots)
    into.doubt(
      'line-does-not-foot',
      `${name}: ${line.quantity.toFixed()} × ${line.price.toFixed()} is not ${line.amount.toFixed(2)}.`,
      `lines[${at}].unitPrice`,
    )
  if (line.amount.times(sign).lt(0))
    into.doubt('negative-line', `${name} is negative.`, `lines[${at}].quantity`, line.amount.toFixed(2))
}

function lineOf(line: ReadLine, several: boolean): PdfReading['draft']['lines'][number] {
  const description = joinWords(line.description).slice(0, 264)
  const { known, ids, unit, discount } = line
  return {
    ...(known ? { lineNumber: known.line.lineNumber } : {}),
    ...(known && several ? { purchaseOrderNumber: known.order.number } : {}),
    ...(ids ? { ids } : {}),
    ...(description ? { description } : {}),
    ...(line.quantity ? { quantity: line.quantity.abs().toFixed() } : {}),
    ...(unit ? { unit } : {}),
    ...(line.price ? { unitPrice: line.price.abs().toFixed() } : {}),
    ...(discount?.amount.gt(0)
      ? {
          allowancesAndCharges: [
            {
              kind: 'allowance',
              reason: 'discount',
              amount: discount.amount.toFixed(2),
              ...(discount.percent ? { percent: discount.percent } : {}),
            },
          ],
        }
      : {}),
  }
}

const joinWords = (words: readonly Word[]) => words.map(word => word.text).join(' ')

function writeSums(
  into: Collector,
  { lines, charges, total, foots, sign }: Body,
  { layout, rows, labels }: PageFacts,
): void {
  const others = charges.filter(charge => !isTax(charge))
  const taxes = charges.filter(isTax)
  const goods = sumOf(goodsOf(lines, sign))
  if (others.length > 0) into.draft.allowancesAndCharges = others.map(charge => asAllowanceOrCharge(charge, goods))
  if (taxes.length > 0) into.draft.taxes = taxes.map(charge => asTax(charge, goods))
  const certainty = foots ? 'label' : 'guessed'
  for (const [at, charge] of others.entries())
    into.source(`allowancesAndCharges[${at}].amount`, certainty, charge.source.words)
  for (const [at, charge] of taxes.entries()) into.source(`taxes[${at}].amount`, certainty, charge.source.words)
  if (taxes.some(({ amount }) => amount.lt(0))) into.doubt('negative-tax', 'A tax is negative.', 'taxes')
  if (!total) {
    into.source('total', 'missing')
    into.doubt('no-total', 'The total was not found.', 'total')
    return
  }
  const claimed = total.amount.times(sign)
  into.draft.total = claimed.abs().toFixed(2)
  const kept = layout?.fields.total && wordsAt(layout.fields.total, rows, labels)
  into.source(
    'total',
    foots ? (kept ? 'layout' : 'label') : 'guessed',
    total.words.filter(word => /\d/.test(word.text)),
  )
  if (claimed.lt(0))
    into.doubt('negative-total', 'The total is negative: it may be a credit memo.', 'total', claimed.toFixed(2))
  if (foots) return
  const computed = sumOf([...goodsOf(lines, sign), ...charges.map(charge => charge.amount)])
  if (computed.eq(claimed)) {
    into.doubt(
      'subtotal-differs',
      `The lines come to ${sumOf(goodsOf(lines, sign)).toFixed(2)}, but the subtotal says otherwise.`,
      'total',
    )
    return
  }
  const message = `Lines, charges and taxes add up to ${computed.toFixed(2)}, but the total says ${claimed.toFixed(2)}.`
  into.doubt('does-not-foot', message, 'total', claimed.toFixed(2), computed.toFixed(2))
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

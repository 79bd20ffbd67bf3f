import Big from 'big.js'
import type { Invoice } from '../../documents/index.ts'
import type { TextPage } from '../text/index.ts'
import { around, type Phrase, type Row, rightOf, rowsOf, type Word } from '../text/words.ts'
import { cents, type DecimalMark, decimalMarkOf, type Figure, figuresOf } from './amounts.ts'
import { columnsByHeader } from './columns.ts'
import { type DateOrder, dateAt } from './dates.ts'
import { type FoundLabel, findLabels } from './find-fields.ts'
import { bare } from './items.ts'
import { plainLabel } from './labels.ts'
import type { LayoutField, PdfLayout } from './layout.ts'

/**
 * Learns how a supplier's invoices look from one that a person has confirmed: where its values stand on the page, beside which words, and in which columns
 * its lines' figures are. Values that stand nowhere on the page leave their field out.
 */
export function learnLayout(pages: readonly TextPage[], invoice: Invoice): PdfLayout {
  const rows = pages.flatMap(rowsOf)
  const labels = findLabels(rows)
  const mark = decimalMarkOf(rows.flatMap(row => row.words))
  const place = (is: (words: readonly Word[]) => boolean) => placeOf(rows, labels, is)
  const number = place(isText(invoice.number))
  const date = place(isDay(invoice.date))
  const purchaseOrderNumber = invoice.purchaseOrderNumber ? place(isText(invoice.purchaseOrderNumber)) : undefined
  const total = place(words => words.length === 1 && figureIs(words[0]!, mark, invoice.total))
  const dateOrder = orderOf(rows, invoice.date)
  const found = lineRows(rows, invoice, mark)
  return {
    version: 1,
    type: invoice.type,
    decimalMark: mark,
    ...(dateOrder ? { dateOrder } : {}),
    fields: {
      ...(number ? { number } : {}),
      ...(date ? { date } : {}),
      ...(purchaseOrderNumber ? { purchaseOrderNumber } : {}),
      ...(total ? { total } : {}),
    },
    header: headerOf(rows, found[0]?.row).map(name => ({ text: plainLabel(name.text).slice(0, 80), x: name.x })),
    columns: columnsFrom(found),
  }
}

const isText = (text: string) => (words: readonly Word[]) => words.length === 1 && bare(words[0]!.text) === bare(text)
const isDay = (day: string) => (words: readonly Word[]) => {
  const text = words.map(word => word.text).join(' ')
  const found = dateAt(text)
  return found !== undefined && found.length >= text.replace(/[.,]$/, '').length && found.days.includes(day)
}

function figureIs(word: Word, mark: DecimalMark, total: string): boolean {
  const [figure] = figuresOf({ page: word.page, baseline: 0, height: word.height, words: [word], phrases: [] }, mark)
  return figure?.value.abs().eq(total) ?? false
}

/** Where the value stands: beside a label of the lists if there is one, else beside other words, else alone. Labels that name it are best. */
function placeOf(
  rows: readonly Row[],
  labels: readonly FoundLabel[],
  is: (words: readonly Word[]) => boolean,
): LayoutField | undefined {
  const strong = labels.toSorted((a, b) => Number(b.strong) - Number(a.strong))
  for (const label of strong)
    for (const { side, words } of label.values)
      if (label.field !== 'other' && beginning(words, is))
        return { label: label.label, side, x: label.box.x, y: label.box.y }
  for (const [at, row] of rows.entries())
    for (const [place, phrase] of row.phrases.entries()) {
      const from = phrase.words.findIndex((_, start) => beginning(phrase.words.slice(start), is))
      if (from !== -1) return besideWords(rows, at, place, phrase, from)
    }
  return undefined
}

/** A date takes up to three words. */
function beginning(words: readonly Word[], is: (words: readonly Word[]) => boolean): boolean {
  return [1, 2, 3].some(count => words.length >= count && is(words.slice(0, count)))
}

function besideWords(rows: readonly Row[], at: number, place: number, phrase: Phrase, from: number): LayoutField {
  const inside = phrase.words.slice(0, from)
  const left = rows[at]?.phrases[place - 1]
  const above = from === 0 ? phraseAbove(rows, at, phrase) : undefined
  if (isLabel(inside)) return fieldOf(inside, 'inside')
  if (from === 0 && left && phrase.x - rightOf(left) < farthest && isLabel(left.words))
    return fieldOf(left.words, 'right')
  if (above && isLabel(above.words)) return fieldOf(above.words, 'below')
  return { label: '', side: 'at', x: phrase.x, y: phrase.y, right: rightOf(phrase) }
}

/** Words farther to the left than this, in points, are of something else. */
const farthest = 150

/** Words that stay the same from invoice to invoice have no digits. */
function isLabel(words: readonly Word[]): boolean {
  const text = words.map(word => word.text).join(' ')
  return words.length > 0 && words.length <= 5 && !/\d/.test(text) && plainLabel(text) !== ''
}

function fieldOf(words: readonly Word[], side: LayoutField['side']): LayoutField {
  const { x, y } = around(words)
  return { label: plainLabel(words.map(word => word.text).join(' ')).slice(0, 80), side, x, y }
}

function phraseAbove(rows: readonly Row[], at: number, phrase: Phrase): Phrase | undefined {
  for (const row of rows.slice(0, at).reverse()) {
    if (row.page !== phrase.page || (rows[at]?.baseline ?? 0) - row.baseline > 3.2 * row.height) return undefined
    const found = row.phrases.find(other => other.x < rightOf(phrase) && rightOf(other) > phrase.x)
    if (found) return found
  }
  return undefined
}

function orderOf(rows: readonly Row[], day: string): DateOrder | undefined {
  for (const { text } of rows.flatMap(row => row.words)) {
    const days = dateAt(text)?.days ?? []
    if (days.length === 2 && days.includes(day)) return days[0] === day ? 'month-first' : 'day-first'
  }
  return undefined
}

/** The words above the lines; where none of them is known, those of the row above the first line. */
function headerOf(rows: readonly Row[], firstLine: Row | undefined): Phrase[] {
  const known = columnsByHeader(rows)
  if (known || !firstLine) return known?.names ?? []
  const above = rows.slice(0, rows.indexOf(firstLine)).findLast(row => row.phrases.length >= 3)
  const isHeader = above?.page === firstLine.page && above.words.every(word => !/\d/.test(word.text))
  return isHeader ? above.phrases : []
}

interface LineRow extends Wanted<Figure> {
  row: Row
}

/** The rows that hold a confirmed line's quantity, price and amount. */
function lineRows(rows: readonly Row[], invoice: Invoice, mark: DecimalMark): LineRow[] {
  const found = invoice.lines.flatMap(line => {
    const off = (line.allowancesAndCharges ?? []).reduce(
      (sum, { kind, amount }) => (kind === 'charge' ? sum.plus(amount) : sum.minus(amount)),
      new Big(0),
    )
    const amount = cents(new Big(line.quantity).times(line.unitPrice)).plus(off)
    const wanted = { quantity: new Big(line.quantity), price: new Big(line.unitPrice), amount }
    return rows.flatMap(row => {
      const figures = figuresFor(figuresOf(row, mark), wanted)
      return figures ? [{ row, ...figures }] : []
    })
  })
  return found.sort((a, b) => rows.indexOf(a.row) - rows.indexOf(b.row))
}

function columnsFrom(found: readonly LineRow[]): PdfLayout['columns'] {
  if (found.length === 0) return []
  return (['quantity', 'price', 'amount'] as const).map(kind => {
    const figures = found.map(each => each[kind])
    return { kind, left: Math.min(...figures.map(({ x }) => x)), right: Math.max(...figures.map(({ right }) => right)) }
  })
}

type Wanted<T> = Record<'quantity' | 'price' | 'amount', T>

function figuresFor(figures: readonly Figure[], wanted: Wanted<Big>): Wanted<Figure> | undefined {
  const taken = new Set<Figure>()
  // The amount stands last; a quantity of one may stand anywhere.
  const take = (value: Big) => {
    const figure = figures.findLast(each => !taken.has(each) && each.value.abs().eq(value.abs()))
    if (figure) taken.add(figure)
    return figure
  }
  const amount = take(wanted.amount)
  const price = take(wanted.price)
  const quantity = take(wanted.quantity)
  return amount && price && quantity ? { quantity, price, amount } : undefined
}

import { around, type Phrase, phraseOf, type Row, rightOf, type Word } from '../text/words.ts'
import { cents, type DecimalMark, type Figure, figuresOf } from './amounts.ts'
import { identify } from './items.ts'
import type { KnownOrder } from './known.ts'
import { type ColumnKind, columnLabels, plainLabel } from './labels.ts'

/** A column of the lines: what it holds, and from where to where its name or its figures reach. */
export interface Column {
  kind: ColumnKind
  left: number
  right: number
}

/** The columns of a table of lines, and how they were found. */
export interface ColumnSet {
  from: 'header' | 'order' | 'layout'
  columns: Column[]
  /** The rows that name the columns, on every page where they stand. */
  headers: ReadonlySet<Row>
  /** The names as printed, merged over the rows of one header. */
  names: Phrase[]
}

const kinds = new Map<string, ColumnKind>(
  Object.entries(columnLabels).flatMap(([kind, labels]) => labels.map(label => [label, kind as ColumnKind] as const)),
)

/** The columns that a header names, on the first page that has one. `undefined` where no row names a quantity or price, and an amount. */
export function columnsByHeader(rows: readonly Row[]): ColumnSet | undefined {
  const found = rows.flatMap((_, at) => headerAt(rows, at) ?? [])
  const first = found[0]
  if (!first) return undefined
  const headers = new Set(found.flatMap(header => header.rows))
  return { from: 'header', columns: first.columns, headers, names: first.names }
}

interface Header {
  rows: Row[]
  columns: Column[]
  names: Phrase[]
}

function headerAt(rows: readonly Row[], at: number): Header | undefined {
  const row = rows[at]
  if (!row || namedIn(row.phrases).length < 2) return undefined
  const band = [...neighbours(rows, at, -1).reverse(), row, ...neighbours(rows, at, 1)]
  const wide = headerOf(band)
  return wide ?? headerOf([row])
}

function headerOf(rows: Row[]): Header | undefined {
  const names = stacked(rows)
  const columns = namedIn(names)
  const has = (kind: ColumnKind) => columns.some(column => column.kind === kind)
  const isHeader =
    columns.length >= 3 && has('amount') && (has('quantity') || has('price')) && columns.length * 2 > names.length
  return isHeader ? { rows, columns, names } : undefined
}

function namedIn(names: readonly Phrase[]): Column[] {
  const columns = names.flatMap((name): Column[] => {
    const kind =
      kinds.get(plainLabel(name.text)) ?? kinds.get(plainLabel(name.text.replace(/\(?\b[A-Z]{3}\)?$|[€$£()]/g, '')))
    return kind ? [{ kind, left: name.x, right: rightOf(name) }] : []
  })
  // `Total` may stand twice, as may `Price`: the last amount is the line's.
  return columns.filter(
    (column, at) => column.kind !== 'amount' || at === columns.findLastIndex(({ kind }) => kind === 'amount'),
  )
}

/** Rows so near to a header's that they hold the other words of names of two or three lines. */
function neighbours(rows: readonly Row[], at: number, step: 1 | -1): Row[] {
  const found: Row[] = []
  for (let next = at + step; rows[next]; next += step) {
    const [row, before] = [rows[next] as Row, rows[next - step] as Row]
    const near = row.page === before.page && Math.abs(row.baseline - before.baseline) <= 1.35 * row.height
    const isName =
      row.words.every(word => !/\d/.test(word.text)) && row.phrases.every(phrase => phrase.words.length <= 3)
    if (!near || !isName) break
    found.push(row)
  }
  return found
}

/** Phrases that stand above each other, as one. */
function stacked(rows: readonly Row[]): Phrase[] {
  const groups: Word[][] = []
  for (const phrase of rows.flatMap(row => row.phrases)) {
    const box = groups.find(group => {
      const around_ = around(group)
      return phrase.x < rightOf(around_) && rightOf(phrase) > around_.x
    })
    if (box) box.push(...phrase.words)
    else groups.push([...phrase.words])
  }
  return groups.map(phraseOf).sort((a, b) => a.x - b.x)
}

/** The columns in which known items' figures stand: a price as agreed, and beside it two that it turns into each other. */
export function columnsByOrder(
  rows: readonly Row[],
  orders: readonly KnownOrder[],
  mark: DecimalMark,
): ColumnSet | undefined {
  const agreed = rows.flatMap(row => agreementIn(row, orders, mark) ?? [])
  if (agreed.length === 0) return undefined
  const columns = (['quantity', 'price', 'amount'] as const).map((kind): Column => {
    const figures = agreed.map(found => found[kind])
    return { kind, left: Math.min(...figures.map(each => each.x)), right: Math.max(...figures.map(each => each.right)) }
  })
  return { from: 'order', columns, headers: new Set(), names: [] }
}

function agreementIn(
  row: Row,
  orders: readonly KnownOrder[],
  mark: DecimalMark,
): Record<'quantity' | 'price' | 'amount', Figure> | undefined {
  const known = identify(
    [row.words],
    orders.flatMap(order => order.lines),
  )
  const figures = figuresOf(row, mark)
  for (const { line } of known) {
    const price = figures.findLast(figure => figure.value.eq(line.unitPrice))
    if (!price) continue
    for (const quantity of figures) {
      const amount = figures.findLast(
        each =>
          each !== quantity && each !== price && each.value.abs().eq(cents(quantity.value.times(price.value)).abs()),
      )
      if (quantity !== price && amount && quantity.value.abs().lte(line.quantity)) return { quantity, price, amount }
    }
  }
  return undefined
}

/** How far a figure may stand from its column's name, in points. */
export const farthest = 45
/** As far counts a figure that stands between its column's name and the next. */
const between = 25

/** The column in which words stand: the one whose left edge, right edge or middle is nearest. */
export function columnOf(box: { x: number; right: number }, columns: readonly Column[]): Column | undefined {
  const near = columns
    .map(column => ({ column, distance: distanceTo(box, column, columns) }))
    .sort((a, b) => a.distance - b.distance)[0]
  return near && near.distance <= farthest ? near.column : undefined
}

/** How far words stand from a column, in points: cells and names may be aligned to the left, to the right or to the middle. */
export function distanceTo(
  { x, right }: { x: number; right: number },
  column: Column,
  columns: readonly Column[],
): number {
  const middle = Math.abs((x + right) / 2 - (column.left + column.right) / 2)
  const edges = Math.min(Math.abs(x - column.left), Math.abs(right - column.right), middle)
  const next = Math.min(...columns.filter(other => other.left > column.left).map(other => other.left))
  const inside = x >= column.left && right <= next
  return inside ? Math.min(edges, between) : edges
}

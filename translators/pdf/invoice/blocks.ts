import type { Row } from '../text/words.ts'
import { type DecimalMark, type Figure, figuresOf } from './amounts.ts'
import { type Column, type ColumnSet, distanceTo, farthest } from './columns.ts'
import type { SummaryAmount } from './summary.ts'

const figureKinds = ['quantity', 'price', 'discount', 'amount'] as const
type FigureKind = (typeof figureKinds)[number]
const isFigureKind = (kind: string): kind is FigureKind => (figureKinds as readonly string[]).includes(kind)

/** The figures of a line, by the columns in which they stand. */
export type LineFigures = Partial<Record<FigureKind, Figure>>

/** One line of the table: the row with its figures, and all rows that its cells reach over. */
export interface Block {
  anchor: Row
  figures: LineFigures
  rows: Row[]
}

/** Rows farther from each other than this, in heights of their letters, are of different things. */
const widestGap = 2.3

/** The lines of the table, each with the rows of its wrapped cells. `summary` are rows that belong to the sums. */
export function blocksOf(
  rows: readonly Row[],
  set: ColumnSet,
  summary: readonly SummaryAmount[],
  mark: DecimalMark,
): Block[] {
  const ends = new Map(summary.map(each => [each.row, each.kind]))
  const table: (Row | Block)[][] = [[]]
  let inside = set.headers.size === 0
  for (const row of rows) {
    const kind = ends.get(row)
    if (set.headers.has(row)) {
      inside = true
      table.push([])
    } else if (kind) {
      // What is carried over ends the lines of a page; sums end the table.
      if (kind === 'subtotal' || kind === 'total' || kind === 'carried') inside = false
      table.push([])
    } else if (inside) {
      const figures = lineFigures(row, set.columns, mark)
      table.at(-1)?.push(figures ? { anchor: row, figures, rows: [row] } : row)
    }
  }
  return table.flatMap(part => attached(part, set.headers.size > 0))
}

/** The figures of a row that is a line: an amount, and a quantity or a price. Each figure goes to one column, the nearest pairs first. */
function lineFigures(row: Row, columns: readonly Column[], mark: DecimalMark): LineFigures | undefined {
  const pairs = figuresOf(row, mark).flatMap(figure => {
    const penalty = standsInText(row, figure) ? 30 : 0
    return columns.map(column => ({ figure, column, distance: distanceTo(figure, column, columns) + penalty }))
  })
  const [takenFigures, takenColumns] = [new Set<Figure>(), new Set<Column>()]
  const figures: LineFigures = {}
  for (const { figure, column, distance } of pairs.sort((a, b) => a.distance - b.distance)) {
    if (distance > farthest || takenFigures.has(figure) || takenColumns.has(column)) continue
    takenFigures.add(figure)
    takenColumns.add(column)
    if (isFigureKind(column.kind)) figures[column.kind] ??= figure
  }
  return figures.amount && (figures.quantity || figures.price) ? figures : undefined
}

/** Sizes and years in a description are no figures of the line. */
function standsInText(row: Row, figure: Figure): boolean {
  const phrase = row.phrases.find(each => each.words.includes(figure.words[0]!))
  return phrase?.words.some(word => !figure.words.includes(word) && /\p{L}{2}/u.test(word.text)) ?? false
}

const isBlock = (part: Row | Block): part is Block => 'anchor' in part
const rowOf = (part: Row | Block) => (isBlock(part) ? part.anchor : part)

/** Gives each row without figures of its own to the line above or below it: the widest gap between two lines parts them. */
function attached(parts: readonly (Row | Block)[], belowHeader: boolean): Block[] {
  const blocks = parts.filter(isBlock)
  const first = parts.findIndex(isBlock)
  if (first === -1) return []
  const leading = belowHeader ? reachable(parts.slice(0, first).reverse(), parts[first] as Block) : []
  for (const row of leading) blocks[0]?.rows.unshift(row)
  blocks.forEach((block, index) => {
    const from = parts.indexOf(block)
    const next = blocks[index + 1]
    const between = parts.slice(from + 1, next ? parts.indexOf(next) : parts.length) as Row[]
    if (!next) block.rows.push(...reachable(between, block))
    else {
      const cut = widest([block.anchor, ...between, next.anchor])
      block.rows.push(...reachable(between.slice(0, cut), block))
      next.rows.unshift(...reachable(between.slice(cut).reverse(), next).reverse())
    }
  })
  return blocks
}

/** After how many of the rows between two lines the widest gap comes; where all are alike, after the last. */
function widest(rows: readonly Row[]): number {
  let cut = rows.length - 2
  let width = gapBetween(rows[cut]!, rows[cut + 1]!) * 1.02
  for (let at = rows.length - 3; at >= 0; at--) {
    const gap = gapBetween(rows[at]!, rows[at + 1]!)
    if (gap > width) [cut, width] = [at, gap * 1.02]
  }
  return cut
}

function gapBetween(one: Row, other: Row): number {
  return one.page === other.page ? Math.abs(other.baseline - one.baseline) : Number.POSITIVE_INFINITY
}

/** The rows that follow each other closely, beginning at a line. */
function reachable(rows: readonly (Row | Block)[], block: Block): Row[] {
  let last = block.anchor
  const found: Row[] = []
  for (const row of rows.map(rowOf)) {
    if (gapBetween(last, row) > widestGap * Math.min(row.height, last.height)) break
    found.push(row)
    last = row
  }
  return found
}

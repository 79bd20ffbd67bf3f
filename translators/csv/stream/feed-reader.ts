import type { Issue } from '../../issue.ts'
import { readCell } from '../cells.ts'
import { encodingGuessed } from '../encoding.ts'
import { badCell, cutOff, missingValue, openQuote, otherDelimiter, tooManyCells } from '../faults.ts'
import { findHeader, isBlank, type Positions, unknownColumns, wrongHeader } from '../header.ts'
import type { CsvLayout } from '../layout.ts'
import { type Plan, type PlannedColumn, planOf } from '../plan.ts'
import { type Allocated, allocatedIn, allocatedTakenOff, leftOf } from './allocated.ts'
import { TextStream } from './decode.ts'
import type { SplitRow } from './split.ts'
import { RowSplitter } from './split.ts'

/** One row of a feed: the fields of its line by their path below the line (`ids.supplier`, `quantity`), or what keeps it from counting. */
export interface FeedLine {
  /** As a spreadsheet numbers it, the header being 1. */
  row: number
  fields: Record<string, unknown>
  fault?: Issue
}

interface FeedColumn {
  at: number
  planned: PlannedColumn
  /** The path below the line; undefined for what belongs to the feed as a whole. */
  field: string | undefined
}

/** Rows held until the header is found: titles may stand above it. */
const mostAbove = 20

/**
 * Reads a feed of any size piece by piece: a table of one row per line, without keys by which rows are gathered. Memory holds one piece at a
 * time. The bytes are read by the same rules as `readCsv` has; a bad row is told by its fault and keeps nothing else back.
 * @example
 * const reader = new FeedReader(layout)
 * for await (const piece of file) for (const line of reader.push(piece)) take(line)
 * for (const line of reader.end()) take(line)
 * if (reader.refusal) tell(reader.refusal)
 */
export class FeedReader {
  /** What the first row says of the feed as a whole, and what columns mean where they are blank: `scope`, `date`. */
  readonly whole: Record<string, unknown> = {}
  /** Warnings of the file as a whole. */
  readonly issues: Issue[] = []
  /** Why the file cannot be read at all. */
  refusal: Issue | undefined
  /** What shows that the file was cut off on its way. */
  cutOff: Issue | undefined
  readonly #plan: Plan
  readonly #text: TextStream
  #splitter: RowSplitter | undefined
  /** Whether the rows at hand are the file's last, and it ends without a line end. */
  #unended = false
  #above: SplitRow[] = []
  #started = ''
  #columns: FeedColumn[] | undefined
  #allocated: Allocated | undefined
  #width = 0
  /** Cells of the narrowest row so far. */
  #narrowest = Number.POSITIVE_INFINITY
  /** Of each column with numbers that no item can have, how many they are and the first. */
  readonly #passedOver = new Map<string, { n: number; first: Issue }>()

  constructor(layout: CsvLayout) {
    this.#plan = planOf(layout)
    this.#text = new TextStream(layout.encoding)
  }

  push(piece: Uint8Array): FeedLine[] {
    if (this.refusal) return []
    return this.#take(this.#text.push(piece), false)
  }

  end(): FeedLine[] {
    if (this.refusal) return []
    const lines = this.#take(this.#text.end(), true)
    if (this.#text.guessed) this.issues.push(encodingGuessed)
    for (const { n, first } of this.#passedOver.values()) this.issues.push(wrongNumbers(n, first))
    return lines
  }

  #take(text: string, ended: boolean): FeedLine[] {
    if (!this.#splitter) {
      this.#started += text
      if (!ended && this.#started.length < 4096) return []
      this.#splitter = this.#splitterFor(this.#started)
      return this.#take(this.#started, ended)
    }
    const rows = this.#splitter.push(text)
    if (ended) rows.push(...this.#splitter.end())
    this.#unended = ended && this.#splitter.unended
    return this.#columns ? this.#lines(rows, 0) : this.#findColumns(rows, ended)
  }

  /** The delimiter is the one under which the header has its columns. */
  #splitterFor(text: string): RowSplitter {
    const { delimiter, quote } = this.#plan.layout
    const named = /^sep=([^\r\n])\r?\n/.exec(text)
    const tried = [...new Set([named?.[1] ?? delimiter, delimiter, ',', ';', '\t', '|'])]
    const columnsUnder = (sign: string) => {
      const splitter = new RowSplitter({ delimiter: sign, quote })
      const upper = [...splitter.push(text), ...splitter.end()].slice(0, mostAbove)
      const header = findHeader(
        upper.map(row => row.cells),
        this.#plan,
      )
      return header?.match.matched ?? 0
    }
    const found = tried.map(sign => ({ sign, columns: columnsUnder(sign) }))
    const best = found.reduce((most, one) => (one.columns > most.columns ? one : most))
    const fits = best.columns > 0 ? best.sign : undefined
    if (fits && fits !== delimiter && !named) this.issues.push(otherDelimiter(fits, delimiter))
    return new RowSplitter({ delimiter: fits ?? delimiter, quote })
  }

  #findColumns(rows: SplitRow[], ended: boolean): FeedLine[] {
    this.#above.push(...rows)
    if (this.#above.length < mostAbove && !ended) return []
    const cells = this.#above.map(row => row.cells)
    const found = findHeader(cells, this.#plan)
    if (!found) {
      this.refusal = wrongHeader(cells, this.#plan)
      return []
    }
    this.#allocated = allocatedIn(cells[found.at]!, found.match, this.#plan)
    const row = found.at + 1
    if (this.#allocated) this.issues.push(allocatedTakenOff(this.#allocated, row))
    this.issues.push(...unknownColumns(found.match, row).filter(({ value }) => value !== this.#allocated?.name))
    this.#columns = columnsOf(this.#plan, found.match.positions)
    this.#width = cells[found.at]!.length
    const lines = this.#lines(this.#above, found.at + 1)
    this.#above = []
    return lines
  }

  #lines(rows: readonly SplitRow[], from: number): FeedLine[] {
    const lines: FeedLine[] = []
    for (let at = from; at < rows.length; at++) {
      const row = rows[at]!
      if (isBlank(row.cells)) continue
      const last = this.#unended && at === rows.length - 1
      if (last && this.#isCut(row)) this.cutOff = cutOff(row.row)
      else this.#narrowest = Math.min(this.#narrowest, row.cells.length)
      lines.push(this.#line(row))
    }
    return lines
  }

  /** Whether the last row, which no line end follows, is less than a row. Words alone, such as `End of report`, are a note. */
  #isCut({ cells, open }: SplitRow): boolean {
    if (open) return true
    return cells.length < Math.min(this.#narrowest, this.#width) && !(cells.length === 1 && /\S\s+\S/.test(cells[0]!))
  }

  #line({ row, cells, open }: SplitRow): FeedLine {
    const { layout } = this.#plan
    const line: FeedLine = { row, fields: {} }
    let wrongNumber: Issue | undefined
    if (this.cutOff) line.fault = this.cutOff
    else if (open) line.fault = openQuote(row)
    else if (cells.length > this.#width && !isBlank(cells.slice(this.#width)))
      line.fault = tooManyCells(row, cells.length, this.#width, 'row')
    for (const { at, planned, field } of this.#columns!) {
      const text = cells[at] ?? ''
      const into = field === undefined ? this.whole : line.fields
      const cell = readCell(text, planned, layout)
      if ('value' in cell)
        into[cell.sibling ? beside(planned, cell.sibling) : (field ?? planned.path.text)] ??= cell.value
      else if ('expected' in cell) {
        const fault = badCell(planned, row, text, cell.expected, 'row')
        if (planned.field.type === 'gtin') wrongNumber ??= fault
        else line.fault ??= fault
      } else if (planned.defaultValue !== undefined) into[field ?? planned.path.text] ??= planned.defaultValue
      else if (planned.column.required && field !== undefined) line.fault ??= missingValue(planned, row, 'row')
    }
    if (wrongNumber) this.#takeWithout(wrongNumber, line)
    if (this.#allocated) this.#takeOff(this.#allocated, cells, line)
    return line
  }

  #takeOff({ at, name, quantity }: Allocated, cells: readonly string[], line: FeedLine): void {
    const text = cells[at] ?? ''
    const cell = readCell(text, quantity, this.#plan.layout)
    if ('expected' in cell) line.fault ??= badCell({ ...quantity, name }, line.row, text, cell.expected, 'row')
    if ('value' in cell && line.fields.quantity !== undefined)
      line.fields.quantity = leftOf(String(line.fields.quantity), String(cell.value))
  }

  /** A row whose item its sender's own number names does not need the number that is wrong; any other is left out. */
  #takeWithout(fault: Issue, line: FeedLine): void {
    if (line.fields['ids.supplier'] === undefined) {
      line.fault ??= fault
      return
    }
    const column = fault.at.column ?? ''
    const before = this.#passedOver.get(column)
    this.#passedOver.set(column, { n: (before?.n ?? 0) + 1, first: before?.first ?? fault })
  }
}

const belowLine = /^[a-z]+\[\]\./i

function wrongNumbers(n: number, { at, value, expected }: Issue): Issue {
  const message = `Column ${at.column}: ${n === 1 ? 'a number is' : `${n} numbers are`} not ${expected}, the first in row ${at.row} (“${value?.slice(0, 40)}”). Those rows were taken by the supplier’s own number.`
  return {
    severity: 'warning',
    code: 'wrong-gtin',
    message,
    at: at.column ? { column: at.column } : {},
    ...(value && { value }),
    ...(expected && { expected }),
  }
}

function beside({ path }: PlannedColumn, sibling: string): string {
  return path.text.replace(belowLine, '').replace(/[^.]+$/, sibling)
}

/** Columns that stand in the file, and those that have a meaning where they do not. */
function columnsOf(plan: Plan, positions: Positions): FeedColumn[] {
  return plan.columns.flatMap((planned, index) => {
    const at = positions[index] ?? -1
    if (at === -1 && planned.defaultValue === undefined) return []
    const { text } = planned.path
    return [{ at, planned, field: belowLine.test(text) ? text.replace(belowLine, '') : undefined }]
  })
}

/**
 * Whether a file of this header can be read as one feed, piece by piece: it is one table, and no column tells of which feed a row is.
 * @param upper the first rows of the file
 */
export function isOneFeed(layout: CsvLayout, upper: Uint8Array): boolean {
  if (!layout.header || layout.shape.type !== 'rows' || layout.badRow !== 'row') return false
  const reader = new FeedReader(layout)
  reader.push(upper)
  reader.end()
  return reader.refusal === undefined && !layout.columns.some(({ key, path }) => key && path in reader.whole)
}

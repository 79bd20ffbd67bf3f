import type { Signs } from '../rows.ts'

/** A row of a file: its number as a spreadsheet shows it, and its cells. `open`: a quote in it is never closed. */
export interface SplitRow {
  row: number
  cells: string[]
  open?: true
}

/** A quote that has not closed after so many characters never will: the line in which it opens is given up. */
const longestQuote = 64 * 1024

/** Splits a text that comes piece by piece into rows, by the rules of `splitRows`. Quoted cells may hold delimiters, quotes and line ends. */
export class RowSplitter {
  #text = ''
  #row = 0
  /** Where the next quote stands from here, so that a text without any is searched once. */
  #nextQuote = -1
  #onlyReturns: boolean | undefined
  /** Whether the text has ended without a line end. */
  unended = false
  readonly #delimiter: string
  readonly #quote: string

  constructor({ delimiter, quote }: Signs) {
    this.#delimiter = delimiter
    this.#quote = quote
  }

  /** The rows that are whole by now. */
  push(text: string): SplitRow[] {
    // A file of an old Mac, whose lines end with a return alone.
    this.#onlyReturns ??= text === '' ? undefined : !text.includes('\n') && /\r./.test(text)
    this.#text += this.#onlyReturns ? text.replaceAll('\r', '\n') : text
    return this.#rows(false)
  }

  /** The last row, where the file does not end with a line end. */
  end(): SplitRow[] {
    this.unended = this.#text !== '' && !/[\r\n]$/.test(this.#text)
    return this.#rows(true)
  }

  #rows(ended: boolean): SplitRow[] {
    const rows: SplitRow[] = []
    const text = this.#text
    this.#nextQuote = -1
    let at = 0
    while (at < text.length) {
      const next = this.#rowAt(text, at, ended)
      if (!next) break
      this.#row += 1
      const row: SplitRow = { row: this.#row, cells: next.cells }
      if (next.open) row.open = true
      rows.push(row)
      at = next.next
    }
    this.#text = text.slice(at)
    return rows
  }

  #rowAt(text: string, at: number, ended: boolean): { cells: string[]; next: number; open?: true } | undefined {
    const line = lineAt(text, at, ended)
    if (!line) return undefined
    if (this.#quoteFrom(text, at) >= line.end)
      return { cells: text.slice(at, line.end).split(this.#delimiter), next: line.next }
    const found = this.#quotedRow(text, at, ended)
    if (found !== 'open') return found
    if (!ended && text.length - at < longestQuote) return undefined
    return { cells: text.slice(at, line.end).split(this.#delimiter), next: line.next, open: true }
  }

  #quoteFrom(text: string, at: number): number {
    if (this.#quote === '') return text.length
    if (this.#nextQuote < at) {
      const found = text.indexOf(this.#quote, at)
      this.#nextQuote = found === -1 ? text.length : found
    }
    return this.#nextQuote
  }

  /** A row with quotes in it. `open`: a quote is not closed in the text so far. */
  #quotedRow(text: string, from: number, ended: boolean): { cells: string[]; next: number } | 'open' | undefined {
    const cells: string[] = []
    let at = from
    for (;;) {
      let cell = ''
      if (text[at] === this.#quote) {
        const quoted = this.#quotedCell(text, at + 1)
        if (!quoted) return 'open'
        cell = quoted.text
        at = quoted.next
      }
      const end = this.#endOfCell(text, at)
      cell += text.slice(at, end)
      cells.push(cell)
      if (text[end] === this.#delimiter) {
        at = end + 1
        continue
      }
      if (end === text.length && !ended) return undefined
      if (text[end] === '\r' && end + 1 === text.length && !ended) return undefined
      return { cells, next: end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1) }
    }
  }

  #quotedCell(text: string, from: number): { text: string; next: number } | undefined {
    let found = ''
    let at = from
    for (;;) {
      const close = text.indexOf(this.#quote, at)
      if (close === -1) return undefined
      found += text.slice(at, close)
      if (text[close + 1] !== this.#quote) return { text: found, next: close + 1 }
      found += this.#quote
      at = close + 2
    }
  }

  #endOfCell(text: string, from: number): number {
    let at = from
    while (at < text.length && text[at] !== this.#delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1
    return at
  }
}

/** Where a line ends and the next one begins; undefined while its end has not come. */
function lineAt(text: string, at: number, ended: boolean): { end: number; next: number } | undefined {
  const feed = text.indexOf('\n', at)
  const line = feed === -1 ? text.slice(at) : text.slice(at, feed)
  const back = line.indexOf('\r')
  if (back !== -1 && back < line.length - 1) return { end: at + back, next: at + back + 1 }
  if (feed === -1) return ended ? { end: at + (back === -1 ? line.length : back), next: text.length } : undefined
  return { end: back === -1 ? feed : feed - 1, next: feed + 1 }
}

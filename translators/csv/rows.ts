import { CsvError, parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import type { Issue } from '../issue.ts'

/** The signs between cells. */
export interface Signs {
  delimiter: string
  /** Empty where there is no quoting. */
  quote: string
}

/**
 * The rows of a text, blank ones included, so that a row's index + 1 is the number that a spreadsheet shows. A quote that is never closed costs
 * the line in which it opens, and no other; `broken` tells what is wrong with that row, whose cells are as they stand. A first line such as
 * `sep=;` names the delimiter, as spreadsheets write it.
 */
export function splitRows(text: string, signs: Signs): { rows: string[][]; broken: ReadonlyMap<number, Issue> } {
  const named = /^sep=([^\r\n])\r?\n/.exec(text)
  const delimiter = named?.[1] ?? signs.delimiter
  const rows: string[][] = named ? [['']] : []
  const broken = new Map<number, Issue>()
  let rest = named ? text.slice(named[0].length) : text
  for (let open = parseInto(rows, rest, { ...signs, delimiter }); open; ) {
    const start = startOfLine(rest, open.line)
    const next = startOfLine(rest, open.line + 1)
    broken.set(rows.length, unclosedQuote(rows.length + 1))
    rows.push(rest.slice(start, next).trimEnd().split(delimiter))
    rest = rest.slice(next)
    open = broken.size < mostBroken ? parseInto(rows, rest, { ...signs, delimiter }) : undefined
  }
  return { rows, broken }
}

/** A file with more open quotes than these is no longer worth the time. */
const mostBroken = 20

/** Adds the rows of a text. When a quote stays open: the line, counted from 1, of the row in which it opens. */
function parseInto(rows: string[][], text: string, { delimiter, quote }: Signs): { line: number } | undefined {
  let lines = 0
  try {
    parse(text, {
      delimiter,
      quote: quote === '' ? null : quote,
      escape: quote === '' ? null : quote,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_quotes: true,
      relax_column_count: true,
      on_record: (record: string[], context) => {
        rows.push(record)
        lines = context.lines
        return null
      },
    })
    return undefined
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { line: lines + 1 }
    throw error
  }
}

function startOfLine(text: string, line: number): number {
  const ends = /\r\n|\n|\r/g
  for (let at = 1; at < line; at++) if (!ends.exec(text)) return text.length
  return ends.lastIndex
}

function unclosedQuote(row: number): Issue {
  return {
    severity: 'error',
    code: 'unclosed-quote',
    message: `Row ${row} opens a quote that is never closed.`,
    at: { row },
    expected: 'a closing quote',
  }
}

/** The text of rows of cells. A cell is quoted where it needs to be. */
export function joinRows(rows: readonly (readonly string[])[], signs: Signs, lineEnd: string): string {
  return stringify([...rows] as string[][], {
    delimiter: signs.delimiter,
    quote: signs.quote === '' ? false : signs.quote,
    escape: signs.quote === '' ? '"' : signs.quote,
    record_delimiter: lineEnd,
    quoted_match: /[\r\n]|^\s|\s$/,
  })
}

import { setTimeout } from 'node:timers/promises'
import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { PortalContext } from '../deps.ts'
import { streamed } from './streamed.ts'

/** How many rows are read at once. */
export const rowsAtOnce = 1000

/** A file that has more pages, or takes more milliseconds, is made in the background for whoever looks. */
const atOnce = { pages: 5, patience: 3000 }

/** One heading and what stands below it. */
export type FileColumn<Row> = readonly [heading: string, text: (row: Row) => string | null | undefined]

type ReadPage<Row, After> = (after: After | undefined) => Promise<{ rows: Row[]; next: After | undefined }>

/**
 * Answers with all rows of a list as CSV (UTF-8 with the mark by which spreadsheets know it, CR LF). For people a long one is made in the background, and the answer leads
 * to where it is told how far that is; the background gets it page after page as it is read, so that a million rows need the memory of a thousand.
 * Text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export async function csvStream<Row, After = never>(
  c: PortalContext,
  name: string,
  columns: readonly FileColumn<Row>[],
  read: ReadPage<Row, After>,
): Promise<Response> {
  const putAside = c.get('putAside')
  const pieces = lines(columns, read, c.get('written'))
  const short = putAside ? await shortFile(pieces) : pieces
  if (!short) return await putAside!(name)
  c.header('Content-Type', 'text/csv; charset=utf-8')
  c.header('Content-Disposition', `attachment; filename="${name}.csv"`)
  return typeof short === 'string' ? c.body(short) : streamed(c, short)
}

/** The whole of a file that is short and soon there; undefined of any other. */
async function shortFile(pieces: AsyncGenerator<string>): Promise<string | undefined> {
  const tired = new AbortController()
  const gathered = gather(pieces, tired.signal)
  // Nobody waits for it any more once the patience is over.
  gathered.catch(() => undefined)
  const waited = setTimeout(atOnce.patience, undefined, { signal: tired.signal }).catch(() => undefined)
  const text = await Promise.race([gathered, waited])
  tired.abort()
  return text
}

async function gather(pieces: AsyncGenerator<string>, tired: AbortSignal): Promise<string | undefined> {
  let text = ''
  let pages = -1
  for await (const piece of pieces) {
    if (++pages > atOnce.pages || tired.aborted) return undefined
    text += piece
  }
  return text
}

async function* lines<Row, After>(
  columns: readonly FileColumn<Row>[],
  read: ReadPage<Row, After>,
  written?: (rows: number) => void,
) {
  const text = (rows: string[][]) => joinRows(rows, { delimiter: ',', quote: '"' }, '\r\n')
  yield `\uFEFF${text([columns.map(([heading]) => heading)])}`
  let after: After | undefined
  do {
    const { rows, next } = await read(after)
    if (rows.length > 0) yield text(rows.map(row => columns.map(([, cell]) => guardFormula(cell(row) ?? ''))))
    written?.(rows.length)
    after = next
  } while (after)
}

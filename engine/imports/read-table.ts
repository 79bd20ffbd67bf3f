import { CsvError, parse } from 'csv-parse/sync'
import { unguardFormula } from '../../translators/csv/index.ts'

/** A row of a table: its cells by the names of their columns, empty ones left out, and its number as a spreadsheet shows it. */
export interface TableRow {
  row: number
  cells: Record<string, string>
}

/** A CSV file by its header, or in words why it is none. Columns are told apart by letters and digits alone: `Ship to name` is `shipToName`. */
export function readTable(
  bytes: Uint8Array,
  columns: readonly string[],
  needed: readonly string[],
): TableRow[] | string {
  const text = textOf(bytes)
  if (text === undefined) return 'The file is not UTF-8.'
  const lines = linesOf(text)
  if (typeof lines === 'string') return lines
  const [header, ...rows] = lines
  if (!header) return 'The file is empty.'
  const known = new Map(columns.map(column => [plain(column), column]))
  const names = header.cells.map(cell => known.get(plain(cell)))
  const unknown = header.cells.filter((cell, at) => cell.trim() !== '' && !names[at])
  if (unknown.length > 0) return `There is no column ${unknown.join(', ')}. Possible: ${columns.join(', ')}.`
  const missing = needed.filter(column => !names.includes(column))
  if (missing.length > 0) return `The columns ${missing.join(', ')} are missing.`
  if (new Set(names).size < names.length) return 'Two columns have the same name.'
  return rows
    .map(({ row, cells }) => ({ row, cells: cellsOf(names, cells) }))
    .filter(({ cells }) => Object.keys(cells).length > 0)
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A comma or, where the header has more of them, a semicolon or a tab stands between the cells. */
function linesOf(text: string): { row: number; cells: string[] }[] | string {
  const [header = ''] = text.split(/\r?\n|\r/, 1)
  const count = (sign: string) => header.split(sign).length
  const delimiter = [',', ';', '\t'].sort((one, other) => count(other) - count(one))[0]!
  const lines: { row: number; cells: string[] }[] = []
  let row = 0
  try {
    parse(text, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      on_record: (cells: string[]) => {
        row += 1
        lines.push({ row, cells })
        return null
      },
    })
    return lines
  } catch (error) {
    if (error instanceof CsvError) return `Row ${row + 1} cannot be read: ${error.message}.`
    throw error
  }
}

const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '')

function cellsOf(names: readonly (string | undefined)[], cells: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name, at) => {
      const cell = unguardFormula(cells[at]?.trim() ?? '')
      return name === undefined || cell === '' ? [] : [[name, cell]]
    }),
  )
}

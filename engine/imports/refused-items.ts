import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { ImportFile } from './kinds.ts'
import { orderColumns, orderKeyOf } from './orders-csv.ts'
import { productColumns } from './products-csv.ts'
import { listIn } from './read-json.ts'
import { readTable, type TableRow } from './read-table.ts'

/** Where a refused item begins: its place in the file counted from 0, and of CSV its first row. */
interface Refused {
  position: number
  row: number
}

/** What an import did not take, as a file of the same kind: to be mended and handed in again. An order of CSV comes with all its rows. */
export function refusedItems({ kind, format, bytes }: ImportFile, refused: readonly Refused[]): Uint8Array {
  if (format === 'json') {
    const items = listIn(bytes, kind) ?? []
    return written(JSON.stringify(refused.map(({ position }) => items[position])))
  }
  const columns = kind === 'orders' ? orderColumns : productColumns
  const table = readTable(bytes, columns, [])
  const rows = typeof table === 'string' ? [] : rowsOf(table, kind === 'orders' ? orderKeyOf : rowKeyOf, refused)
  const used = columns.filter(column => rows.some(({ cells }) => cells[column] !== undefined))
  const lines = rows.map(({ cells }) => used.map(column => guardFormula(cells[column] ?? '')))
  return written(joinRows([used, ...lines], { delimiter: ',', quote: '"' }, '\r\n'))
}

const rowKeyOf = ({ row }: TableRow) => String(row)

function rowsOf(table: readonly TableRow[], keyOf: (row: TableRow) => string, refused: readonly Refused[]): TableRow[] {
  const firsts = new Set(refused.map(({ row }) => row))
  const keys = new Set(table.filter(({ row }) => firsts.has(row)).map(keyOf))
  return table.filter(row => keys.has(keyOf(row)))
}

const written = (text: string) => new TextEncoder().encode(text)

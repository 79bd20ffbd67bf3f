import { splitRows } from '../../../translators/csv/rows.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** What one row may say, by the names of its form fields, in the order of its columns. */
export const rowFields = ['order', 'tracking', 'carrier', 'shippedOn', 'item', 'quantity'] as const
export type RowField = (typeof rowFields)[number]
/** A row as it was given; what is empty says nothing. */
export type TrackingRow = Record<RowField, string>

/** By which headings a column is known. */
const headings: Record<RowField, RegExp> = {
  order: /^(po|purchase ?order|order)( ?(number|no|#))?$/,
  tracking: /^tracking( ?(number|no|#))?$/,
  carrier: /^(carrier|ship ?via|scac)$/,
  shippedOn: /^(ship(ped)?( ?on| ?date)?|date)$/,
  item: /^(item|sku|your ?item|supplier ?sku|item ?number)$/,
  quantity: /^(quantity|qty|units)$/,
}

/** Reads pasted or uploaded rows: separated by tab, semicolon or comma, with or without a row of headings. Blank rows are left out. */
export function readRows(text: string): TrackingRow[] {
  const marked = text.replace(/^\uFEFF/, '')
  const delimiter = ['\t', ';', ','].find(sign => marked.split(/\r?\n/, 1)[0]!.includes(sign)) ?? ','
  const rows = splitRows(marked, { delimiter, quote: '"' }).rows.filter(row => row.some(cell => cell.trim() !== ''))
  const named = columnsOf(rows[0] ?? [])
  const columns = named ?? rowFields
  return (named ? rows.slice(1) : rows).map(row => rowOf(field => row[columns.indexOf(field)] ?? ''))
}

/** Which field each column holds, where the first row names them: it does if it names both that every row needs. */
function columnsOf(first: readonly string[]): (RowField | undefined)[] | undefined {
  const columns = first.map(cell => {
    const name = cell
      .trim()
      .toLowerCase()
      .replaceAll(/[_\s-]+/g, ' ')
    return rowFields.find(field => headings[field].test(name))
  })
  return columns.includes('order') && columns.includes('tracking') ? columns : undefined
}

/** The rows of the preview, as they stand in its fields. */
export function rowsIn(groups: ReadonlyMap<string, FormValues>): TrackingRow[] {
  return [...groups.values()].map(fields => rowOf(field => fields[field] ?? ''))
}

/** No number holds characters that cannot be seen; the database refuses some of them. */
const plain = (cell: string) =>
  cell
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 100)

function rowOf(cell: (field: RowField) => string): TrackingRow {
  return Object.fromEntries(rowFields.map(field => [field, plain(cell(field))])) as TrackingRow
}

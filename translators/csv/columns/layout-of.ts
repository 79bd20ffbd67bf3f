import { type CsvLayout, csvLayout } from '../layout.ts'
import { defaultLayouts } from '../layouts/registry.ts'
import { normaliseName } from '../names.ts'
import { defaultColumn, type FeedKind } from './fields.ts'
import type { SniffedTable } from './sniff.ts'

/** What a person said of a file's columns. */
export interface ColumnChoice {
  kind: FeedKind
  /** For each column of the header the path of its field, or undefined where it is not read. */
  paths: readonly (string | undefined)[]
  decimalMark: CsvLayout['decimalMark']
  /** What the file is when it does not say so itself. */
  scope: 'full' | 'delta'
}

/**
 * The layout that reads files with this header as a person said: kept as its sender's own, it reads the next file by whatever way it comes. Or
 * what is wrong with the choice, in words; `at` is the index of the column that it is about.
 */
export function layoutOfColumns(
  table: SniffedTable,
  choice: ColumnChoice,
): { layout: CsvLayout } | { faults: { at?: number; message: string }[] } {
  const faults = [...repeated(table, choice), ...lacking(choice)]
  if (faults.length > 0) return { faults }
  const { kind, paths, decimalMark, scope } = choice
  const names = table.header.cells.map(cell => cell.trim())
  const mapped = paths.flatMap((path, at) => {
    const column = path === undefined ? undefined : defaultColumn(kind, path)
    return column ? [{ ...column, names: [names[at]!], required: isRequired(choice, column.path) }] : []
  })
  const parsed = csvLayout.safeParse({
    name: `own-${kind}`,
    kind,
    delimiter: table.delimiter,
    encoding: table.encoding,
    decimalMark,
    dateFormats: defaultLayouts[kind].dateFormats,
    badRow: 'row',
    columns: [...mapped, ...unmapped(kind, names, scope, paths)],
    ignoredColumns: names.filter((name, at) => name !== '' && paths[at] === undefined),
  })
  if (parsed.success) return { layout: parsed.data }
  return { faults: parsed.error.issues.map(({ message }) => ({ message })) }
}

const itemIds = ['supplier', 'buyer', 'upc', 'ean', 'gtin', 'manufacturer']

const below = (path: string) => path.replace(/^[a-z]+\[\]\./, '')

const idsIn = (paths: ColumnChoice['paths']) =>
  paths.filter(path => path !== undefined && itemIds.some(id => below(path) === `ids.${id}`))

/** The quantity and the one column that names the item: without them a row says nothing. */
function isRequired({ kind, paths }: ColumnChoice, path: string): boolean {
  if (kind === 'product-catalog') return below(path) === 'ids.supplier'
  return path === 'lines[].quantity' || (idsIn(paths).length === 1 && idsIn(paths)[0] === path)
}

function repeated({ header }: SniffedTable, { paths }: ColumnChoice) {
  return paths.flatMap((path, at) => {
    if (path === undefined) return []
    if (paths.indexOf(path) < at) return [{ at, message: 'Another column holds this already.' }]
    const name = normaliseName(header.cells[at] ?? '')
    if (name === '') return [{ at, message: 'A column without a name cannot be read: name it in the file.' }]
    const same = header.cells.findIndex(cell => normaliseName(cell) === name)
    return same < at && paths[same] !== undefined ? [{ at, message: 'Two columns have this name.' }] : []
  })
}

function lacking({ kind, paths }: ColumnChoice): { message: string }[] {
  const mapped = new Set(paths.map(path => path && below(path)))
  if (kind === 'product-catalog')
    return mapped.has('ids.supplier') ? [] : [{ message: 'Say which column holds the supplier’s own item number.' }]
  return [
    ...(idsIn(paths).length > 0 ? [] : [{ message: 'Say which column names the item.' }]),
    ...(mapped.has('quantity') ? [] : [{ message: 'Say which column holds the quantity.' }]),
  ]
}

/** What belongs to the whole file, under names that stand in no column of this one. */
function unmapped(kind: FeedKind, header: readonly string[], scope: string, paths: ColumnChoice['paths']) {
  const there = new Set(header.map(normaliseName))
  const mapped = new Set(paths)
  return defaultLayouts[kind].columns
    .filter(({ path }) => path === 'number' || path === 'scope' || (path === 'currency' && !mapped.has(path)))
    .flatMap(column => {
      const names = column.names.filter(name => !there.has(normaliseName(name)))
      if (names.length === 0 && column.path !== 'number') return []
      return [
        {
          ...column,
          names: names.length > 0 ? names : ['Number of this feed'],
          ...(column.path === 'scope' && { default: scope }),
        },
      ]
    })
}

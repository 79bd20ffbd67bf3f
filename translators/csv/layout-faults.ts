import type { DocumentKind } from '../documents/index.ts'
import { fieldAt } from './fields.ts'
import type { CsvColumn, CsvLayout } from './layout.ts'
import { normaliseName } from './names.ts'
import { levelOf, levelsOf, type Path, parsePath } from './path.ts'

/** What is wrong with a layout beyond its shape: where in it, and in words for the person who wrote it. */
export interface LayoutFault {
  path: (string | number)[]
  message: string
}

/** Everything that keeps a layout from being read and written by: fields that the document has not, levels side by side, missing keys. */
export function faultsOf(layout: CsvLayout): LayoutFault[] {
  return [
    ...layout.columns.flatMap((column, at) =>
      faultsOfColumn(layout, column).map(fault => within(['columns', at], fault)),
    ),
    ...faultsOfConstants(layout),
    ...faultsOfLevels(layout),
    ...faultsOfSigns(layout),
    ...faultsOfNames(layout),
  ]
}

function within(path: (string | number)[], fault: LayoutFault): LayoutFault {
  return { path: [...path, ...fault.path], message: fault.message }
}

function faultsOfColumn(layout: CsvLayout, column: CsvColumn): LayoutFault[] {
  const path = parsePath(column.path)
  if (!path) return [{ path: ['path'], message: `“${column.path}” is not a path such as lines[].ids.supplier` }]
  const field = fieldAt(layout.kind, path)
  if (!field) return [noField(layout.kind, column.path, ['path'])]
  const faults: LayoutFault[] = []
  const several = field.type === 'texts' || (field.type === 'text' && column.key && isMiddleLevel(layout, path))
  if (column.separator !== undefined && !several)
    faults.push({ path: ['separator'], message: `${column.path} holds one value, so nothing parts several` })
  if (field.type === 'texts' && column.separator === undefined)
    faults.push({
      path: ['separator'],
      message: `${column.path} is a list: give a separator, or choose one entry as in notes[0]`,
    })
  if (field.type === 'choice') {
    for (const value of Object.keys(column.codes ?? {}))
      if (!field.choices.includes(value))
        faults.push({ path: ['codes', value], message: `expected one of ${field.choices.join(', ')}` })
  }
  for (const from of (column.fallback ?? []).flat())
    if (!layout.columns.some(other => other.path === from))
      faults.push({ path: ['fallback'], message: `no column of this layout holds ${from}` })
  return [...faults, ...faultsOfDiffering(layout, column), ...faultsOfRecord(layout, column)]
}

function faultsOfDiffering({ columns }: CsvLayout, { path, differing }: CsvColumn): LayoutFault[] {
  if (differing === undefined || differing === 'first') return []
  const depth = (text: string) => text.split('[]').length
  const fine = columns.some(other => other.path === differing) && depth(differing) > depth(path)
  return fine
    ? []
    : [{ path: ['differing'], message: `no column of this layout holds ${differing} further in than ${path}` }]
}

/** Whether a field's entry repeats and has entries of its own: a package, not the document, and not the lines within. */
function isMiddleLevel(layout: CsvLayout, path: Path): boolean {
  const levels = levelsOf(layout.columns.flatMap(column => parsePath(column.path) ?? [])) ?? []
  return levels.slice(1, -1).includes(levelOf(path))
}

function faultsOfRecord(layout: CsvLayout, column: CsvColumn): LayoutFault[] {
  const codes = layout.shape.type === 'records' ? layout.shape.records.map(record => record.code) : undefined
  if (codes ? codes.includes(column.record ?? '') : column.record === undefined) return []
  return [
    {
      path: ['record'],
      message: codes
        ? `expected one of the shape’s records: ${codes.join(', ')}`
        : 'this layout’s shape has no records',
    },
  ]
}

function noField(kind: DocumentKind, path: string, at: (string | number)[]): LayoutFault {
  return { path: at, message: `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} has no field ${path}` }
}

function faultsOfConstants(layout: CsvLayout): LayoutFault[] {
  return Object.keys(layout.constants).flatMap(text => {
    const path = parsePath(text)
    return path && fieldAt(layout.kind, path) ? [] : [noField(layout.kind, text, ['constants', text])]
  })
}

function faultsOfLevels(layout: CsvLayout): LayoutFault[] {
  const columns = layout.columns.flatMap(column => {
    const path = parsePath(column.path)
    return path ? [{ column, path }] : []
  })
  const levels = levelsOf(columns.map(({ path }) => path))
  if (!levels)
    return [{ path: ['columns'], message: 'a row cannot stand for entries of two lists that lie side by side' }]
  return levels.slice(0, -1).flatMap(level => (hasKey(columns, level) ? [] : [missingKey(level)]))
}

function hasKey(columns: readonly { column: CsvColumn; path: Path }[], level: string): boolean {
  return columns.some(({ column, path }) => column.key && levelOf(path) === level)
}

function missingKey(level: string): LayoutFault {
  return {
    path: ['columns'],
    message: `name a key column, so that rows of the same ${level === '' ? 'document' : level} can be told`,
  }
}

function faultsOfSigns(layout: CsvLayout): LayoutFault[] {
  const faults: LayoutFault[] = []
  if (layout.delimiter === layout.quote)
    faults.push({ path: ['quote'], message: 'expected another sign than the delimiter' })
  if (layout.delimiter === layout.decimalMark && layout.quote === '')
    faults.push({ path: ['decimalMark'], message: 'without quotes a decimal mark cannot be the delimiter too' })
  const days = layout.dateFormats.map(format => format.replace(/M+/g, 'M').replace(/D+/g, 'D'))
  if (days.some(format => format.includes('M/D')) && days.some(format => format.includes('D/M')))
    faults.push({ path: ['dateFormats'], message: 'day first and month first cannot be told apart: choose one' })
  return faults
}

function faultsOfNames(layout: CsvLayout): LayoutFault[] {
  const names = layout.columns.map(column => `${column.record ?? ''}\n${normaliseName(column.names[0] ?? '')}`)
  return names.flatMap((name, at) =>
    layout.header && names.indexOf(name) < at
      ? [{ path: ['columns', at, 'names'], message: 'another column is written under the same name' }]
      : [],
  )
}

import type { OpenUpload } from '../../../engine/inventory/uploads/open-upload.ts'
import {
  type CsvLayout,
  feedFields,
  guessColumns,
  layoutOfColumns,
  unclearQuantity,
} from '../../../translators/csv/index.ts'
import type { FormValues } from '../../ui/form-data.ts'
import { uploadTexts as t } from './texts.ts'

/** What a person says of an upload: for each column what it holds, and what of the whole file. */
export interface UploadChoice {
  paths: (string | undefined)[]
  decimalMark: CsvLayout['decimalMark']
  scope: 'full' | 'delta'
  /** A quantity that may be two numbers, while nobody has said how numbers are written: in words. */
  unclear?: string
}

/** The choice as the form has it; before there is one, what is guessed from the file and from what was kept. */
export function choiceFrom(opened: OpenUpload, values: FormValues): UploadChoice {
  const { table, kind, kept } = opened
  const columns = table?.header.cells ?? []
  const known = new Set(feedFields(kind).map(field => field.path))
  const said = columns.some((_, at) => columnField(at) in values)
  const paths = said
    ? columns.map((_, at) => values[columnField(at)]).map(path => (path && known.has(path) ? path : undefined))
    : table
      ? guessColumns(table, kind, kept)
      : []
  const keptScope = kept?.columns.find(({ path }) => path === 'scope')?.default
  const scope = values.scope ?? keptScope ?? (kind === 'product-catalog' ? 'delta' : 'full')
  const mark = values.decimalMark || kept?.decimalMark
  const unclear = mark || !table ? undefined : unclearQuantity(table, paths)
  return {
    paths,
    decimalMark: (mark || table?.decimalMark) === ',' ? ',' : '.',
    scope: scope === 'delta' ? 'delta' : 'full',
    ...(unclear && { unclear: t.unclear(unclear.value, unclear.either) }),
  }
}

/** How the field of a column is named in the form. */
export const columnField = (at: number) => `columns[${at}]`

/** The layout of a choice, or what is wrong with it: by the names of the form's fields, or of the whole. */
export function layoutFrom(
  { table, kind }: OpenUpload,
  choice: UploadChoice,
): { layout: CsvLayout } | { errors: Record<string, string> } {
  if (!table) return { errors: {} }
  if (choice.unclear) return { errors: { decimalMark: choice.unclear } }
  const made = layoutOfColumns(table, { kind, ...choice })
  if ('layout' in made) return made
  const errors: Record<string, string> = {}
  made.faults.forEach(({ at, message }, index) => {
    errors[at === undefined ? `whole-${index}` : columnField(at)] ??= message
  })
  return { errors }
}

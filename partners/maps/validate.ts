import { type CsvKind, csvLayout, defaultLayouts } from '../../translators/csv/index.ts'
import { type DocumentKind, documentKinds } from '../../translators/documents/index.ts'
import { type MapProblem, overlayProblems, problemsOfForm, transactionSetFor } from '../../translators/x12/index.ts'

/** Formats that have maps. */
export const mapFormats = ['x12', 'csv'] as const
export type MapFormat = (typeof mapFormats)[number]

/** What keeps a value from being the map of a kind of document in a format, in words; empty when nothing does. */
export function mapProblems(format: MapFormat, kind: DocumentKind, value: unknown): MapProblem[] {
  if (format === 'csv') return layoutProblems(kind, value)
  const problems = overlayProblems(value)
  const { set } = value as { set?: unknown }
  if (problems.length > 0 || typeof set !== 'string') return problems
  const carries = transactionSetFor(kind, set).set
  return carries === set ? [] : [{ path: 'set', message: `set ${set} carries no ${kind}: use ${carries}` }]
}

function layoutProblems(kind: DocumentKind, value: unknown): MapProblem[] {
  const result = csvLayout.safeParse(value)
  if (!result.success) return problemsOfForm(result.error)
  return result.data.kind === kind
    ? []
    : [{ path: 'kind', message: `the layout is of ${result.data.kind}, not of ${kind}` }]
}

/** What a map begins with where a partnership has none: the standard alone, or the default layout. */
export function emptyMap(format: MapFormat, kind: DocumentKind): Record<string, unknown> {
  if (format === 'x12') return { overlay: 1, set: transactionSetFor(kind).set }
  const layouts: Partial<Record<string, object>> = defaultLayouts
  return { ...(layouts[kind satisfies DocumentKind | CsvKind] ?? { kind }) }
}

/** Whether a text names a kind of document. */
export function isDocumentKind(kind: string): kind is DocumentKind {
  return (documentKinds as readonly string[]).includes(kind)
}

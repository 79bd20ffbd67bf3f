import type { Issue } from '../issue.ts'
import { sniffTable } from './columns/sniff.ts'
import { decodeText } from './encoding.ts'
import { findHeader } from './header.ts'
import type { CsvLayout } from './layout.ts'
import { defaultLayouts } from './layouts/registry.ts'
import { planOf } from './plan.ts'
import { splitRows } from './rows.ts'

/** A layout that has all its required columns in a file's header, and how well the rest fits. */
interface Fit {
  layout: CsvLayout
  /** Columns known less columns unknown. */
  score: number
  required: number
}

/** The upper part of a file is enough to know its header. */
const upperPart = 65_536

/**
 * The layout whose header fits a file best, for attachments that do not say what they are; `undefined` when none has all its required columns
 * there. Without `layouts` the default ones are tried.
 */
export function detectCsv(
  bytes: Uint8Array,
  layouts: readonly CsvLayout[] = Object.values(defaultLayouts),
): CsvLayout | undefined {
  const { text } = decodeText(wholeLines(bytes.subarray(0, upperPart)), 'utf-8')
  const fits = layouts
    .filter(layout => layout.header && layout.shape.type === 'rows')
    .flatMap(layout => fitOf(text, layout))
  fits.sort((a, b) => b.score - a.score || stockFirst(a, b) || b.required - a.required)
  return fits[0]?.layout
}

/**
 * The default layout whose header fits a file of somebody who has no layout of its own, with the decimal mark that the file's numbers show; `issues`
 * tell where that is not the layout's. Where they show none, quantities such as `1.250` count for nothing.
 */
export function detectDefault(bytes: Uint8Array): { layout: CsvLayout; issues: Issue[] } | undefined {
  const found = detectCsv(bytes)
  const table = found && sniffTable(bytes)
  if (!found || !table) return found && { layout: found, issues: [] }
  const { decimalMark: mark, unclear } = table
  const layout: CsvLayout = unclear ? { ...found, unclearMarks: unclear } : found
  if (mark === layout.decimalMark) return { layout, issues: [] }
  const issue: Issue = {
    severity: 'warning',
    code: 'decimal-mark-guessed',
    message: `The numbers were read with a decimal ${mark === ',' ? 'comma' : 'point'}, as they are written in the file. Have the columns of these files settled, so that it is not judged anew each time.`,
    at: {},
    value: mark,
    expected: layout.decimalMark,
  }
  return { layout: { ...layout, decimalMark: mark }, issues: [issue] }
}

/** A file that has quantities as much as anything else is one of stock: as another kind its quantities would be passed over. */
function stockFirst(a: Fit, b: Fit): number {
  return Number(b.layout.kind === 'inventory-advice') - Number(a.layout.kind === 'inventory-advice')
}

/** Cuts after the last whole line, so that no letter of several bytes is cut in two. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.length < upperPart ? bytes : bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
}

function fitOf(text: string, layout: CsvLayout): Fit[] {
  const plan = planOf(layout)
  const required = layout.columns.filter(column => column.required).length
  return [...new Set([layout.delimiter, ',', ';', '\t', '|'])].flatMap(delimiter => {
    const found = findHeader(splitRows(text, { delimiter, quote: layout.quote }).rows, plan)
    return found ? [{ layout, score: found.match.matched - found.match.unknown.length, required }] : []
  })
}

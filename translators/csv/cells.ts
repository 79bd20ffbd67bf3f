import { isGtin } from '../check-digits.ts'
import { readDate, writeDate } from './dates.ts'
import { eitherQuantity, readDecimal, readOnHand, writeDecimal } from './decimals.ts'
import { gtinDigits } from './fields.ts'
import { guardFormula, unguardFormula } from './formulas.ts'
import type { CsvLayout } from './layout.ts'
import type { PlannedColumn } from './plan.ts'

/**
 * What a cell says: nothing, a value as the document has it, or something that is not what its column holds. `sibling` names the field beside the
 * column's own to which the value belongs: a GTIN-13 in the column of GTIN-12s is an EAN.
 */
export type Cell = { blank: true } | { value: unknown; sibling?: string } | { expected: string }

const blank: Cell = { blank: true }

/** Reads a cell. Spaces around it and the `="…"` by which spreadsheets keep leading zeros do not belong to the value. */
export function readCell(raw: string, planned: PlannedColumn, layout: CsvLayout): Cell {
  const trimmed = raw.trim()
  const text = /^="([^"]*)"$/.exec(trimmed)?.[1]?.trim() ?? trimmed
  if (text === '') return blank
  const meaning = planned.meanings?.get(text.toLowerCase())
  if (meaning !== undefined) return { value: planned.field.type === 'boolean' ? meaning === 'true' : meaning }
  const { field } = planned
  switch (field.type) {
    case 'decimal':
      return layout.kind === 'inventory-advice' && planned.path.text === 'lines[].quantity'
        ? readQuantity(text, layout)
        : valueOr(
            readDecimal(text, layout.decimalMark),
            `a number such as ${writeDecimal('1250.50', layout.decimalMark)}`,
          )
    case 'date':
      return valueOr(readDate(text, layout.dateFormats), `a date as ${layout.dateFormats.join(' or ')}`)
    case 'integer':
    case 'ordinal':
      return valueOr(/^\d{1,9}(\.0+)?$/.test(text) ? Number(text) : undefined, 'a whole number')
    case 'boolean':
      return valueOr(booleans.get(text.toLowerCase()), 'Y or N')
    case 'choice':
      return readChoice(text, planned)
    case 'gtin':
      return layout.kind === 'product-catalog'
        ? readCatalogGtin(text.replace(/[\s-]/g, ''), field.digits)
        : readGtin(text.replace(/[\s-]/g, ''), field.digits)
    case 'texts':
      return readTexts(unguarded(text, layout), planned.column.separator ?? '')
    case 'text':
      return { value: unguarded(text, layout) }
  }
}

function readQuantity(text: string, { decimalMark, unclearMarks }: CsvLayout): Cell {
  const either = eitherQuantity(text, unclearMarks)
  if (either)
    return { expected: `clear: it may be ${either.join(' or ')}. Have the decimal mark of these files settled` }
  return valueOr(readOnHand(text, decimalMark), 'a quantity such as 12 or an agreed word')
}

function valueOr(value: unknown, expected: string): Cell {
  return value === undefined ? { expected } : { value }
}

const booleans = new Map([
  ...['y', 'yes', 'true', '1', 'x', 't'].map(text => [text, true] as const),
  ...['n', 'no', 'false', '0', 'f'].map(text => [text, false] as const),
])

function readChoice(text: string, { field, column }: PlannedColumn): Cell {
  const choices = field.type === 'choice' ? field.choices : []
  const wanted = text.toLowerCase().replace(/[\s_]+/g, '-')
  const spelt = choices.map(choice => spelling(column.codes?.[choice]) ?? choice)
  return valueOr(
    choices.find(choice => choice === wanted),
    `one of ${spelt.join(', ')}`,
  )
}

/** Spreadsheets drop leading zeros: they are put back when the check digit then proves the number. */
function readGtin(text: string, digits: number): Cell {
  if (/^\d+$/.test(text)) {
    if (text.length === digits) return { value: text }
    const sized = text.replace(/^0+/, '').padStart(digits, '0')
    if (sized.length === digits && isGtin(sized)) return { value: sized }
    const sibling = gtinFields.get(text.length)
    if (sibling && isGtin(text)) return { value: text, sibling }
  }
  return { expected: `${digits} digits, the leading zeros included` }
}

/** In a product feed a number that cannot be right is kept as it stands, and one that may be right with zeros put back is not taken for granted. */
function readCatalogGtin(text: string, digits: number): Cell {
  const cell = /^(\d{8}|\d{12,14})$/.test(text) ? readGtin(text, digits) : { expected: '' }
  return 'value' in cell ? cell : { value: text, sibling: 'unproven' }
}

const gtinFields = new Map(Object.entries(gtinDigits).map(([name, digits]) => [digits, name]))

function readTexts(text: string, separator: string): Cell {
  const parts = text
    .split(separator)
    .map(part => part.trim())
    .filter(part => part !== '')
  return parts.length === 0 ? blank : { value: parts }
}

/** Writes a value into a cell. Whether it can be read back as it was is for the writer of the whole to compare. */
export function writeCell(value: unknown, planned: PlannedColumn, layout: CsvLayout): string {
  if (value === undefined) return ''
  const { field, column } = planned
  if (field.type === 'texts') return guarded((value as string[]).join(column.separator ?? ''), layout)
  const text = String(value)
  const code = spelling(column.codes?.[text])
  if (code !== undefined) return code
  switch (field.type) {
    case 'decimal':
      return writeDecimal(text, layout.decimalMark)
    case 'date':
      return writeDate(text, layout.dateFormats[0] ?? 'YYYY-MM-DD')
    case 'boolean':
      return value === true ? 'Y' : 'N'
    case 'text':
      return guarded(text, layout)
    default:
      return text
  }
}

function unguarded(text: string, layout: CsvLayout): string {
  return layout.guardFormulas ? unguardFormula(text) : text
}

function guarded(text: string, layout: CsvLayout): string {
  return layout.guardFormulas ? guardFormula(text) : text
}

function spelling(code: string | string[] | undefined): string | undefined {
  return Array.isArray(code) ? code[0] : code
}

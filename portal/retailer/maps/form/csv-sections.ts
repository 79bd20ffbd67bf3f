import { characters, jsonText, pairLines, spellingLines, textLines, textList } from './lines.ts'
import { area, choice, flag, type Section, text } from './section.ts'

const encodings = ['utf-8', 'windows-1252', 'utf-16le']

const file: Section = {
  id: 'file',
  title: 'File',
  fields: [
    text('name', 'Name', undefined, { main: true, hint: 'Lower-case letters, digits and hyphens' }),
    text('delimiter', 'Between cells', characters, { main: true, hint: 'One character; \\t is a tab' }),
    text('quote', 'Quotation mark', quoteText(), { main: true, hint: 'none: no quoting' }),
    flag('header', 'Row of column names', { main: true }),
    choice('encoding', 'Encoding', encodings, { main: true }),
    flag('byteOrderMark', 'Byte order mark', { main: true }),
    choice('lineEnd', 'Line end', ['CRLF', 'LF'], { codec: lineEnds(), main: true }),
    text('dateFormats', 'Dates', textList('|'), { main: true, hint: 'First written, all read: M/D/YYYY | YYYY-MM-DD' }),
    choice('decimalMark', 'Decimal mark', ['.', ','], { main: true }),
    choice('badRow', 'A bad row keeps out', ['document', 'row'], { main: true }),
    flag('guardFormulas', 'Formulas are made harmless', { main: true }),
    flag('shape.blankKeyContinues', 'A blank number goes on above', { main: true }),
  ],
}

function quoteText() {
  return {
    print: (value: unknown) => (value === '' ? 'none' : String(value)),
    parse: (given: string) => (given === '' ? undefined : given === 'none' ? '' : given),
  }
}

function lineEnds() {
  return {
    print: (value: unknown) => ({ '\n': 'LF', '\r\n': 'CRLF' })[String(value)] ?? String(value),
    parse: (given: string) => ({ LF: '\n', CRLF: '\r\n' })[given],
  }
}

const columns: Section = {
  id: 'columns',
  title: 'Columns',
  about: 'Our field and what their header calls it, in the order in which they are written.',
  rows: { path: ['columns'], as: 'list', noun: 'column', ordered: true },
  fields: [
    text('path', 'Our field', undefined, { main: true, hint: 'number, shipTo.city, lines[].ids.supplier' }),
    text('names', 'Their header', textList('|'), { main: true, hint: 'First written, all read: Qty | Quantity' }),
    flag('required', 'Required'),
    flag('key', 'Names the entry'),
    text('default', 'When blank'),
    area('codes', 'Ours = theirs', spellingLines, { hint: 'One a line: accepted = Accepted | OK' }),
    text('separator', 'Between several values', characters),
    text('record', 'Record'),
    text('differing', 'Where rows differ', undefined, { hint: 'first, or lines[].purchaseOrderNumber' }),
    text('fallback', 'Else from', jsonText, { hint: '[["purchaseOrderNumber", "shippedOn"]]' }),
  ],
}

const rest: Section = {
  id: 'rest',
  title: 'Constants and columns passed over',
  fields: [
    area('constants', 'Always', pairLines, { main: true, hint: 'One a line: currency = USD' }),
    area('ignoredColumns', 'Columns passed over', textLines, { main: true, hint: 'One a line' }),
  ],
}

/** The form of a CSV layout, from top to bottom. */
export const csvSections: Section[] = [columns, file, rest]

import { z } from 'zod'
import { type DocumentKind, documentKinds } from '../documents/index.ts'
import { datePattern } from './dates.ts'
import { faultsOf } from './layout-faults.ts'

const oneCharacter = z.string().regex(/^[^\r\n]$/u, 'expected one character')

/** One column: which field of the document it holds, and how that field is written in it. */
const csvColumn = z.object({
  /** Its names in the header row: the first is written, all are read, whatever their case, spaces and punctuation. */
  names: z.array(z.string().min(1)).min(1),
  /**
   * The field: `number`, `shipTo.postalCode`, `lines[].ids.supplier`; `[]` repeats from row to row, `[0]` is the entry at that place,
   * `[reason=freight]` the entry of that kind, and `packages[].#` the entry's own place, counted from 1.
   */
  path: z.string().min(1),
  /** The column must stand in the header, and no row may leave it blank. */
  required: z.boolean().default(false),
  /** Rows that agree in the key columns of a level belong to the same entry of that level; at the top, to the same document. */
  key: z.boolean().default(false),
  /** What a blank cell or a missing column means. */
  default: z.string().optional(),
  /** Other fields to take the value from when the cell is blank: the first list whose fields all have one, joined by `-`. */
  fallback: z.array(z.array(z.string()).min(1)).optional(),
  /**
   * What it means when rows of one entry say different things, which else is a fault: the field of the row's own entry further in that then holds the row's value
   * (`lines[].purchaseOrderNumber`), or `first`, where what the entry's first row says is enough.
   */
  differing: z.string().min(1).optional(),
  /** The document's value → what stands in the file; the first spelling is written, all are read, whatever their case. */
  codes: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])).optional(),
  /**
   * Several values stand in one cell, parted by this: those of a list of texts, or keys of entries that have entries of their own: of
   * `T1, T2` the row belongs to package T1, and T2 is a package of which no more is said.
   */
  separator: z.string().min(1).optional(),
  /** The record in which the column stands, where the layout's shape has records. */
  record: z.string().optional(),
})
export type CsvColumn = z.infer<typeof csvColumn>

/** One kind of row of a file whose first cell says what the row is. */
const csvRecord = z.object({
  /** What stands in the first cell, e.g. `PH`. */
  code: z.string().min(1),
  /** What stands in the first cell of the row that names this record's columns, where there is one. */
  headerCode: z.string().min(1).optional(),
})

const layoutShape = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/, 'expected lower-case letters, digits and hyphens'),
  kind: z.enum(documentKinds as [DocumentKind, ...DocumentKind[]]),
  delimiter: oneCharacter.default(','),
  /** Empty where the partner knows no quoting: a value that would need it is refused. */
  quote: z.union([oneCharacter, z.literal('')]).default('"'),
  /** Whether a row of column names stands first. Without one, columns go by their position. */
  header: z.boolean().default(true),
  /** As written. A byte order mark in what is read has the last word. */
  encoding: z.enum(['utf-8', 'windows-1252', 'utf-16le']).default('utf-8'),
  byteOrderMark: z.boolean().default(false),
  lineEnd: z.enum(['\r\n', '\n']).default('\r\n'),
  /** Made of YYYY, YY, MM, M, MMM, DD, D and what stands between them, or `excel-serial`: the first is written, all are read. */
  dateFormats: z.array(datePattern).min(1).default(['YYYY-MM-DD']),
  decimalMark: z.enum(['.', ',']).default('.'),
  /** `rows`: one row per line, what belongs to the whole document repeated. `records`: the first cell says what the row is. */
  shape: z
    .discriminatedUnion('type', [
      z.object({
        type: z.literal('rows'),
        /** A row whose document key is blank goes on with the document above it. */
        blankKeyContinues: z.boolean().default(false),
      }),
      z.object({
        type: z.literal('records'),
        records: z.array(csvRecord).min(1),
        /** First cells of rows that are passed over: file headers and trailers. */
        ignore: z.array(z.string()).default([]),
      }),
    ])
    .default({ type: 'rows', blankKeyContinues: false }),
  /** `document`: a bad row keeps its document from being read. `row`: it is left out with a warning, as stock feeds need. */
  badRow: z.enum(['document', 'row']).default('document'),
  /** Whether text that a spreadsheet would run as a formula gets an apostrophe before it, which reading takes away again. */
  guardFormulas: z.boolean().default(true),
  /** Fields with one value for every document of this partner: path → value as the document has it. */
  constants: z.record(z.string(), z.string()).default({}),
  columns: z.array(csvColumn).min(1),
  /** Names of columns that are known to say nothing new, such as a line's extended amount: passed over without a word. */
  ignoredColumns: z.array(z.string()).default([]),
})

/**
 * How one kind of business document stands in a CSV file: data, from which the same definition reads and writes. Decimal mark and
 * delimiter must differ; the levels that repeat must lie one inside the other (`packages[]`, then `packages[].lines[]`).
 */
export const csvLayout = layoutShape.superRefine((layout, context) => {
  for (const { path, message } of faultsOf(layout)) context.addIssue({ code: 'custom', path, message })
})
export type CsvLayout = z.infer<typeof csvLayout> & {
  /** Of a file for which nobody has said what parts its decimals: the signs that may as well part thousands. Never kept. */
  unclearMarks?: '.' | ',' | '.,'
}
/** A layout as a person writes it: what has a default may be left out. */
export type CsvLayoutInput = z.input<typeof csvLayout>

import type { BusinessDocument } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import type { CsvLayout } from './layout.ts'

/** What the file itself does not say and its receiver knows. */
export interface ReadCsvOptions {
  /** Field path → value as a document has it, e.g. `{ number: 'feed-17', date: '2026-11-22' }`: used where neither a cell nor the layout has one. */
  given?: Readonly<Record<string, string>>
}

export interface CsvReading {
  /** The documents that are whole and right, in the order in which the file names them. */
  documents: BusinessDocument[]
  issues: Issue[]
}

/** Reads the documents in a CSV file. Bad data never throws: a bad row keeps its own document out, and its issue names row, column, value and what was expected. */
export function readCsv(_bytes: Uint8Array, _layout: CsvLayout, _options: ReadCsvOptions = {}): CsvReading {
  throw new Error('readCsv is being built')
}

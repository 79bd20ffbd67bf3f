import type { BusinessDocument } from '../documents/index.ts'
import type { Issue } from '../issue.ts'
import type { CsvLayout } from './layout.ts'

export interface CsvWriting {
  bytes: Uint8Array
  /** Warnings: what the layout cannot carry. Errors: documents left out, since their row could not be read back as they are. */
  issues: Issue[]
}

/** Writes documents of the layout's kind into one CSV file. */
export function writeCsv(_documents: readonly BusinessDocument[], _layout: CsvLayout): CsvWriting {
  throw new Error('writeCsv is being built')
}

import type { Issue } from '../../issue.ts'
import { around, type Row, type Word } from '../text/words.ts'
import type { DecimalMark } from './amounts.ts'
import type { DateOrder } from './dates.ts'
import type { FoundLabel } from './find-fields.ts'
import type { Known, KnownOrder } from './known.ts'
import type { PdfLayout } from './layout.ts'
import type { Certainty, DraftInvoice, Source } from './reading.ts'

/** Everything about the pages that the parts of the reading share. */
export interface PageFacts {
  rows: readonly Row[]
  labels: readonly FoundLabel[]
  known: Known
  layout: PdfLayout | undefined
  mark: DecimalMark
  dateOrder: DateOrder | undefined
  isCredit: boolean
}

/** What has been read so far: the draft, where each field came from, and what speaks against it. */
export class Collector {
  readonly draft: DraftInvoice = { kind: 'invoice', lines: [] }
  readonly sources: Record<string, Source> = {}
  readonly doubts: Issue[] = []
  orders: readonly KnownOrder[] = []

  /** Notes where a field came from. */
  source(path: string, certainty: Certainty, words: readonly Word[] = []): void {
    const [first] = words
    const onePage = words.filter(word => word.page === first?.page)
    this.sources[path] = { certainty, ...(first ? { box: around(onePage) } : {}) }
  }

  /** Notes why a person has to look. */
  doubt(code: string, message: string, path: string, found?: string, expected?: string): void {
    this.doubts.push({
      severity: 'warning',
      code,
      message,
      at: { path },
      ...(found === undefined ? {} : { value: found }),
      ...(expected === undefined ? {} : { expected }),
    })
  }
}

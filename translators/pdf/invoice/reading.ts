import type { Invoice } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import type { Box, TextPage } from '../text/index.ts'

/**
 * How sure a field is. `order`: it agrees with the purchase order; `layout`: it stands where a person has confirmed it to stand; `label`: the words
 * beside it say what it is, and nothing contradicts; `person`: typed in; `guessed`: it could be something else; `missing`: not found.
 */
export type Certainty = 'order' | 'layout' | 'label' | 'guessed' | 'missing'

/** Where a field of the invoice came from. */
export interface Source {
  certainty: Certainty
  box?: Box
}

/** What was read of one invoice. Fields that were not found are absent. */
export type DraftInvoice = Partial<Omit<Invoice, 'kind' | 'lines'>> & { kind: 'invoice'; lines: DraftLine[] }
export type DraftLine = Partial<Invoice['lines'][number]>

/**
 * A PDF invoice as it was read. Only where `certain` is the draft a whole invoice of which every required field is sure, whose order is known and
 * whose amounts add up. `doubts` say in words why a person has to look.
 */
export interface PdfReading {
  draft: DraftInvoice
  /** By field path: `number`, `lines[0].quantity`. */
  sources: Record<string, Source>
  doubts: Issue[]
  certain: boolean
  pages: TextPage[]
}

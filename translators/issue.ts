/** Where in a file something is wrong: as much of it as the format knows. */
export interface Place {
  /** Interchange, group and set control numbers, as received. */
  interchange?: string
  group?: string
  set?: { id: string; controlNumber: string }
  /** Segment tag, its position in the set counted from ST = 1, and the loop it stands in. */
  segment?: string
  position?: number
  loop?: string
  /** Element, component and repetition, each counted from 1. */
  element?: number
  component?: number
  repetition?: number
  /** Row (header = 1), column name: CSV and spreadsheets. */
  row?: number
  column?: string
  /** Path in a JSON document, or the field of the business document: `lines[2].quantity`. */
  path?: string
  /** Byte offset from the start of the file. */
  offset?: number
}

/** Something wrong with data from outside. Reading never throws on bad data: it collects these. */
export interface Issue {
  /** An `error` keeps the document from being applied; a `warning` is told and kept. */
  severity: 'error' | 'warning'
  /** Short and stable, kebab-case: `missing-element`, `unknown-code`, `wrong-header`. */
  code: string
  /** What is wrong, where and what to do, in one sentence for a person. */
  message: string
  at: Place
  /** The offending value, as it stood. */
  value?: string
  expected?: string
  /** The code by which a 997 or 999 reports it: which list it belongs to (X12 720 segment, 723 element, 718 set, 716 group, I18 interchange). */
  acknowledgment?: { list: 'segment' | 'element' | 'set' | 'group' | 'interchange'; code: string }
}

/** Whether any of these issues keeps a document from being applied. */
export function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some(issue => issue.severity === 'error')
}

/** Whether something has to be sent. `conditional`: only under a condition that is told beside it. */
export type Usage = 'required' | 'conditional' | 'optional'

/** One code that an element may hold. */
export interface CodeEntry {
  code: string
  meaning: string
  /** The hub's own word for it: `accepted`. */
  word?: string
  /** The standard's code for which the partner uses this one. */
  standard?: string
}

/** A component of a composite element. */
export interface ComponentEntry {
  /** `REF04-01` */
  reference: string
  number: string
  name: string
  type: string
  min: number
  max: number
  standard: 'M' | 'O'
}

/** One element of a segment that is used. */
export interface ElementEntry {
  /** `BEG01` */
  reference: string
  /** X12.3 number; empty where the dictionary has none. */
  number: string
  name: string
  /** `ID`, `AN`, `N2` … */
  type: string
  /** In characters, as this partner has it. */
  min: number
  max: number
  /** How often it may repeat, where it may. */
  repeats?: number
  standard: 'M' | 'O' | 'C'
  usage: Usage
  /** Fields of the hub's documents that stand here: `shipTo.name`. */
  fields: string[]
  codes: CodeEntry[]
  /** What the codes are: the only ones that are taken, those that the hub sends, those that it understands, or those of the standard that are in use. */
  codesAre?: 'allowed' | 'sent' | 'understood' | 'known'
  /** The list in the appendix that has every code, by element number. */
  codeList?: string
  /** The partner's rules, a sentence each. */
  rules: string[]
  /** Values from the example. */
  examples: string[]
  components: ComponentEntry[]
}

/** One kind of a segment that is told apart by a code: `REF` with `DP`. */
export interface Occurrence {
  code: string
  meaning: string
  usage: Usage
  fields: string[]
  /** Other codes that are read as the same. */
  alternatives: string[]
  rules: string[]
}

interface Entry {
  /** For links within a page: `po1-ctp`. */
  anchor: string
  /** In the order of the set, counted from 1. */
  number: number
  /** How many loops stand around it. */
  depth: number
  /** `PO1/CTP`: loops and tag. */
  path: string
  tag: string
  name: string
  standard: 'M' | 'O'
  usage: Usage
  /** Most times; null where there is no limit. */
  max: number | null
  rules: string[]
}

/** A segment at its place. */
export interface SegmentEntry extends Entry {
  kind: 'segment'
  /** The element by which occurrences are told apart: `REF01`. */
  toldBy?: string
  occurrences: Occurrence[]
  elements: ElementEntry[]
  /** Relational conditions in sentences. */
  conditions: string[]
  /** Elements that are not used, shortly: `BEG04`, `BEG06 to BEG12`. */
  unused: string[]
  /** More pairs of product ids may follow from this element on. */
  furtherPairs?: string
}

/** A loop at its place; the first entry starts it. */
export interface LoopEntry extends Entry {
  kind: 'loop'
  /** HL03 and its meaning, for a level of a hierarchy. */
  level?: { code: string; meaning: string }
  entries: GuideEntry[]
}

export type GuideEntry = SegmentEntry | LoopEntry

/** Heading, detail or summary. */
export interface GuideArea {
  name: string
  entries: GuideEntry[]
}

/** A name and what is said of it: a line of a table with two columns. */
export interface Term {
  name: string
  value: string
}

/** A rule that holds sometimes, or for the document as a whole. */
export interface RuleEntry {
  name: string
  sentences: string[]
}

/** All codes of one data element. */
export interface CodeList {
  number: string
  name: string
  /** Whether the standard has no others in this version. */
  complete: boolean
  codes: { code: string; meaning: string }[]
}

/** One segment of the example with what each of its values means. */
export interface ExampleSegment {
  /** As it is sent, control characters made visible. */
  text: string
  tag: string
  name: string
  depth: number
  values: { reference: string; name: string; value: string; meaning: string }[]
}

/** A whole interchange that the hub has read back without an error. */
export interface GuideExample {
  /** The bytes as text, as they are sent. */
  text: string
  segments: ExampleSegment[]
}

/** Everything that an implementation guide prints: a value, ready for a page, a PDF or a terminal. */
export interface ImplementationGuide {
  /** `850 Purchase Order` */
  title: string
  set: string
  name: string
  /** GS01 */
  functionalId: string
  /** GS08, e.g. `004010VICS`. */
  version: string
  /** The release whose segments and elements it is built of. */
  release: string
  partner?: string
  publisher?: string
  /** The name and date of this edition, as whoever publishes it has them. */
  edition?: string
  /** Who sends: `Northwind sends, Acme receives.` */
  direction: string
  notes: string[]
  /** Delimiters, characters, envelope, batches, files. */
  transmission: Term[]
  envelope: { tag: string; name: string; elements: (Term & { reference: string; note: string })[] }[]
  areas: GuideArea[]
  rules: RuleEntry[]
  /** Segments and loops of the standard that are not used here: read over where they come. */
  unused: string[]
  /** Segments that the partner does not take. */
  forbidden: string[]
  codeLists: CodeList[]
  example?: GuideExample
  /** Why there is no example: what the hub would say of the best one that it could make. */
  exampleProblems: string[]
}

/** Element types of X12.3: code, text, date, time, decimal, implied decimal (N0 to N9), binary. */
export type ElementType = 'ID' | 'AN' | 'DT' | 'TM' | 'R' | 'N' | 'B'

/** One data element of the dictionary, in one version. */
export interface ElementDefinition {
  /** X12.3 number, e.g. `353`; empty where the standard numbers it but this dictionary does not. */
  number: string
  name: string
  type: ElementType
  /** Implied decimal places of an N element. */
  decimals: number
  min: number
  max: number
  /** Every code that the standard knows in this version, packed for lookup; absent where the list is open: then any code of the right shape is one. */
  codes?: ReadonlySet<number>
  /** Codes and their meanings, where known; read from the table when first asked for. */
  readonly meanings?: ReadonlyMap<string, string>
}

/** One place in a segment. */
export interface Slot {
  required: boolean
  /** How often the element may repeat (X12.6, 3.5.3; from 004020 on); absent where it may not. */
  repeats?: number
  element?: ElementDefinition
  composite?: CompositeDefinition
}

export interface CompositeDefinition {
  number: string
  name: string
  slots: readonly Slot[]
}

/** A relational condition: `elements` are counted from 1 (X12.6, 3.5.4). */
export interface Relation {
  kind: 'P' | 'R' | 'E' | 'C' | 'L'
  elements: readonly number[]
  /** The elements as bits: element 1 is bit 1. No segment with conditions has more than 31 elements. */
  mask: number
  /** The bit of the first element. */
  first: number
}

/** One segment of the dictionary, in one version; a partner's own segment has no `slots`: its elements are not checked. */
export interface SegmentDefinition {
  tag: string
  /** The tag packed into a number, see `packTag`. */
  key: number
  name: string
  slots?: readonly Slot[]
  /** How many slots must be looked at even when the segment ends before: up to the last mandatory one. */
  mandatory: number
  relations: readonly Relation[]
}

/** A segment at its place in a set. */
export interface SegmentNode {
  kind: 'segment'
  definition: SegmentDefinition
  key: number
  min: number
  /** `Infinity` where the standard says >1. */
  max: number
}

/** A loop at its place in a set; its first child is the segment that starts it. */
export interface LoopNode {
  kind: 'loop'
  /** The tag of the segment that starts it. */
  id: string
  key: number
  min: number
  max: number
  children: readonly GuideNode[]
  /** The children's keys, for walking without looking into each. */
  keys: Int32Array
  /** Places of the mandatory children. */
  required: readonly number[]
  /** Places of child segments and of child loops, by tag; the first where a tag comes twice. */
  segmentAt: ReadonlyMap<string, number>
  loopAt: ReadonlyMap<string, number>
}

export type GuideNode = SegmentNode | LoopNode

/** What a transaction set looks like in one version: data, ready to be walked. */
export interface Guide {
  set: string
  name: string
  functionalId: string
  /** The dictionary's version, one of `dictionaryVersions`. */
  version: string
  root: LoopNode
  dictionary: Dictionary
}

/** Segments and elements of one version. */
export interface Dictionary {
  version: string
  /** The tags of all its segments. */
  tags(): readonly string[]
  segment(tag: string): SegmentDefinition | undefined
  segmentByKey(key: number): SegmentDefinition | undefined
  element(number: string): ElementDefinition | undefined
}

/** A transaction set as its file states it: see `guides/850-purchase-order.ts` for the notation. */
export interface SetGuide {
  set: string
  name: string
  functionalId: string
  /** 004010. One token a segment or loop; see `parseStructure`. */
  structure: string
  /** By version, oldest first, what it changed: each holds from its version on; see `applyChanges`. */
  changes?: Readonly<Record<string, readonly StructureChange[]>>
}

/**
 * A difference between versions: at the path of loops and tag given (`PO1/N9/MSG`; the first of that name), replace the line, add lines
 * before or after it, or drop it. `all/MSG` changes every MSG of the set, wherever it stands.
 */
export interface StructureChange {
  at: string
  replace?: string
  before?: string
  after?: string
  drop?: true
}

/** Two or three characters of a tag (or up to four of a code) as one number, so that comparing needs no string. */
export function packCode(text: string): number {
  let packed = 0
  for (let i = 0; i < text.length; i++) packed = (packed << 8) | (text.charCodeAt(i) & 0xff)
  return packed
}

import { z } from 'zod'
import { conditionSchema, elementPlace, patternText, segmentPlace, valueSchema } from './value-schema.ts'

const usage = z.enum(['required', 'optional', 'not used'], {
  error: 'expected "required", "optional" or "not used"',
})
const note = z.string().min(1).max(500)
const codes = z.array(z.string().min(1)).min(1, 'name at least one code')

/** What a partner asks of a segment, or of a loop by the segment that starts it. With loops in its place: for each occurrence of those. */
export const segmentRule = z
  .strictObject({
    usage: usage.optional(),
    min: z.int().min(0).optional(),
    max: z.int().min(0).optional(),
    /** What becomes of those beyond `max` when writing: refused unless this says so, and then told. */
    overflow: z.literal('drop').optional(),
    /** Relational conditions of the standard (X12.6 3.5.4) that this partner takes off or adds: `P0304`, `R020405`. */
    relations: z.strictObject({ off: z.array(relation()).optional(), add: z.array(relation()).optional() }).optional(),
    note: note.optional(),
  })
  .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, 'min is larger than max')

function relation() {
  return z.string().regex(/^[PRECL](?:0[1-9]|[12]\d|30){2,}$/, 'expected a condition such as P0304, R0203 or L07040508')
}

/** What a partner asks of an element wherever its segment comes. */
export const elementRule = z
  .strictObject({
    usage: usage.optional(),
    /** Always this value: written so, and anything else refused. */
    fixed: z.string().min(1).optional(),
    /** Written when the document gives nothing. */
    default: z.string().min(1).optional(),
    /** Where the value comes from when it is not the document's own field; written over what the map gave. */
    value: valueSchema.optional(),
    /** Shortest and longest, in characters: instead of the standard's. */
    length: z
      .tuple([z.int().min(0), z.int().min(1)])
      .refine(([min, max]) => min <= max, 'the first is the shorter')
      .optional(),
    /** What the value must look like; see `compilePattern` for what a pattern may be. */
    pattern: patternText().optional(),
    /** The only codes allowed; they need not be in the standard. */
    codes: codes.optional(),
    /** Codes of the standard that this partner does not take. */
    forbid: codes.optional(),
    /** Codes that this partner takes besides those of the standard. */
    alsoCodes: codes.optional(),
    /** Not held against the standard at all. */
    check: z.literal(false).optional(),
    /** Fewest and most decimal places written; `implied`: written without a point, with so many places (N2). */
    decimals: z
      .strictObject({
        least: z.int().min(0).max(6).optional(),
        most: z.int().min(0).max(6).optional(),
        implied: z.int().min(0).max(6).optional(),
      })
      .optional(),
    /** Written without a minus, and refused with one. */
    sign: z.literal('positive').optional(),
    /** Left out when it is zero. */
    zero: z.literal('omit').optional(),
    date: z.enum(['CCYYMMDD', 'YYMMDD']).optional(),
    time: z.enum(['HHMM', 'HHMMSS', 'HHMMSSDD']).optional(),
    /** Filled to a width; the filler is taken off when reading unless `keep`. */
    pad: z
      .strictObject({
        width: z.int().min(1).max(80),
        with: z.string().length(1).default('0'),
        side: z.enum(['left', 'right']).default('left'),
        keep: z.boolean().default(false),
      })
      .optional(),
    /** Put before the value when writing, taken off when reading; `removePrefix` the other way round. */
    prefix: z.string().min(1).optional(),
    removePrefix: z.string().min(1).optional(),
    /** Values that mean nothing: read as absent. */
    placeholders: z.array(z.string().min(1)).min(1).optional(),
    /** A value that is too long is cut at `length`, and that is told. Otherwise it is refused. */
    overflow: z.literal('truncate').optional(),
    /** A longer text becomes several segments of so many characters in a loop of its own; reading joins them again. */
    wrap: z.int().min(10).max(264).optional(),
    note: note.optional(),
  })
  .refine(rule => !(rule.wrap && rule.overflow), 'a text is wrapped or cut, not both')
  .refine(rule => !(rule.overflow && !rule.length), 'overflow needs a length to cut at')
  .refine(rule => !(rule.fixed && rule.value), 'fixed and value exclude each other')

const segmentRules = z.record(segmentPlace, segmentRule)
const elementRules = z.record(elementPlace, elementRule)
const consequences = z.strictObject({
  segments: segmentRules.optional(),
  elements: elementRules.optional(),
  /** The combination is refused, with this sentence. */
  refuse: z.string().min(1).optional(),
})

/** Rules that hold only sometimes. */
export const conditionalRule = z.strictObject({
  name: z.string().min(1).max(120),
  /** The loop or segment for each occurrence of which the condition is looked at; the places of the rule are then looked for inside it. */
  in: segmentPlace.optional(),
  when: conditionSchema,
  must: consequences.optional(),
  otherwise: consequences.optional(),
  note: note.optional(),
})

/** A segment that the partner wants and that no field of the document stands for. */
export const addedSegment = z.strictObject({
  name: z.string().min(1).max(120),
  /** The loop in which it stands, for each of its occurrences; absent: in no loop. */
  in: segmentPlace.optional(),
  /** Its tag and elements: `{ "01": "IA", "02": { "source": "references[internal-vendor-number].value" } }`. */
  segment: z.string().regex(/^[A-Z][A-Z0-9]{1,2}$/, 'expected a segment tag such as REF'),
  elements: z.record(z.string().regex(/^\d\d$/, 'expected the number of an element, such as "02"'), valueSchema),
  /** Segments that follow it in the loop that it starts. */
  followedBy: z
    .array(
      z.strictObject({
        segment: z.string().regex(/^[A-Z][A-Z0-9]{1,2}$/),
        elements: z.record(z.string().regex(/^\d\d$/), valueSchema),
      }),
    )
    .optional(),
  /** Before or after those of its kind that the document gives. */
  order: z.enum(['first', 'last']).default('last'),
  when: conditionSchema.optional(),
  /** Left out when one of its values is missing; otherwise that is an error. */
  usage: z.enum(['required', 'optional']).default('required'),
  /** Added only where the document gives no such segment; reading then keeps it. */
  unlessPresent: z.boolean().default(false),
  note: note.optional(),
})

/** A value that stands elsewhere than the standard map puts it: written there, and read from there. */
export const move = z
  .strictObject({
    from: elementPlace,
    to: elementPlace,
    /** Elements that belong to the one moved and go with it, such as its qualifier. */
    clear: z.array(elementPlace).optional(),
    note: note.optional(),
  })
  .refine(
    ({ from, to }) => areNear(from, to),
    'a value moves within its loop, into the loop that its segment starts, or out of the loop that it stands in',
  )

/** Whether one place's loops are those of the other, or begin with them. */
function areNear(from: string, to: string): boolean {
  const path = (name: string) => name.split('/').slice(0, -1).filter(Boolean)
  const [one, other] = [path(from), path(to)]
  return one.slice(0, other.length).every((step, i) => step === other[i])
}

/** A change to the set's structure: a segment or loop that this partner sends where the standard has none. */
export const structureChange = z
  .strictObject({
    at: z.string().regex(/^[A-Z0-9]{2,3}(\/[A-Z0-9]{2,3})*$/, 'expected a path of the guide such as PO1/ACK'),
    after: z.string().min(1).optional(),
    replace: z.string().min(1).optional(),
    drop: z.literal(true).optional(),
  })
  .refine(change => Object.keys(change).length === 2, 'say one of after, replace and drop')

/** Rules of segments and elements by their places. */
export const placedRules = { segments: segmentRules.optional(), elements: elementRules.optional() }

export type SegmentRule = z.infer<typeof segmentRule>
export type ElementRule = z.infer<typeof elementRule>
export type ConditionalRule = z.infer<typeof conditionalRule>
export type Consequences = z.infer<typeof consequences>
export type AddedSegment = z.infer<typeof addedSegment>
export type Move = z.infer<typeof move>

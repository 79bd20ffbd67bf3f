import { z } from 'zod'

const place = (element: string) => new RegExp(`^(?:[A-Z0-9]{2,3}/)*/?[A-Z][A-Z0-9]{1,2}${element}(?:\\[[^\\]]+\\])?$`)
const segmentPlace = z.string().regex(place(''), 'expected a segment such as CTT, REF[DP] or PO1/REF[DP]')
const elementPlace = z.string().regex(place('\\d\\d'), 'expected an element such as BEG03, N104[ST] or PO1/REF02[DP]')
const delimiter = z.string().length(1)
const usage = z.enum(['required', 'optional', 'not used'])

/** What a partner asks of a segment: whether it comes, and how often at most. With a loop in its place, for each of those loops. */
export const segmentRule = z.strictObject({ usage: usage.optional(), max: z.int().min(0).optional() })

/** What a partner asks of an element wherever its segment comes. */
export const elementRule = z.strictObject({
  usage: usage.optional(),
  /** Always this value: written so, and anything else refused. */
  fixed: z.string().min(1).optional(),
  /** Written when the document gives nothing. */
  default: z.string().min(1).optional(),
  /** Shortest and longest, in characters. */
  length: z.tuple([z.int().min(0), z.int().min(1)]).optional(),
  /** A regular expression that the value must match. */
  pattern: z.string().refine(isPattern, 'expected a regular expression').optional(),
  /** The only codes allowed; they need not be in the standard. */
  codes: z.array(z.string().min(1)).min(1).optional(),
})

/** A trading partner's map for one transaction set: a versioned overlay on guide and map, kept as data. */
export const overlaySchema = z.strictObject({
  /** ST01 to which it applies. */
  set: z.string().regex(/^\d{3}$/),
  /** GS08 to write. */
  version: z
    .string()
    .regex(/^\d{6}[A-Z0-9]{0,6}$/)
    .optional(),
  delimiters: z
    .strictObject({
      element: delimiter.optional(),
      segment: delimiter.optional(),
      component: delimiter.optional(),
      repetition: delimiter.optional(),
    })
    .optional(),
  /** Written after each segment terminator. */
  lineBreak: z.enum(['', '\n', '\r\n']).optional(),
  /** Written in capitals only (X12 basic character set). */
  uppercase: z.boolean().optional(),
  segments: z.record(segmentPlace, segmentRule).optional(),
  elements: z.record(elementPlace, elementRule).optional(),
  /** By element (`PO103`): our code → the partner's. Translated both ways. */
  codes: z.record(elementPlace, z.record(z.string().min(1), z.string().min(1))).optional(),
  /** Which names of a product are written, under which X12 235 qualifier, in this order. */
  productIds: z
    .array(
      z.strictObject({
        field: z.enum(['buyer', 'supplier', 'upc', 'ean', 'gtin', 'manufacturer']),
        qualifier: z.string().length(2),
      }),
    )
    .min(1)
    .optional(),
  /** By issue code, how bad it is for this partner. */
  severities: z.record(z.string(), z.enum(['error', 'warning', 'ignore'])).optional(),
})
export type Overlay = z.infer<typeof overlaySchema>
export type ElementRule = z.infer<typeof elementRule>
export type SegmentRule = z.infer<typeof segmentRule>

function isPattern(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'))
  } catch {
    return false
  }
}

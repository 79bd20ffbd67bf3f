import { z } from 'zod'
import { batchRules, characterRules, envelopeRules } from './envelope-schema.ts'
import { policyRules } from './policy-schema.ts'
import { addedSegment, conditionalRule, move, placedRules, structureChange } from './rule-schema.ts'
import { structureProblem } from './structure.ts'
import { elementPlace, expressionText } from './value-schema.ts'

const delimiter = z.string().length(1, 'expected one character')

/** Which names of a product are written, under which X12 235 qualifier, in this order. */
const productIdChoice = z.strictObject({
  field: z.enum(['buyer', 'supplier', 'upc', 'ean', 'gtin', 'manufacturer']),
  qualifier: z.string().length(2, 'expected a qualifier of two characters such as UP'),
  /** A line without it is refused. */
  usage: z.enum(['required', 'optional']).optional(),
  /** Always in this pair, counted from 1, with gaps left for those that are not there. Absent: pairs follow each other. */
  pair: z.int().min(1).max(13).optional(),
})

/** Something that must hold of a document: a JSONata expression on it that gives true. */
const testRule = z.strictObject({
  name: z.string().min(1).max(120),
  test: expressionText,
  /** What is told when it does not hold. */
  message: z.string().min(1).max(300),
  severity: z.enum(['error', 'warning']).default('error'),
})

/**
 * A trading partner's map for one transaction set: a versioned overlay on guide and map, kept as data. Places are written `BEG03`,
 * `REF[DP]`, `PO1/N1[ST]/N4`; see docs/maps.md for the language.
 */
export const overlaySchema = z
  .strictObject({
    /** The version of this language; 1 when absent. */
    overlay: z.literal(1, { error: 'expected 1: the version of the overlay language' }).optional(),
    name: z.string().min(1).max(120).optional(),
    /** For whoever reads the printed guide. */
    notes: z.array(z.string().min(1)).optional(),
    /** ST01 to which it applies. */
    set: z.string().regex(/^\d{3}$/, 'expected a transaction set such as 850'),
    /** GS08 to write. */
    version: z
      .string()
      .regex(/^\d{6}[A-Z0-9]{0,6}$/, 'expected a version such as 004010 or 004010VICS')
      .optional(),
    delimiters: z
      .strictObject({
        element: delimiter.optional(),
        segment: delimiter.optional(),
        component: delimiter.optional(),
        repetition: delimiter.optional(),
        /** Written in ISX and before delimiters in the data, from 005010 on. */
        release: delimiter.optional(),
      })
      .optional(),
    /** Written after each segment terminator. */
    lineBreak: z.enum(['', '\n', '\r\n']).optional(),
    /** A line break after every so many characters, wherever that falls. */
    lineLength: z.int().min(40).max(1000).optional(),
    /** Written in capitals only (X12 basic character set). */
    uppercase: z.boolean().optional(),
    characters: characterRules.optional(),
    /** IANA name of the zone in which times are written, such as America/New_York; UTC when absent. */
    timeZone: z.string().refine(isTimeZone, 'expected a time zone such as America/New_York').optional(),
    envelope: envelopeRules.optional(),
    batch: batchRules.optional(),
    /** Name of the file written: `WMI_{set}_{receiver}_{date}_{time}`; see `fileNameFor`. */
    fileName: fileNameText().optional(),
    structure: z.array(structureChange).optional(),
    ...placedRules,
    rules: z.array(conditionalRule).optional(),
    add: z.array(addedSegment).optional(),
    moves: z.array(move).optional(),
    /** By element (`PO103`): our code → the partner's. Translated both ways. */
    codes: z.record(elementPlace, z.record(z.string().min(1), z.string().min(1))).optional(),
    productIds: z.array(productIdChoice).min(1).optional(),
    /** Product ids that mean nothing (`NO SIZE`): their pair is read as absent. */
    productIdPlaceholders: z.array(z.string().min(1)).optional(),
    /** 856: which levels, from the outside in (BSN05). */
    hierarchy: z.enum(['SOPI', 'SOTPI', 'SPOI', 'SOIP', 'SOI']).optional(),
    /** Fields that come back from the document that is answered: `references[department]`, `lines[].lineNumber`, `shipTo`. */
    echo: z
      .array(
        z
          .string()
          .regex(/^[a-zA-Z]\w*(\[[\w-]*\])?(\.[a-zA-Z]\w*)*$/, 'expected a field such as references[department]'),
      )
      .optional(),
    tests: z.array(testRule).optional(),
    policy: policyRules.optional(),
    /** By issue code, how bad it is for this partner. */
    severities: z.record(z.string(), z.enum(['error', 'warning', 'ignore'])).optional(),
  })
  .superRefine((overlay, context) => {
    const problem = overlay.structure && structureProblem(overlay.set, overlay.version ?? '004010', overlay.structure)
    if (problem) context.addIssue({ code: 'custom', path: ['structure'], message: problem })
    if (overlay.lineLength && (overlay.delimiters?.segment === '\n' || overlay.delimiters?.segment === '\r')) {
      const message = 'a line break cannot both end segments and break lines'
      context.addIssue({ code: 'custom', path: ['lineLength'], message })
    }
    const delimiters = Object.values(overlay.delimiters ?? {})
    if (new Set(delimiters).size < delimiters.length)
      context.addIssue({ code: 'custom', path: ['delimiters'], message: 'two delimiters are the same character' })
  })
export type Overlay = z.infer<typeof overlaySchema>
/** An overlay as it is written down, before what it leaves out is filled in. */
export type OverlayInput = z.input<typeof overlaySchema>

function fileNameText() {
  return z
    .string()
    .min(1)
    .max(120)
    .superRefine((text, context) => {
      for (const [, name = ''] of text.matchAll(/\{([^}]*)\}/g)) {
        if (/^(set|sender|receiver|control|date|time|fact\.\w+)$/.test(name)) continue
        const message = `{${name}} means nothing: expected {set}, {sender}, {receiver}, {control}, {date}, {time} or {fact.…}`
        context.addIssue({ code: 'custom', message })
      }
    })
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

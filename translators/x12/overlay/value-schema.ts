import { z } from 'zod'
import { compileExpression } from './expression.ts'
import { patternProblem } from './pattern.ts'
import { parseElementPlace, parseSegmentPlace } from './place.ts'

/** `CTT`, `REF[DP]`, `PO1/N1[ST]`. */
export const segmentPlace = z
  .string()
  .refine(
    text => parseSegmentPlace(text) !== undefined,
    'expected a segment such as CTT, REF[DP], /REF[DP] or PO1/N1[ST]/N4',
  )

/** `BEG03`, `N104[ST]`, `PO1/REF02[DP]`. */
export const elementPlace = z
  .string()
  .refine(text => parseElementPlace(text) !== undefined, 'expected an element such as BEG03, N104[ST] or PO1/REF02[DP]')

/** A field of a document: `number`, `shipTo.code`, `references[department].value`, `lines[].ids.buyer`. */
const fieldPath = z
  .string()
  .regex(
    /^[a-zA-Z]\w*(?:\[[\w.-]*\])?(?:\.[a-zA-Z]\w*(?:\[[\w.-]*\])?)*$/,
    'expected a field such as shipTo.code, references[department].value or lines[].lineNumber',
  )

/** A JSONata expression that the sandbox lets in. */
export const expressionText = z.string().superRefine((text, context) => {
  const compiled = compileExpression(text)
  if ('problem' in compiled) context.addIssue({ code: 'custom', message: compiled.problem })
})

/** Where a value comes from: a text as it stands, or one of several sources. */
export const valueSchema = z.union(
  [
    z.string().min(1),
    z.strictObject({ document: fieldPath }),
    z.strictObject({ source: fieldPath }),
    z.strictObject({ fact: z.string().min(1) }),
    z.strictObject({ copy: elementPlace }),
    z.strictObject({ count: segmentPlace }),
    z.strictObject({ sum: elementPlace }),
    z.strictObject({ template: templateText() }),
    z.strictObject({ expression: expressionText, for: fieldPath.optional() }),
  ],
  {
    error:
      'expected a text, or one of { document }, { source }, { fact }, { copy }, { count }, { sum }, { template }, { expression }',
  },
)
export type Value = z.infer<typeof valueSchema>

const texts = z.union([z.string(), z.array(z.string()).min(1)])

/** Something that holds of a set, or of one occurrence of a loop in it, or does not. */
export type Condition =
  | {
      place: string
      is?: string | string[]
      isNot?: string | string[]
      present?: boolean
      matches?: string
      sameAs?: string
      differsFrom?: string
      above?: string
      below?: string
    }
  | { fact: string; is?: string | string[]; isNot?: string | string[] }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

/** See {@link Condition}. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      placeCondition,
      z.strictObject({ fact: z.string().min(1), is: texts.optional(), isNot: texts.optional() }),
      z.strictObject({ all: z.array(conditionSchema).min(1) }),
      z.strictObject({ any: z.array(conditionSchema).min(1) }),
      z.strictObject({ not: conditionSchema }),
    ],
    {
      error:
        'expected a condition: { place, is | isNot | present | matches | sameAs | differsFrom | above | below }, { fact, is | isNot }, { all }, { any } or { not }',
    },
  ),
)

const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a number as text, such as "0"')

const placeCondition = z
  .strictObject({
    place: z.union([elementPlace, segmentPlace]),
    is: texts.optional(),
    isNot: texts.optional(),
    present: z.boolean().optional(),
    matches: patternText().optional(),
    sameAs: elementPlace.optional(),
    differsFrom: elementPlace.optional(),
    above: number.optional(),
    below: number.optional(),
  })
  .refine(
    given => Object.keys(given).length === 2,
    'a condition says one thing: is, isNot, present, matches, sameAs, differsFrom, above or below',
  )
  .refine(
    given => given.present !== undefined || parseElementPlace(given.place) !== undefined,
    'only an element has a value: of a segment say present',
  )

/** A pattern that can be matched in bounded time. */
export function patternText() {
  return z.string().superRefine((text, context) => {
    const problem = patternProblem(text)
    if (problem) context.addIssue({ code: 'custom', message: `not a pattern: ${problem}` })
  })
}

/** Text with `{document.…}`, `{source.…}`, `{fact.…}` or the place of an element filled in. */
function templateText() {
  return z
    .string()
    .min(1)
    .superRefine((text, context) => {
      for (const [, name = ''] of text.matchAll(/\{([^}]*)\}/g)) {
        if (/^(document|source|fact)\.\S+$/.test(name) || parseElementPlace(name)) continue
        const message = `{${name}} means nothing: expected {document.…}, {source.…}, {fact.…} or an element such as {BEG03}`
        context.addIssue({ code: 'custom', message })
      }
    })
}

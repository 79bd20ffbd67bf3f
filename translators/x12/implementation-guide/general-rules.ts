import type { PolicyRules } from '../overlay/policy-schema.ts'
import type { ConditionalRule, Consequences } from '../overlay/rule-schema.ts'
import type { Overlay } from '../overlay/schema.ts'
import type { RuleEntry } from './model.ts'
import { conditionWords } from './words/conditions.ts'
import { elementRuleWords } from './words/element-rules.ts'
import { allOf, anyOf, placeWords } from './words/places.ts'
import { addedWords, moveWords, segmentRuleWords } from './words/segment-rules.ts'

type Part<K extends keyof Overlay> = (given: NonNullable<Overlay[K]>, overlay: Overlay) => RuleEntry[]

/** Shown elsewhere: at the title, in the table of transmission, beside segments and elements. */
const elsewhere = (): RuleEntry[] => []

/** What each part of a map says beyond single segments and elements. The types see to it that no part is left out. */
const parts: { readonly [K in keyof Required<Overlay>]: Part<K> } = {
  overlay: elsewhere,
  name: elsewhere,
  notes: elsewhere,
  set: elsewhere,
  version: elsewhere,
  delimiters: elsewhere,
  lineBreak: elsewhere,
  lineLength: elsewhere,
  uppercase: elsewhere,
  characters: elsewhere,
  timeZone: elsewhere,
  envelope: elsewhere,
  batch: elsewhere,
  fileName: elsewhere,
  hierarchy: elsewhere,
  segments: elsewhere,
  elements: elsewhere,
  rules: given => given.map(conditionalEntry),
  add: given => given.map(each => ({ name: each.name, sentences: addedWords(each).map(withoutName(each.name)) })),
  moves: given => [{ name: 'Values that stand elsewhere', sentences: given.flatMap(moveWords) }],
  structure: given => [{ name: 'Changes to the standard’s structure', sentences: given.map(structureWords) }],
  codes: given => [{ name: 'Codes of the partner’s own', sentences: Object.entries(given).map(codeWords) }],
  productIds: given => [{ name: 'Product identifiers', sentences: given.map(productIdWords) }],
  productIdPlaceholders: given => [
    {
      name: 'Placeholders for product identifiers',
      sentences: [`${anyOf(given.map(text => `“${text}”`))} means that there is no identifier.`],
    },
  ],
  echo: given => [
    { name: 'Returned as received', sentences: [`From the document that is answered: ${allOf(given)}.`] },
  ],
  tests: given =>
    given.map(({ name, message, severity, test }) => ({
      name,
      sentences: [`${message}${severity === 'warning' ? ' (a warning only)' : ''}`, `Checked by: ${test}`],
    })),
  policy: policyEntries,
  severities: given => [
    {
      name: 'How strictly files are judged',
      sentences: Object.entries(given).map(
        ([code, severity]) =>
          `${code}: ${{ error: 'refused', warning: 'told, and taken', ignore: 'not looked at' }[severity]}.`,
      ),
    },
  ],
}

/** The rules of a map that hold sometimes, or for the document as a whole. */
export function generalRules(overlay: Overlay): RuleEntry[] {
  return (Object.keys(parts) as (keyof Overlay)[]).flatMap(name => entriesFor(name, overlay))
}

function entriesFor<K extends keyof Overlay>(name: K, overlay: Overlay): RuleEntry[] {
  const given = overlay[name]
  return given === undefined ? [] : parts[name](given as NonNullable<Overlay[K]>, overlay)
}

function withoutName(name: string) {
  return (sentence: string) => (sentence.startsWith(`${name}: `) ? sentence.slice(name.length + 2) : sentence)
}

function conditionalEntry({ name, in: place, when, must, otherwise, note }: ConditionalRule): RuleEntry {
  const where = place ? `In each ${placeWords(place)}: when ` : 'When '
  return {
    name,
    sentences: [
      `${where}${conditionWords(when)}:`,
      ...consequenceWords(must),
      ...(otherwise ? ['Otherwise:', ...consequenceWords(otherwise)] : []),
      ...(note ? [note] : []),
    ],
  }
}

function consequenceWords({ segments = {}, elements = {}, refuse }: Consequences = {}): string[] {
  const named = (name: string) => (words: string) => `${placeWords(name)}: ${words}`
  return [
    ...Object.entries(segments).flatMap(([name, rule]) => segmentRuleWords(rule).map(named(name))),
    ...Object.entries(elements).flatMap(([name, rule]) => elementRuleWords(rule).map(named(name))),
    ...(refuse ? [`This is refused: ${refuse}`] : []),
  ]
}

function structureWords({ at, after, replace, drop }: NonNullable<Overlay['structure']>[number]): string {
  if (drop) return `${at} is not part of the set.`
  return replace ? `${at} is here ${replace}.` : `After ${at} may come ${after}.`
}

function codeWords([place, table]: [string, Readonly<Record<string, string>>]): string {
  const pairs = Object.entries(table).map(([ours, theirs]) => `${theirs} for the standard’s ${ours}`)
  return `${placeWords(place)}: ${pairs.join(', ')}.`
}

function productIdWords({ field, qualifier, usage, pair }: NonNullable<Overlay['productIds']>[number]): string {
  const where = pair === undefined ? '' : `, always in pair ${pair}`
  return `${qualifier}: the ${field} number${where}${usage === 'required' ? ', on every line' : ''}.`
}

/** What a partner expects of the documents themselves. */
function policyEntries(policy: PolicyRules): RuleEntry[] {
  const { answers = {}, shipments = {}, invoices = {}, stock = {}, duplicateKey } = policy
  const sentences: [unknown, string][] = [
    [
      answers.send,
      { always: 'Every order is answered.', rejections: 'Only rejections are sent.', never: 'No answers are sent.' }[
        answers.send ?? 'always'
      ],
    ],
    [answers.allOrNothing, 'An order is filled whole or rejected whole.'],
    [answers.everyLine, 'Every line of the order is answered.'],
    [answers.oneAnswerPerLine, 'A line has one answer, not several parts.'],
    [answers.forbid, `A line is never answered ${anyOf(answers.forbid ?? [])}.`],
    [answers.reasons, 'A rejected line says why.'],
    [shipments.oneOrder, 'A shipment is of one order.'],
    [shipments.onePackage, 'A shipment is one package.'],
    [shipments.packageNumber, packageWords[shipments.packageNumber ?? 'either']],
    [invoices.oneOrder, 'An invoice is about one order.'],
    [
      invoices.totalWithin,
      `The total is the sum of lines, charges, allowances and taxes, within ${invoices.totalWithin}.`,
    ],
    [invoices.noFreeLines, 'A line without a price is refused.'],
    [invoices.creditMemos, `Credit memos are ${invoices.creditMemos}.`],
    [stock.scope, stock.scope === 'full' ? 'Stock is told of every item.' : 'Stock is told of items that changed.'],
    [stock.cap, `Stock above ${stock.cap} is told as ${stock.cap}.`],
    [stock.discontinuedIsZero, 'An item that is discontinued has no stock.'],
    [duplicateKey, `A second document of the same ${allOf(duplicateKey ?? [])} is a duplicate.`],
  ]
  const said = sentences.flatMap(([given, sentence]) => (given ? [sentence] : []))
  return said.length > 0 ? [{ name: 'What is expected of documents', sentences: said }] : []
}

const packageWords = {
  sscc: 'Every package has an SSCC.',
  tracking: 'Every package has a tracking number.',
  either: 'Every package has an SSCC or a tracking number.',
  both: 'Every package has an SSCC and a tracking number.',
} as const

import type { Relation } from '../../guides/model.ts'
import { elementName } from '../../overlay/place.ts'
import type { AddedSegment, Move, SegmentRule } from '../../overlay/rule-schema.ts'
import { conditionWords } from './conditions.ts'
import { allOf, anyOf, placeWords } from './places.ts'
import { valueWords } from './values.ts'

type Sentence<K extends keyof SegmentRule> = (
  given: NonNullable<SegmentRule[K]>,
  rule: SegmentRule,
) => string | undefined

const sentences: { readonly [K in keyof Required<SegmentRule>]: Sentence<K> } = {
  usage: given => ({ required: 'Must be sent.', optional: 'May be left out.', 'not used': 'Not used.' })[given],
  min: given => `At least ${given} of them.`,
  max: given => `At most ${given} of them.`,
  overflow: (_, { max }) => `What is beyond ${max ?? 'the most'} is left out.`,
  relations: ({ off = [], add = [] }) =>
    [
      ...(off.length > 0 ? [`The standard’s condition ${allOf(off)} is not asked for.`] : []),
      ...(add.length > 0 ? [`Also asked for: ${allOf(add)}.`] : []),
    ].join(' '),
  note: given => given,
}

/** What a partner's rule says of a segment, one sentence each. `except` names what is shown otherwise. */
export function segmentRuleWords(rule: SegmentRule, except: readonly (keyof SegmentRule)[] = []): string[] {
  return (Object.keys(sentences) as (keyof SegmentRule)[]).flatMap(name =>
    except.includes(name) ? [] : sentence(name, rule),
  )
}

function sentence<K extends keyof SegmentRule>(name: K, rule: SegmentRule): string[] {
  const given = rule[name]
  const words = given === undefined ? undefined : sentences[name](given as NonNullable<SegmentRule[K]>, rule)
  return words ? [words] : []
}

/** A relational condition (X12.6 3.5.4) in a sentence. */
export function relationWords({ kind, elements }: Pick<Relation, 'kind' | 'elements'>, tag: string): string {
  const names = elements.map(element => elementName(tag, element))
  const [first = '', ...others] = names
  switch (kind) {
    case 'P':
      return `${allOf(names)} come together: if one is sent, all are.`
    case 'R':
      return `At least one of ${allOf(names)} is sent.`
    case 'E':
      return `Only one of ${allOf(names)} may be sent.`
    case 'C':
      return `If ${first} is sent, so ${others.length > 1 ? 'are' : 'is'} ${allOf(others)}.`
    case 'L':
      return `If ${first} is sent, so is at least one of ${anyOf(others)}.`
  }
}

/** `P0304` as a relation. */
export function parseRelation(text: string): Pick<Relation, 'kind' | 'elements'> {
  return { kind: text[0] as Relation['kind'], elements: [...text.slice(1).matchAll(/\d\d/g)].map(Number) }
}

/** A segment that the partner wants beside the standard map's. */
export function addedWords(added: AddedSegment): string[] {
  const { name, segment, elements, followedBy = [], order, when, usage, unlessPresent, note } = added
  const built = (tag: string, values: AddedSegment['elements']) =>
    allOf(Object.entries(values).map(([number, value]) => `${tag}${number} is ${valueWords(value)}`))
  const where = added.in === undefined ? '' : ` for each ${placeWords(added.in)}`
  return [
    `${name}: ${segment} is sent${where}${when ? ` when ${conditionWords(when)}` : ''}, where ${built(segment, elements)}.`,
    ...followedBy.map(next => `It is followed by ${next.segment}, where ${built(next.segment, next.elements)}.`),
    ...(order === 'first' ? [`It comes before every other ${segment}.`] : []),
    ...(usage === 'optional' ? ['It is left out when one of these values is not known.'] : []),
    ...(unlessPresent ? [`It is sent only where no other ${segment} of its kind is.`] : []),
    ...(note ? [note] : []),
  ]
}

/** A value that stands elsewhere than usual. */
export function moveWords({ from, to, clear = [], note }: Move): string[] {
  const cleared =
    clear.length > 0 ? ` ${allOf(clear.map(placeWords))} ${clear.length > 1 ? 'are' : 'is'} then empty.` : ''
  return [`What usually stands in ${placeWords(from)} stands in ${placeWords(to)}.${cleared}`, ...(note ? [note] : [])]
}

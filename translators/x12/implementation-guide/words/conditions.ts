import type { Condition } from '../../overlay/value-schema.ts'
import { allOf, anyOf, placeWords } from './places.ts'

/** A condition as the words after “when”. */
export function conditionWords(condition: Condition): string {
  if ('all' in condition) return allOf(condition.all.map(inner))
  if ('any' in condition) return anyOf(condition.any.map(inner))
  if ('not' in condition) return `it is not so that ${inner(condition.not)}`
  if ('fact' in condition) return factWords(condition)
  return placedWords(condition)
}

function inner(condition: Condition): string {
  const words = conditionWords(condition)
  return 'all' in condition || 'any' in condition ? `(${words})` : words
}

function factWords({ fact, is, isNot }: Extract<Condition, { fact: string }>): string {
  if (is !== undefined) return `the agreed ${fact} is ${values(is)}`
  return isNot === undefined ? `a ${fact} is agreed` : `the agreed ${fact} is not ${values(isNot)}`
}

function placedWords(condition: Extract<Condition, { place: string }>): string {
  const { is, isNot, present, matches, sameAs, differsFrom, above, below } = condition
  const place = placeWords(condition.place)
  if (present !== undefined) return present ? `${place} is sent` : `${place} is not sent`
  if (is !== undefined) return `${place} is ${values(is)}`
  if (isNot !== undefined) return `${place} is not ${values(isNot)}`
  if (matches !== undefined) return `${place} has the form ${matches}`
  if (sameAs !== undefined) return `${place} is the same as ${placeWords(sameAs)}`
  if (differsFrom !== undefined) return `${place} differs from ${placeWords(differsFrom)}`
  if (above !== undefined) return `${place} is above ${above}`
  if (below !== undefined) return `${place} is below ${below}`
  return `${place} is sent`
}

function values(given: string | readonly string[]): string {
  return anyOf([given].flat().map(value => (value === '' ? 'empty' : `“${value}”`)))
}

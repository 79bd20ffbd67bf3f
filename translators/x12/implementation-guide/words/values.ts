import type { Value } from '../../overlay/value-schema.ts'
import { placeWords } from './places.ts'

/** Where a value comes from, as the words after “is”. */
export function valueWords(value: Value): string {
  if (typeof value === 'string') return `always “${value}”`
  if ('document' in value) return `the document’s ${value.document}`
  if ('source' in value) return `${value.source} of the document that is answered, returned as it came`
  if ('fact' in value) return `the ${value.fact} agreed with the partner`
  if ('copy' in value) return `the same as ${placeWords(value.copy)}`
  if ('count' in value) return `the number of segments ${placeWords(value.count)}`
  if ('sum' in value) return `the sum of ${placeWords(value.sum)}`
  if ('template' in value) return `put together as ${value.template}`
  const each = value.for === undefined ? '' : ` for each of ${value.for}`
  return `computed${each}: ${value.expression}`
}

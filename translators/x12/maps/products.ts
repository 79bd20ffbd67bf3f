import { packCode } from '../guides/model.ts'
import { type Fields, notePlace, type Part, type ProductIdQualifier, placeOf, put, type Reading } from './binding.ts'

/** Which X12 235 qualifiers are read into which name, the best first. */
const readable: Readonly<Record<string, readonly string[]>> = {
  buyer: ['SK', 'IN', 'BP', 'PI', 'CB', 'IT'],
  supplier: ['VN', 'VP', 'VC', 'VA', 'ST'],
  upc: ['UP', 'UI'],
  ean: ['EN'],
  gtin: ['UK', 'UA'],
  manufacturer: ['MG', 'MF'],
}

interface Meaning {
  field: string
  /** The smaller the better. */
  rank: number
}

/** By packed qualifier. */
const meanings = new Map<number, Meaning>(
  Object.entries(readable).flatMap(([field, codes]) => codes.map((code, rank) => [packCode(code), { field, rank }])),
)

/** The qualifiers written unless the partner's map chooses others, in this order. */
export const defaultProductIds: readonly ProductIdQualifier[] = [
  { field: 'buyer', qualifier: 'SK' },
  { field: 'supplier', qualifier: 'VN' },
  { field: 'upc', qualifier: 'UP' },
  { field: 'ean', qualifier: 'EN' },
  { field: 'gtin', qualifier: 'UK' },
  { field: 'manufacturer', qualifier: 'MG' },
]

const noCodes: readonly string[] = []

/** Where in a segment pairs stand. */
interface Pairs {
  first: number
  last: number
  elsewhere: readonly number[]
}

/**
 * Pairs of qualifier and product id from an element on (PO106, LIN02), floating as most partners send them. An id that the document has no
 * name for, or another one for already, is passed over; `last` is the element of the last of them,
 * `elsewhere` are qualifiers that another part reads.
 */
export function productIds(
  first: number,
  field = 'ids',
  { last = Number.POSITIVE_INFINITY, elsewhere = noCodes } = {},
): Part {
  const place = { first, last, elsewhere: elsewhere.map(packCode) }
  return {
    read(segment, into, reading) {
      const ids = readPairs(place, segment, reading)
      for (const _ in ids) {
        put(into, field, ids, reading, segment, first + 1)
        return
      }
      notePlace(into, field, reading, segment, first + 1)
    },
    write(from, elements, writing) {
      const ids = from[field] as Fields | undefined
      if (!ids) return false
      let at = first
      for (const choice of writing.productIds) {
        const value = idOf(ids, choice.field)
        if (value === undefined) continue
        if (choice.pair) at = first + 2 * (choice.pair - 1)
        elements[at++] = choice.qualifier
        elements[at++] = value
      }
      return at > first
    },
  }
}

/** A product's id by its name. Every line of every document asks for each of them, and a name that stands in the code is found fastest. */
function idOf(ids: Fields, field: string): string | undefined {
  const named = ids as Record<string, string | undefined>
  switch (field) {
    case 'buyer':
      return named.buyer
    case 'supplier':
      return named.supplier
    case 'upc':
      return named.upc
    case 'ean':
      return named.ean
    case 'gtin':
      return named.gtin
    case 'manufacturer':
      return named.manufacturer
    default:
      return undefined
  }
}

function readPairs({ first, last, elsewhere }: Pairs, segment: number, reading: Reading): Fields {
  const ids: Fields = {}
  let ranks: Record<string, { rank: number; element: number }> | undefined
  const count = Math.min(reading.buffer.elements(segment), last + 1)
  for (let element = first; element + 1 < count; element += 2) {
    const qualifier = reading.code(segment, element)
    const known = qualifier > 0 ? (chosenBy(reading, qualifier) ?? meanings.get(qualifier)) : undefined
    const value = known ? reading.text(segment, element + 1) : ''
    if (!known && qualifier !== 0 && !elsewhere.includes(qualifier)) reading.pass(segment, element)
    if (!known || !value) continue
    const field = fieldOf(known.field, value)
    if (!field) {
      tellOddGtin(reading, segment, element + 1, reading.text(segment, element), value)
      continue
    }
    const before = ids[field]
    const after = field === 'upc' ? value.slice(-12) : value
    if (before !== undefined) {
      const worse = known.rank >= (ranks?.[field]?.rank ?? 0)
      if (before !== after) reading.pass(segment, worse ? element : (ranks?.[field]?.element ?? first))
      if (worse) continue
    }
    ids[field] = after
    if (known.rank > 0) {
      ranks ??= {}
      ranks[field] = { rank: known.rank, element }
    }
  }
  return ids
}

/** What a partner's map calls a qualifier goes before what it usually means. */
function chosenBy(reading: Reading, qualifier: number): Meaning | undefined {
  const chosen = reading.productIds?.find(choice => packCode(choice.qualifier) === qualifier)
  return chosen && { field: chosen.field, rank: -1 }
}

/** GTINs stand under the wrong qualifier at times, or with a zero too many: their length says what they are. */
function fieldOf(field: string, value: string): string | undefined {
  if (field !== 'upc' && field !== 'ean' && field !== 'gtin') return field
  const { length } = value
  if (length < 12 || length > 14 || !/^\d+$/.test(value)) return undefined
  if (length === 12 || (field === 'upc' && /^0+$/.test(value.slice(0, length - 12)))) return 'upc'
  return length === 13 ? 'ean' : 'gtin'
}

function tellOddGtin(reading: Reading, segment: number, element: number, qualifier: string, value: string): void {
  const at = placeOf(reading, segment, element)
  const message = `${at.segment}${String(element).padStart(2, '0')} "${value}" stands under ${qualifier} but is no GTIN of 12 to 14 digits; it is left out.`
  reading.report('ambiguous-value', { message, at, value, expected: '12 to 14 digits' })
}

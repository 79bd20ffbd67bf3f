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

const fieldOf = new Map(
  Object.entries(readable).flatMap(([field, codes]) => codes.map((code, rank) => [code, { field, rank }] as const)),
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

/** Pairs of qualifier and product id from an element on (PO106, LIN02), floating as most partners send them. */
export function productIds(first: number, field = 'ids'): Part {
  return {
    read(segment, into, reading) {
      const ids = readPairs(first, segment, reading)
      for (const _ in ids) {
        put(into, field, ids, reading, segment, first + 1)
        return
      }
      notePlace(into, field, reading, segment, first + 1)
    },
    write(from, elements, writing) {
      const ids = from[field] as Fields | undefined
      let at = first
      for (const choice of ids ? writing.productIds : []) {
        const value = ids![choice.field]
        if (typeof value !== 'string') continue
        if (choice.pair) at = first + 2 * (choice.pair - 1)
        elements[at++] = choice.qualifier
        elements[at++] = value
      }
      return at > first
    },
  }
}

function readPairs(first: number, segment: number, reading: Reading): Fields {
  const ids: Fields = {}
  const ranks: Record<string, number> = {}
  const count = reading.buffer.elements(segment)
  for (let element = first; element + 1 < count; element += 2) {
    const qualifier = reading.text(segment, element)
    const value = reading.text(segment, element + 1)
    const known = value && (chosenBy(reading, qualifier) ?? fieldOf.get(qualifier))
    if (!known) continue
    const name = nameOf(known.field, value)
    if (!name) {
      tellOddGtin(reading, segment, element + 1, qualifier, value)
      continue
    }
    if (known.rank >= (ranks[name.field] ?? Number.POSITIVE_INFINITY)) continue
    ids[name.field] = name.value
    ranks[name.field] = known.rank
  }
  return ids
}

/** What a partner's map calls a qualifier goes before what it usually means. */
function chosenBy(reading: Reading, qualifier: string): { field: string; rank: number } | undefined {
  const chosen = reading.productIds?.find(choice => choice.qualifier === qualifier)
  return chosen && { field: chosen.field, rank: -1 }
}

/** GTINs stand under the wrong qualifier at times, or with a zero too many: their length says what they are. */
function nameOf(field: string, value: string): { field: string; value: string } | undefined {
  if (field !== 'upc' && field !== 'ean' && field !== 'gtin') return { field, value }
  if (!/^\d{12,14}$/.test(value)) return undefined
  if (field === 'upc' && value.length > 12 && /^0+$/.test(value.slice(0, value.length - 12))) {
    return { field, value: value.slice(-12) }
  }
  if (value.length === 12) return { field: 'upc', value }
  return { field: value.length === 13 ? 'ean' : 'gtin', value }
}

function tellOddGtin(reading: Reading, segment: number, element: number, qualifier: string, value: string): void {
  const at = placeOf(reading, segment, element)
  const message = `${at.segment}${String(element).padStart(2, '0')} "${value}" stands under ${qualifier} but is no GTIN of 12 to 14 digits; it is left out.`
  reading.report('ambiguous-value', { message, at, value, expected: '12 to 14 digits' })
}

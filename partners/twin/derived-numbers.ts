/**
 * A number derived from text, 0 to 2^64 − 1: the FNV-1a hash over UTF-16 code units. A supplier that answers the same order twice arrives at
 * the same numbers by it.
 */
export function hashOf(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) {
    hash ^= BigInt(text.charCodeAt(index))
    hash = BigInt.asUintN(64, hash * 0x100000001b3n)
  }
  // FNV leaves similar texts with similar high bits; folding them down spreads the remainder that callers take.
  return hash ^ (hash >> 29n)
}

/**
 * `length` digits for the `index`th thing of one order: distinct within the order for certain, since they count up from a start
 * that the order's number decides.
 */
export function derivedDigits(seed: string, index: number, length: number): string {
  const size = 10n ** BigInt(length)
  return String((hashOf(seed) + BigInt(index)) % size).padStart(length, '0')
}

/** The longest invoice and shipment number that every format carries (X12 element 76 ends at 22). */
const longestNumber = 22

/**
 * The number of a supplier's `sequence`th document about an order: the order's own number with a letter for the kind, or a hash of it where
 * that grows too long for X12.
 */
export function derivedDocumentNumber(
  supplierCode: string,
  kind: 'shipment' | 'invoice' | 'sales-order',
  orderNumber: string,
  sequence: number,
): string {
  const letter = { shipment: 'S', invoice: 'I', 'sales-order': 'O' }[kind]
  const plain = `${orderNumber}-${letter}${sequence}`
  if (plain.length <= longestNumber) return plain
  const rest = `${letter}${sequence}`
  return `${supplierCode}${derivedDigits(orderNumber, 0, longestNumber - supplierCode.length - rest.length)}${rest}`
}

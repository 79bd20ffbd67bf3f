import type { ProductIds } from '../../translators/documents/index.ts'
import type { InvoiceLineFacts, OrderLineFacts } from './facts.ts'

/**
 * The purchase order line that an invoice line is about. The item decides, since many suppliers number invoice lines by themselves; the
 * number decides between lines of the same item, and alone where the ids say nothing. `hasRoom` breaks a tie that is left.
 */
export function findOrderLine<Line extends OrderLineFacts>(
  line: Pick<InvoiceLineFacts, 'ids' | 'lineNumber'>,
  orderLines: readonly Line[],
  hasRoom: (candidate: Line) => boolean,
): Line | undefined {
  const given = givenBy(line.ids)
  const meant = orderLines.find(each => isNumbered(each, line) && compareIds(given, each) === 'same')
  if (meant) return meant
  const named = orderLines.filter(each => compareIds(given, each) === 'same')
  if (named.length > 0) return named.find(hasRoom) ?? named[0]
  return orderLines.find(each => isNumbered(each, line) && compareIds(given, each) === 'unknown')
}

/** What an invoice line calls its item. */
interface GivenIds {
  ids: ProductIds
  /** Of fourteen digits. */
  gtins: readonly string[]
  names: readonly string[]
}

function givenBy(ids: ProductIds | null): GivenIds | undefined {
  if (!ids) return undefined
  const gtins = [ids.upc, ids.ean, ids.gtin].flatMap(digits => (digits ? [digits.padStart(14, '0')] : []))
  const names = [ids.buyer, ids.supplier, ids.manufacturer].flatMap(name => (name ? [plain(name)] : []))
  return { ids, gtins, names }
}

/** Whether ids name a line's item, name another, or cannot be compared with what is known of it. */
function compareIds(given: GivenIds | undefined, line: OrderLineFacts): 'same' | 'other' | 'unknown' {
  if (!given) return 'unknown'
  const { ids, gtins, names } = given
  // Suppliers mix up whose number is whose, so a name counts wherever it stands.
  if (hasName(names, line) || gtins.some(digits => hasGtin(line, digits))) return 'same'
  const comparable =
    Boolean(ids.buyer || ids.supplier) ||
    Boolean(ids.manufacturer && line.manufacturerPart) ||
    (gtins.length > 0 && line.gtins.length > 0)
  return comparable ? 'other' : 'unknown'
}

function hasName(names: readonly string[], { sku, supplierSku, manufacturerPart }: OrderLineFacts): boolean {
  if (names.length === 0) return false
  return [sku, supplierSku, manufacturerPart ?? ''].some(known => names.includes(plain(known)))
}

function hasGtin({ gtins }: OrderLineFacts, digits: string): boolean {
  return gtins.some(known => known.padStart(14, '0') === digits)
}

function plain(name: string): string {
  return name.trim().toUpperCase()
}

function isNumbered({ lineNumber }: OrderLineFacts, line: Pick<InvoiceLineFacts, 'lineNumber'>): boolean {
  return line.lineNumber !== null && sameNumber(lineNumber, line.lineNumber)
}

/** `1`, `01` and `0001` are the same number. */
function sameNumber(one: string, other: string): boolean {
  return one === other || one.trim().replace(/^0+(?=.)/, '') === other.trim().replace(/^0+(?=.)/, '')
}

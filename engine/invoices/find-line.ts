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
  const numbered = (candidate: Line) => line.lineNumber !== null && sameNumber(candidate.lineNumber, line.lineNumber)
  const named = orderLines.filter(candidate => compareIds(line.ids, candidate) === 'same')
  if (named.length > 0) return named.find(numbered) ?? named.find(hasRoom) ?? named[0]
  return orderLines.find(candidate => numbered(candidate) && compareIds(line.ids, candidate) === 'unknown')
}

/** Whether ids name a line's item, name another, or cannot be compared with what is known of it. */
function compareIds(ids: ProductIds | null, line: OrderLineFacts): 'same' | 'other' | 'unknown' {
  if (!ids) return 'unknown'
  const gtins = [ids.upc, ids.ean, ids.gtin].flatMap(digits => (digits ? [digits.padStart(14, '0')] : []))
  const names = [ids.buyer, ids.supplier, ids.manufacturer].flatMap(name => (name ? [plain(name)] : []))
  const knownGtins = line.gtins.map(digits => digits.padStart(14, '0'))
  const knownNames = [line.sku, line.supplierSku, line.manufacturerPart ?? ''].map(plain)
  // Suppliers mix up whose number is whose, so a name counts wherever it stands.
  if (gtins.some(digits => knownGtins.includes(digits)) || names.some(name => knownNames.includes(name))) return 'same'
  const comparable =
    Boolean(ids.buyer || ids.supplier) ||
    Boolean(ids.manufacturer && line.manufacturerPart) ||
    (gtins.length > 0 && knownGtins.length > 0)
  return comparable ? 'other' : 'unknown'
}

function plain(name: string): string {
  return name.trim().toUpperCase()
}

/** `1`, `01` and `0001` are the same number. */
function sameNumber(one: string, other: string): boolean {
  return one.trim().replace(/^0+(?=.)/, '') === other.trim().replace(/^0+(?=.)/, '')
}

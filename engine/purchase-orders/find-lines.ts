import type { ProductIds } from '../../translators/documents/index.ts'

/** What a purchase order line can be recognised by. */
export interface NamedLine {
  lineNumber: string
  sku: string
  supplierSku: string
  /** Every GTIN that the catalogue knows of its product, of any length. */
  gtins: readonly string[]
  manufacturerPart: string | null
}

/**
 * The lines that a supplier's line can mean, the likeliest first: the one with its number, or else those of its item. Several stand for the
 * same item ordered twice. `otherItem` tells that the number fits but the ids name something else.
 */
export function findLines<Line extends NamedLine>(
  named: { lineNumber?: string | undefined; ids?: ProductIds | undefined },
  lines: readonly Line[],
): { found: Line[]; otherItem: boolean } {
  const { lineNumber, ids } = named
  const numbered = lineNumber === undefined ? undefined : lines.find(line => sameNumber(line.lineNumber, lineNumber))
  if (numbered) return { found: [numbered], otherItem: ids !== undefined && !isItem(ids, numbered) }
  return { found: ids ? lines.filter(line => isItem(ids, line)) : [], otherItem: false }
}

/** Whether any of the ids is one that the line's item is known by. A name counts wherever it stands: suppliers mix up whose is whose. */
function isItem(ids: ProductIds, line: NamedLine): boolean {
  const gtins = [ids.upc, ids.ean, ids.gtin].flatMap(digits => (digits ? [digits.padStart(14, '0')] : []))
  if (gtins.some(digits => line.gtins.some(known => known.padStart(14, '0') === digits))) return true
  const known = [line.sku, line.supplierSku, ...(line.manufacturerPart ? [line.manufacturerPart] : [])].map(plain)
  return [ids.supplier, ids.buyer, ids.manufacturer].some(name => name !== undefined && known.includes(plain(name)))
}

/** `1`, `01` and `0001` are the same number. */
function sameNumber(one: string, other: string): boolean {
  return one.trim().replace(/^0+(?=.)/, '') === other.trim().replace(/^0+(?=.)/, '')
}

function plain(name: string): string {
  return name.trim().toUpperCase()
}

import type { ProductIds } from '../../documents/index.ts'
import type { Word } from '../text/words.ts'
import type { KnownLine } from './known.ts'

/** A known line that words on the page name, by which of its numbers, and the words that do. */
export interface NamedLine {
  line: KnownLine
  ids: ProductIds
  words: Word[]
}

/** Letters and digits in capitals: suppliers print `LP-MUG-01` as `LP MUG 01`. */
export function bare(text: string): string {
  return text.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** Numbers shorter than this stand in descriptions too: they name an item only in a cell of their own. */
const shortest = 4
/** Into so many words a number may be broken. */
const mostPieces = 4

/**
 * The known lines whose numbers stand among words. Each list of words is one cell or one row, in reading order; numbers that were broken over two lines of
 * a cell are put together.
 */
export function identify(cells: readonly (readonly Word[])[], lines: readonly KnownLine[]): NamedLine[] {
  const names = new Map<string, Word[]>()
  for (const cell of cells)
    for (const [text, words] of namesIn(cell)) {
      const alone = words.length === cell.length
      if ((text.length >= shortest || alone) && !names.has(text)) names.set(text, words)
    }
  return lines.flatMap(line => {
    const hits = idsOf(line).flatMap(([name, id]) => {
      const words = names.get(bare(id))
      return words ? [{ name, id, words }] : []
    })
    if (hits.length === 0) return []
    const ids = Object.fromEntries(hits.map(({ name, id }) => [name, id])) as ProductIds
    return [{ line, ids, words: [...new Set(hits.flatMap(({ words }) => words))] }]
  })
}

function* namesIn(cell: readonly Word[]): Generator<[string, Word[]]> {
  for (let from = 0; from < cell.length; from++)
    for (let count = 1; count <= mostPieces && from + count <= cell.length; count++) {
      const words = cell.slice(from, from + count)
      const text = bare(words.map(word => word.text).join(''))
      if (/\d/.test(text) || count === 1) yield [text, words]
    }
}

const gtinNames: Record<number, keyof ProductIds> = { 12: 'upc', 13: 'ean', 14: 'gtin' }

function idsOf(line: KnownLine): [keyof ProductIds, string][] {
  const gtins = line.gtins.flatMap(digits => {
    const name = gtinNames[digits.length]
    return name ? [[name, digits] as [keyof ProductIds, string]] : []
  })
  return [['supplier', line.supplierSku], ['buyer', line.sku], ...gtins]
}

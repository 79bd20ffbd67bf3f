import type { CsvLayout } from '../../translators/csv/index.ts'

/** Words that mean nothing on hand, whoever says them. What is in stock without a number only the partnership can say. */
const nothing = [
  'out of stock',
  'out-of-stock',
  'oos',
  'sold out',
  'unavailable',
  'not available',
  'none',
  'discontinued',
]

/**
 * A layout that also takes words where quantities stand. What the layout itself says of a word goes first, then the partnership's words.
 * @param words word → quantity, e.g. `{ 'in stock': '10' }`
 */
export function withStatusWords(layout: CsvLayout, words: Readonly<Record<string, string>>): CsvLayout {
  const meanings = new Map(nothing.map(word => [word, '0']))
  for (const [word, quantity] of Object.entries(words)) meanings.set(word.trim().toLowerCase(), quantity)
  return {
    ...layout,
    columns: layout.columns.map(column =>
      column.path === 'lines[].quantity' ? { ...column, codes: merged(column.codes ?? {}, meanings) } : column,
    ),
  }
}

function merged(codes: NonNullable<CsvLayout['columns'][number]['codes']>, meanings: ReadonlyMap<string, string>) {
  const all = new Map(Object.entries(codes).map(([value, spellings]) => [value, [spellings].flat()]))
  const known = new Set([...all.values()].flat().map(word => word.toLowerCase()))
  for (const [word, quantity] of meanings) if (!known.has(word)) all.set(quantity, [...(all.get(quantity) ?? []), word])
  return Object.fromEntries(all)
}

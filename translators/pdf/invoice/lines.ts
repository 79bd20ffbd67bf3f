import type Big from 'big.js'
import type { ProductIds } from '../../documents/index.ts'
import type { Word } from '../text/words.ts'
import { cents, type DecimalMark, type Figure } from './amounts.ts'
import { type Block, blocksOf } from './blocks.ts'
import { type ColumnSet, columnOf } from './columns.ts'
import { bare, identify } from './items.ts'
import type { KnownLine, KnownOrder } from './known.ts'
import type { ColumnKind } from './labels.ts'
import type { SummaryAmount } from './summary.ts'

/** One line of the invoice as it stands on the page. Amounts keep the sign that was printed. */
export interface ReadLine {
  block: Block
  quantity: Big | undefined
  price: Big | undefined
  amount: Big
  /** Taken off the line: quantity × price less the amount, where a discount's column says so. */
  discount: { amount: Big; percent?: string } | undefined
  /** Whether quantity, price, discount and amount agree with each other. */
  foots: boolean
  known: { line: KnownLine; order: KnownOrder } | undefined
  ids: ProductIds | undefined
  idWords: Word[]
  description: Word[]
  unit: string | undefined
}

/** Reads the lines of a table whose columns are known. */
export function readLines(
  rows: Parameters<typeof blocksOf>[0],
  set: ColumnSet,
  summary: readonly SummaryAmount[],
  { mark, orders }: { mark: DecimalMark; orders: readonly KnownOrder[] },
): ReadLine[] {
  return blocksOf(rows, set, summary, mark).map(block => readLine(block, set, orders))
}

function readLine(block: Block, set: ColumnSet, orders: readonly KnownOrder[]): ReadLine {
  const cells = cellsOf(block, set)
  const figures = block.figures
  const amount = figures.amount!.value
  const found = footing(figures.quantity?.value, figures.price?.value, amount, figures.discount)
  const named = nameLine(block, cells, found, orders)
  // Without a header there is no column of descriptions: what names the item is no part of one.
  const ids = set.headers.size > 0 ? [] : (named?.words ?? [])
  const taken = new Set([...ids, ...Object.values(figures).flatMap(figure => figure.words)])
  const described = cells.get('description') ?? (set.headers.size > 0 ? [] : block.rows.flatMap(row => row.words))
  return {
    block,
    ...found,
    amount,
    known: named?.known,
    ids: named?.ids ?? unknownIds(cells.get('item')),
    idWords: named?.words ?? cells.get('item') ?? [],
    description: described.filter(word => !taken.has(word)),
    unit: unitIn(cells.get('unit')),
  }
}

type Footing = Pick<ReadLine, 'quantity' | 'price' | 'discount' | 'foots'>

/** Holds quantity × price against the amount; a missing one of the two is worked out where that leaves no rest. */
function footing(quantity: Big | undefined, price: Big | undefined, amount: Big, off: Figure | undefined): Footing {
  if (!quantity || !price) return { quantity, price, discount: undefined, foots: false }
  const gross = cents(quantity.times(price).abs())
  const net = amount.abs()
  if (!off || off.value.eq(0)) return { quantity, price, discount: undefined, foots: gross.eq(net) }
  const share = cents(gross.times(off.value.abs()).div(100))
  if (gross.minus(share).eq(net))
    return { quantity, price, discount: { amount: share, percent: off.value.abs().toFixed() }, foots: true }
  const foots = gross.minus(off.value.abs()).eq(net)
  return { quantity, price, discount: { amount: gross.minus(net).abs() }, foots }
}

/** The words of a block by the column in which their phrase stands, each cell from top to bottom. */
function cellsOf(block: Block, set: ColumnSet): Map<ColumnKind, Word[]> {
  const cells = new Map<ColumnKind, Word[]>()
  const figures = new Set(Object.values(block.figures).flatMap(figure => figure.words))
  for (const row of block.rows)
    for (const phrase of row.phrases) {
      const words = phrase.words.filter(word => !figures.has(word))
      if (words.length === 0) continue
      const kind = textColumn(words, set)
      cells.set(kind, [...(cells.get(kind) ?? []), ...words])
    }
  return cells
}

/** Text runs on beyond its column's name: where its left edge stands decides. */
function textColumn(words: readonly Word[], set: ColumnSet): ColumnKind {
  const [first] = words as [Word]
  const last = words.at(-1) as Word
  const right = last.x + last.width
  const within = set.columns.findLast(column => column.left - 3 <= first.x && first.x <= column.right)
  return within?.kind ?? columnOf({ x: first.x, right }, set.columns)?.kind ?? 'description'
}

function nameLine(
  block: Block,
  cells: ReadonlyMap<ColumnKind, Word[]>,
  { quantity, price }: Footing,
  orders: readonly KnownOrder[],
): { known: NonNullable<ReadLine['known']>; ids?: ProductIds; words: Word[] } | undefined {
  const pairs = orders.flatMap(order => order.lines.map(line => ({ line, order })))
  const orderOf = (line: KnownLine) => pairs.find(pair => pair.line === line)!
  const lists = [...cells.values(), ...block.rows.map(row => row.words)]
  const own = identify(
    [cells.get('item') ?? []],
    pairs.map(pair => pair.line),
  )
  const named =
    own.length > 0
      ? own
      : identify(
          lists,
          pairs.map(pair => pair.line),
        )
  const fits = ({ line }: { line: KnownLine }) =>
    (price?.abs().eq(line.unitPrice) ?? false) && (quantity?.abs().lte(line.quantity) ?? false)
  const one = named.length === 1 ? named[0] : (single(named.filter(fits)) ?? sameItem(named))
  if (one) {
    // The supplier's own number stands in its column; the retailer's may stand in the text beside it.
    const all = identify(lists, [one.line])[0] ?? one
    return { known: orderOf(one.line), ids: all.ids, words: one.words }
  }
  // A number that the order does not have is another item, however alike its description.
  if (named.length > 0 || (cells.get('item') ?? []).length > 0) return undefined
  const text = bare((cells.get('description') ?? []).map(word => word.text).join(' '))
  const described = pairs.filter(pair => fits(pair) && text.startsWith(bare(pair.line.description)) && text !== '')
  const only = single(described)
  return only && { known: only, words: [] }
}

function single<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined
}

/** Several lines of one item: the first stands for all, since its number is theirs too. */
function sameItem<T extends { line: KnownLine }>(named: readonly T[]): T | undefined {
  const [first] = named
  return first && named.every(({ line }) => line.sku === first.line.sku) ? first : undefined
}

function unknownIds(words: readonly Word[] | undefined): ProductIds | undefined {
  const text = (words ?? [])
    .map(word => word.text)
    .join(' ')
    .replace(/- /g, '-')
  return text === '' ? undefined : { supplier: text.slice(0, 80) }
}

function unitIn(words: readonly Word[] | undefined): string | undefined {
  const text = words?.length === 1 ? words[0]?.text.toUpperCase().replace(/\.$/, '') : undefined
  return text && /^[A-Z0-9]{1,3}$/.test(text) ? text : undefined
}

/** A line's price is a Big where it was read; its quantity too. Both, or the line cannot be billed. */
export function isWhole(line: ReadLine): line is ReadLine & { quantity: Big; price: Big } {
  return line.quantity !== undefined && line.price !== undefined
}

/** How well lines explain the page: those that foot and are known count most. */
export function scoreOf(lines: readonly ReadLine[]): number {
  return lines.reduce((score, line) => score + (line.foots ? 2 : -1) + (line.known ? 1 : 0), 0)
}

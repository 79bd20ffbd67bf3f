import { type Row, rightOf, rowsOf, type TextPage, type Word } from '../text/words.ts'
import { bare } from './items.ts'
import type { KnownOrder } from './known.ts'

/** A known order's number where it stands on a page. */
export interface NamedOrder {
  order: KnownOrder
  words: Word[]
}

/** Numbers shorter than this stand on a page by chance. */
const shortest = 4

/** Every place where the number of a known order stands, in one word or in a few beside each other. */
export function findOrders(rows: readonly Row[], orders: readonly KnownOrder[]): NamedOrder[] {
  const byNumber = new Map(orders.map(order => [bare(order.number), order]))
  return rows.flatMap(row =>
    numbersIn(row.words).flatMap(({ text, words }) => {
      const order = text.length >= shortest ? byNumber.get(text) : undefined
      return order ? [{ order, words }] : []
    }),
  )
}

/** What on a page may be an order's number, as `bare` writes it: the keys by which whoever knows the orders looks them up. */
export function possibleNumbers(pages: readonly TextPage[], most: number): string[] {
  const found = new Set<string>()
  for (const row of pages.flatMap(rowsOf))
    for (const { text } of numbersIn(row.words)) {
      if (found.size >= most) return [...found]
      if (text.length >= shortest && text.length <= 50) found.add(text)
    }
  return [...found]
}

/** Words with a digit, alone and with one or two before it: suppliers print `PO 1001` for `PO-1001`, and `PO#1001`. */
function numbersIn(words: readonly Word[]): { text: string; words: Word[] }[] {
  return words.flatMap((word, at) => {
    if (!/\d/.test(word.text)) return []
    const runs = [words.slice(at, at + 1), words.slice(Math.max(at - 1, 0), at + 1), words.slice(at, at + 2)]
    return runs.filter(isRun).map(run => ({ text: bare(run.map(each => each.text).join('')), words: [...run] }))
  })
}

function isRun(words: readonly Word[]): boolean {
  return words.every((word, at) => at === 0 || word.x - rightOf(words[at - 1]!) < word.height)
}

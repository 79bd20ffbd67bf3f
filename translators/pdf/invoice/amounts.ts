import Big from 'big.js'
import { readDecimal } from '../../csv/decimals.ts'
import { type Row, rightOf, type Word } from '../text/words.ts'

export type DecimalMark = '.' | ','

/** A number on a page: its exact value, its sign as printed, and the words that it was read from. */
export interface Figure {
  value: Big
  /** Digits after the decimal mark, as printed. */
  places: number
  percent: boolean
  words: Word[]
  x: number
  right: number
  baseline: number
}

const currencySign = /^(?:[$€£¥]|US\$|CA\$|A\$|[A-Z]{3})$/
const figure = /^[-+(]?(?:[$€£¥]|US\$|CA\$|A\$|[A-Z]{3})?\s?[-+(]?[\d.,'’]*\d[\d.,'’]*\)?-?\s?[€$£%]?\)?$/

/** Whether a word is a number as people write it, with or without a currency's sign. */
export function isFigure(text: string): boolean {
  return figure.test(text)
}

/** The decimal mark of a page's numbers: what stands before the last two digits of most amounts. A point, where nothing tells. */
export function decimalMarkOf(words: readonly Word[]): DecimalMark {
  let commas = 0
  let points = 0
  for (const { text } of words) {
    if (!isFigure(text)) continue
    const digits = text.replace(/[^\d.,]/g, '')
    if (/^\d{1,3}(\.\d{3})*,\d{2}$/.test(digits)) commas++
    else if (/^\d{1,3}(,?\d{3})*\.\d{2,}$/.test(digits)) points++
  }
  return commas > points ? ',' : '.'
}

/** The numbers of a row from left to right; a currency's sign beside one belongs to it. */
export function figuresOf(row: Row, mark: DecimalMark): Figure[] {
  return row.words.flatMap((word, at) => figureOf(row, word, at, mark) ?? [])
}

function figureOf(row: Row, word: Word, at: number, mark: DecimalMark): Figure | undefined {
  if (!isFigure(word.text)) return undefined
  const bare = word.text.replace(/^US\$|^CA\$|^A\$/, '')
  const text = readDecimal(bare.replace(/^\((.*)\)$/, '-$1').replace(/(?<=\d)['’](?=\d{3})/g, ''), mark)
  if (text === undefined) return undefined
  const value = new Big(text)
  const words = [word, ...[row.words[at - 1], row.words[at + 1]].filter(near => near && isSignOf(word, near))] as Word[]
  const percent = word.text.includes('%') || row.words[at + 1]?.text === '%'
  const places = text.split('.')[1]?.length ?? 0
  return { value, places, percent, words, x: word.x, right: rightOf(word), baseline: row.baseline }
}

function isSignOf(word: Word, near: Word): boolean {
  const gap = near.x > word.x ? near.x - rightOf(word) : word.x - rightOf(near)
  return currencySign.test(near.text) && gap < word.height
}

/** Money to the cent, half away from zero. */
export const cents = (amount: Big): Big => amount.round(2, Big.roundHalfUp)

export function sumOf(amounts: readonly Big[]): Big {
  return amounts.reduce((sum, amount) => sum.plus(amount), new Big(0))
}

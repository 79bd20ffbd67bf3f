import type Big from 'big.js'
import { around, type Row, rightOf, type Word } from '../text/words.ts'
import { type DecimalMark, type Figure, figuresOf, isFigure } from './amounts.ts'
import { plainLabel, type SummaryKind, summaryLabels } from './labels.ts'

/** An amount beside the lines, with the words that say what it is. */
export interface SummaryAmount {
  kind: SummaryKind
  amount: Big
  /** As printed. */
  label: string
  /** Where the words say a share: `5` for 5%. */
  percent?: string
  words: Word[]
  row: Row
}

/** The longest words before an amount: what is longer is a sentence. */
const longest = 6

/** The amounts of a page's rows that words to their left name: sums, freight, fees, discounts, taxes. Money has its cents. */
export function summaryAmounts(rows: readonly Row[], mark: DecimalMark): SummaryAmount[] {
  return rows.flatMap(row => {
    const money = figuresOf(row, mark).filter(figure => figure.places === 2 && !figure.percent)
    const last = money.at(-1)
    return last ? (namedAmount(rows, row, last) ?? []) : []
  })
}

function namedAmount(rows: readonly Row[], row: Row, figure: Figure): SummaryAmount | undefined {
  const words = labelBefore(rows, row, figure)
  if (words.length === 0 || words.length > longest) return undefined
  const label = words.map(word => word.text).join(' ')
  const kind = summaryKind(label)
  if (!kind) return undefined
  const percent = /(\d+(?:[.,]\d+)?) ?%/.exec(label)?.[1]?.replace(',', '.')
  return {
    kind,
    amount: figure.value,
    label: label.replace(/:$/, ''),
    ...(percent ? { percent } : {}),
    words: [...words, ...figure.words],
    row,
  }
}

/** What words before an amount say that it is. */
export function summaryKind(label: string): SummaryKind | undefined {
  const plain = plainLabel(label.replace(/\(?\b\d+(?:[.,]\d+)? ?%\)?/g, ' ')).replace(
    /^(plus|less|add|zzgl|abzgl|minus) /,
    '',
  )
  return summaryLabels.find(([pattern]) => pattern.test(plain))?.[1]
}

/** The phrase left of a figure; where its cell has two lines, and the figure stands at the middle, both of them. */
function labelBefore(rows: readonly Row[], row: Row, figure: Figure): Word[] {
  const own = leftOf(row, figure)
  if (own.length > 0) return own
  const near = rows.filter(
    other => other !== row && other.page === row.page && Math.abs(other.baseline - row.baseline) < 0.75 * row.height,
  )
  const beside = near.map(other => leftOf(other, figure))
  const box = beside.filter(words => words.length > 0).map(around)
  const aligned = box.every(each => Math.abs(each.x - (box[0]?.x ?? 0)) < 3)
  return aligned ? beside.flat() : []
}

function leftOf(row: Row, figure: Figure): Word[] {
  const phrase = row.phrases.findLast(each => each.x < figure.x)
  if (!phrase) return []
  const words = phrase.words.filter(word => rightOf(word) <= figure.x + 1 && !figure.words.includes(word))
  const text = words.filter(word => !isFigure(word.text) || /%/.test(word.text))
  return text.some(word => /\p{L}{2}/u.test(word.text)) ? words : []
}

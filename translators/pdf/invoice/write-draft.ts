import type { Word } from '../text/words.ts'
import { sumOf } from './amounts.ts'
import { type Body, goodsOf, wordsOf } from './body.ts'
import { asAllowanceOrCharge, asTax, isTax } from './charges.ts'
import type { Collector, PageFacts } from './collector.ts'
import { wordsAt } from './fit-layout.ts'
import type { Known } from './known.ts'
import { isWhole, type ReadLine } from './lines.ts'
import type { PdfReading } from './reading.ts'

/** Puts the lines into the draft, each figure with where it stands and how sure it is. */
export function writeLines(into: Collector, { lines, sign, set }: Body, orders: Known['orders']): void {
  const several = into.draft.purchaseOrderNumber === undefined && orders.length > 1
  lines.forEach((line, at) => {
    const path = `lines[${at}]`
    into.draft.lines.push(lineOf(line, several))
    const { quantity, price, amount } = line.block.figures
    const figuresSure = line.foots && set !== undefined && (set.from !== 'order' || priceAgrees(line))
    const certainty = figuresSure ? (set.from === 'header' ? 'label' : set.from) : 'guessed'
    into.source(`${path}.ids`, line.known ? 'order' : 'guessed', line.idWords)
    into.source(`${path}.quantity`, certainty, quantity?.words)
    into.source(`${path}.unitPrice`, figuresSure && priceAgrees(line) ? 'order' : certainty, price?.words)
    into.source(`${path}.amount`, certainty, amount?.words)
    if (line.description.length > 0) into.source(`${path}.description`, 'label', line.description)
    doubtsOfLine(into, line, at, sign)
  })
  if (lines.length === 0)
    into.doubt('no-lines', 'No lines were found: the columns of the table could not be told.', 'lines')
}

const priceAgrees = ({ price, known }: ReadLine) =>
  known !== undefined && (price?.abs().eq(known.line.unitPrice) ?? false)

function doubtsOfLine(into: Collector, line: ReadLine, at: number, sign: 1 | -1): void {
  const name = `Line ${at + 1}`
  if (!line.known)
    into.doubt('unknown-item', `${name} names no item of the order: ${wordsOf(line).slice(0, 80)}`, `lines[${at}].ids`)
  if (!isWhole(line)) into.doubt('line-incomplete', `${name} has no quantity or no price.`, `lines[${at}].quantity`)
  else if (!line.foots)
    into.doubt(
      'line-does-not-foot',
      `${name}: ${line.quantity.toFixed()} × ${line.price.toFixed()} is not ${line.amount.toFixed(2)}.`,
      `lines[${at}].unitPrice`,
    )
  if (line.amount.times(sign).lt(0))
    into.doubt('negative-line', `${name} is negative.`, `lines[${at}].quantity`, line.amount.toFixed(2))
}

function lineOf(line: ReadLine, several: boolean): PdfReading['draft']['lines'][number] {
  const description = joinWords(line.description).slice(0, 264)
  const { known, ids, unit, discount } = line
  return {
    ...(known ? { lineNumber: known.line.lineNumber } : {}),
    ...(known && several ? { purchaseOrderNumber: known.order.number } : {}),
    ...(ids ? { ids } : {}),
    ...(description ? { description } : {}),
    ...(line.quantity ? { quantity: line.quantity.abs().toFixed() } : {}),
    ...(unit ? { unit } : {}),
    ...(line.price ? { unitPrice: line.price.abs().toFixed() } : {}),
    ...(discount?.amount.gt(0)
      ? {
          allowancesAndCharges: [
            {
              kind: 'allowance',
              reason: 'discount',
              amount: discount.amount.toFixed(2),
              ...(discount.percent ? { percent: discount.percent } : {}),
            },
          ],
        }
      : {}),
  }
}

const joinWords = (words: readonly Word[]) => words.map(word => word.text).join(' ')

/** Puts what stands beside the lines into the draft, and the total that it has to add up to. */
export function writeSums(
  into: Collector,
  { lines, charges, total, paid, foots, sign }: Body,
  { layout, rows, labels }: PageFacts,
): void {
  const others = charges.filter(charge => !isTax(charge))
  const taxes = charges.filter(isTax)
  const goods = sumOf(goodsOf(lines, sign))
  if (others.length > 0) into.draft.allowancesAndCharges = others.map(charge => asAllowanceOrCharge(charge, goods))
  if (taxes.length > 0) into.draft.taxes = taxes.map(charge => asTax(charge, goods))
  const certainty = foots ? 'label' : 'guessed'
  for (const [at, charge] of others.entries())
    into.source(`allowancesAndCharges[${at}].amount`, certainty, charge.source.words)
  for (const [at, charge] of taxes.entries()) into.source(`taxes[${at}].amount`, certainty, charge.source.words)
  if (taxes.some(({ amount }) => amount.lt(0))) into.doubt('negative-tax', 'A tax is negative.', 'taxes')
  if (!total) {
    into.source('total', 'missing')
    into.doubt('no-total', 'The total was not found.', 'total')
    return
  }
  const claimed = total.amount.times(sign)
  into.draft.total = claimed.abs().toFixed(2)
  const kept = layout?.fields.total && wordsAt(layout.fields.total, rows, labels)
  into.source(
    'total',
    foots ? (kept ? 'layout' : 'label') : 'guessed',
    total.words.filter(word => /\d/.test(word.text)),
  )
  if (claimed.lt(0))
    into.doubt('negative-total', 'The total is negative: it may be a credit memo.', 'total', claimed.toFixed(2))
  if (paid)
    into.doubt(
      'paid-before',
      `The page says that ${paid.amount.abs().toFixed(2)} has been paid already.`,
      'total',
      paid.amount.abs().toFixed(2),
    )
  if (foots) return
  const computed = sumOf([...goodsOf(lines, sign), ...charges.map(charge => charge.amount)])
  if (computed.eq(claimed)) {
    into.doubt(
      'subtotal-differs',
      `The lines come to ${sumOf(goodsOf(lines, sign)).toFixed(2)}, but the subtotal says otherwise.`,
      'total',
    )
    return
  }
  const message = `Lines, charges and taxes add up to ${computed.toFixed(2)}, but the total says ${claimed.toFixed(2)}.`
  into.doubt('does-not-foot', message, 'total', claimed.toFixed(2), computed.toFixed(2))
}

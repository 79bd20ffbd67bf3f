import { sumOf } from './amounts.ts'
import { chargesAmong, type ReadCharge } from './charges.ts'
import type { Collector, PageFacts } from './collector.ts'
import type { ColumnSet } from './columns.ts'
import { plainLabel } from './labels.ts'
import { type ReadLine, readLines, scoreOf } from './lines.ts'
import { type SummaryAmount, summaryAmounts, summaryKind } from './summary.ts'

/** One way of reading lines and sums, by one set of columns. */
export interface Body {
  set: ColumnSet | undefined
  lines: ReadLine[]
  charges: ReadCharge[]
  total: SummaryAmount | undefined
  /** What the page says has been paid already; undefined where nothing has. */
  paid: SummaryAmount | undefined
  foots: boolean
  sign: 1 | -1
}

/** How well this way explains the page. */
export const scoreOfBody = (body: Body) => scoreOf(body.lines) + (body.foots ? 5 : 0)

/** Reads lines and sums by one set of columns; without one there are only sums. */
export function bodyBy(set: ColumnSet | undefined, into: Collector, facts: PageFacts): Body {
  const summary = summaryAmounts(facts.rows, facts.mark)
  const read = set ? readLines(facts.rows, set, summary, { mark: facts.mark, orders: into.orders }) : []
  const inTable = read.filter(line => !line.known && summaryKindOf(line))
  const lines = read.filter(line => !inTable.includes(line))
  const used = new Set(lines.flatMap(line => line.block.rows))
  const beside = [
    ...summary.filter(({ row }) => !used.has(row)),
    ...inTable.filter(line => !summary.some(each => each.row === line.block.anchor)).map(asSummary),
  ]
  const totals = beside.filter(({ kind }) => kind === 'total')
  const credit = facts.isCredit && (totals.at(-1)?.amount.lt(0) ?? false)
  const sign = credit ? -1 : 1
  const charges = chargesAmong(beside, sign)
  const computed = sumOf([...goodsOf(lines, sign), ...charges.map(charge => charge.amount)])
  const total = totals.findLast(({ amount }) => amount.times(sign).eq(computed)) ?? totals.at(-1)
  const foots = (total?.amount.times(sign).eq(computed) ?? false) && subtotalFits(beside, lines, charges, sign)
  return { set, lines, charges, total, paid: paidBefore(beside, total), foots, sign }
}

/** An amount that was paid before: its words say so, or what is due is less by it. What may be paid until a day is none. */
function paidBefore(beside: readonly SummaryAmount[], total: SummaryAmount | undefined): SummaryAmount | undefined {
  return beside.find(({ kind, label, amount }) => {
    if (kind !== 'paid' || amount.eq(0)) return false
    const due = total?.amount.minus(amount.abs())
    const isDue = due !== undefined && beside.some(each => each.kind === 'total' && each.amount.eq(due))
    return isDue || !/^(less )?payments?\b(?! received)/.test(plainLabel(label))
  })
}

/** What each line comes to, with the sign that it has in the total. */
export const goodsOf = (lines: readonly ReadLine[], sign: 1 | -1) => lines.map(line => line.amount.times(sign))

/** A subtotal is what the goods come to, perhaps with some of the charges that follow them. */
function subtotalFits(
  beside: readonly SummaryAmount[],
  lines: readonly ReadLine[],
  charges: readonly ReadCharge[],
  sign: 1 | -1,
): boolean {
  const subtotal = beside.findLast(({ kind }) => kind === 'subtotal')
  if (!subtotal) return true
  const goods = sumOf(goodsOf(lines, sign))
  const steps = charges.map((_, at) => goods.plus(sumOf(charges.slice(0, at + 1).map(charge => charge.amount))))
  return [goods, ...steps].some(sum => sum.eq(subtotal.amount.times(sign)))
}

/** Freight and discounts are put among the goods by some: a line that no item names, and whose words say what it is. */
function summaryKindOf(line: ReadLine): SummaryAmount['kind'] | undefined {
  const kind = summaryKind(wordsOf(line))
  return kind === 'total' || kind === 'subtotal' ? undefined : kind
}

/** What a line says of its item. */
export const wordsOf = (line: ReadLine) => [...line.idWords, ...line.description].map(word => word.text).join(' ')

function asSummary(line: ReadLine): SummaryAmount {
  const words = [...line.description, ...line.block.figures.amount!.words]
  return { kind: summaryKindOf(line)!, amount: line.amount, label: wordsOf(line), words, row: line.block.anchor }
}

import Big from 'big.js'
import type { AgreedTerms } from '../../db/schema/index.ts'
import type { Terms } from '../../translators/documents/index.ts'
import { cents, zero } from './money.ts'

/** When an invoice is to be paid, and until when paying earns the discount. Business dates. */
export interface PaymentDates {
  dueDate: string
  discountDate: string | null
}

/** The dates by the document's terms; what it leaves out is as agreed, and as agreed it counts from the invoice date. */
export function paymentDates(date: string, given: Terms | null | undefined, agreed: AgreedTerms): PaymentDates {
  const from = given && isByMonth(given) ? endOfMonth(date) : date
  const dueDate = given?.netDueDate ?? dueByMonth(date, given) ?? dueByDays(date, from, given, agreed)
  const hasDiscount = [given?.discountAmount, given?.discountPercent ?? agreed.discountPercent].some(one =>
    new Big(one ?? 0).gt(0),
  )
  const byDays =
    given?.discountDays === undefined ? agreedDays(date, agreed.discountDays) : addDays(from, given.discountDays)
  return { dueDate, discountDate: given?.discountDueDate ?? (hasDiscount ? byDays : null) }
}

function isByMonth({ countedFrom, dueDayOfMonth }: Terms): boolean {
  return countedFrom !== undefined || dueDayOfMonth !== undefined
}

function dueByDays(date: string, from: string, given: Terms | null | undefined, agreed: AgreedTerms): string {
  return given?.netDays === undefined ? addDays(date, agreed.netDays) : addDays(from, given.netDays)
}

/** The day of the next month that the terms name; its last one where it is shorter. */
function dueByMonth(date: string, given: Terms | null | undefined): string | undefined {
  if (given?.dueDayOfMonth === undefined) return undefined
  const next = addDays(endOfMonth(date), 1)
  const last = endOfMonth(next)
  const named = addDays(next, given.dueDayOfMonth - 1)
  return [named, last].sort()[0]!
}

function agreedDays(date: string, days: number | undefined): string | null {
  return days === undefined ? null : addDays(date, days)
}

/** Where the document's terms are worse than those agreed. `atStake`: the discount that would be lost. */
export interface WorseTerms {
  expected: string
  actual: string
  atStake: Big
}

/** Compares the document's terms with those agreed. Better terms, and what the document does not mention, are no difference. */
export function worseTerms(
  date: string,
  total: Big,
  given: Terms | null | undefined,
  agreed: AgreedTerms,
): WorseTerms | undefined {
  if (!given) return undefined
  const named = paymentDates(date, given, agreed)
  const right = paymentDates(date, undefined, agreed)
  const lostPercent = discountLost(withPercent(given, total), agreed, named, right)
  if (named.dueDate >= right.dueDate && lostPercent.lte(0)) return undefined
  return {
    expected: termsText(agreed),
    actual: given.description ?? termsText(given),
    atStake: cents(total.times(lostPercent).div(100)),
  }
}

/** Terms that name a discount as an amount of the total, with the share that it is. */
function withPercent(given: Terms, total: Big): Terms {
  if (given.discountPercent !== undefined || given.discountAmount === undefined || total.lte(0)) return given
  // As so many places as an amount of cents can tell apart.
  return { ...given, discountPercent: new Big(given.discountAmount).plus('0.005').times(100).div(total).toFixed(4) }
}

function discountLost(given: Terms, agreed: AgreedTerms, named: PaymentDates, right: PaymentDates): Big {
  const percent = new Big(agreed.discountPercent ?? 0)
  const givenPercent = new Big(given.discountPercent ?? percent)
  if (givenPercent.lt(percent)) return percent.minus(givenPercent)
  const shorter = right.discountDate !== null && named.discountDate !== null && named.discountDate < right.discountDate
  return shorter ? percent : zero
}

/** Terms as the trade writes them: `2/10 net 30`, `net 14`, `net 10 EOM`. */
export function termsText(terms: Partial<AgreedTerms> & Partial<Terms>): string {
  const net = netText(terms)
  const percent = new Big(terms.discountPercent ?? 0)
  const discount = percent.gt(0) ? `${percent.toFixed()}/${terms.discountDays ?? 0}` : ''
  return [discount, net].filter(Boolean).join(' ')
}

function netText({ netDueDate, netDays, countedFrom, dueDayOfMonth }: Terms): string {
  if (netDueDate) return `due ${netDueDate}`
  if (dueDayOfMonth !== undefined) return `due on day ${dueDayOfMonth} of the next month`
  if (netDays === undefined) return ''
  return countedFrom ? `net ${netDays} EOM` : `net ${netDays}`
}

/** The last day of a business date's month. */
function endOfMonth(date: string): string {
  const last = new Date(`${date}T00:00:00Z`)
  last.setUTCMonth(last.getUTCMonth() + 1, 0)
  return last.toISOString().slice(0, 10)
}

/** A business date so many days later; never beyond the last day that four digits can write. */
function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.getUTCFullYear() > 9999 ? '9999-12-31' : moved.toISOString().slice(0, 10)
}

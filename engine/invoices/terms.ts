import Big from 'big.js'
import type { AgreedTerms } from '../../db/schema/index.ts'
import type { Terms } from '../../translators/documents/index.ts'
import { cents, zero } from './money.ts'

/** When an invoice is to be paid, and until when paying earns the discount. Business dates. */
export interface PaymentDates {
  dueDate: string
  discountDate: string | null
}

/** The dates by the document's terms; what it leaves out is as agreed. */
export function paymentDates(date: string, given: Terms | null | undefined, agreed: AgreedTerms): PaymentDates {
  const dueDate = given?.netDueDate ?? addDays(date, given?.netDays ?? agreed.netDays)
  const hasDiscount = [given?.discountAmount, given?.discountPercent ?? agreed.discountPercent].some(one =>
    new Big(one ?? 0).gt(0),
  )
  const days = given?.discountDays ?? agreed.discountDays
  const byDays = days === undefined ? null : addDays(date, days)
  return { dueDate, discountDate: given?.discountDueDate ?? (hasDiscount ? byDays : null) }
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

/** Terms as the trade writes them: `2/10 net 30`, `net 14`. */
export function termsText(terms: Partial<AgreedTerms> & Pick<Terms, 'netDueDate'>): string {
  const net = terms.netDueDate ? `due ${terms.netDueDate}` : terms.netDays === undefined ? '' : `net ${terms.netDays}`
  const percent = new Big(terms.discountPercent ?? 0)
  const discount = percent.gt(0) ? `${percent.toFixed()}/${terms.discountDays ?? 0}` : ''
  return [discount, net].filter(Boolean).join(' ')
}

/** A business date so many days later; never beyond the last day that four digits can write. */
function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.getUTCFullYear() > 9999 ? '9999-12-31' : moved.toISOString().slice(0, 10)
}

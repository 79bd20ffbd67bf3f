import Big from 'big.js'
import type { AgreedTerms } from '../../../db/schema/index.ts'
import type { InvoiceRow } from '../lock.ts'
import { cents, least, zero } from '../money.ts'

/**
 * The discount that paying on a day earns: the amount that the invoice names, in proportion where less than its total is paid, else its percentage (else the agreed one) of what is payable, to the cent. Nothing after the
 * discount date, and nothing on a credit memo.
 */
export function discountOn(
  {
    type,
    terms,
    discountDate,
    payable,
    total,
  }: Pick<InvoiceRow, 'type' | 'terms' | 'discountDate' | 'payable' | 'total'>,
  agreed: AgreedTerms,
  paidOn: string,
): Big {
  if (type === 'credit-memo' || !discountDate || paidOn > discountDate) return zero
  const owed = new Big(payable ?? 0)
  if (terms?.discountAmount && !owed.eq(0)) return least(cents(owed.times(terms.discountAmount).div(total)), owed)
  return cents(owed.times(terms?.discountPercent ?? agreed.discountPercent ?? 0).div(100))
}

import Big from 'big.js'
import { type AllowanceOrCharge, positiveDecimal, type Terms } from '../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'

/** What an allowance or charge can be for, and its word; freight has a field of its own. The same words as on X12 invoices (SAC02). */
export const chargeReasons = {
  handling: 'Handling',
  fuel: 'Fuel surcharge',
  'dropship-fee': 'Dropship fee',
  discount: 'Discount',
  'trade-discount': 'Trade discount',
  promotion: 'Promotion',
  advertising: 'Advertising',
  defective: 'Defective goods',
  other: 'Other',
} as const

/** The allowances and charges of `charges[ROW][kind|reason|description|amount]`; rows without an amount are left out. */
export function chargesFrom(values: FormValues, errors: Record<string, string>): AllowanceOrCharge[] {
  return [...groupFields(values, 'charges')].flatMap(([row, fields]) => {
    const amount = fields.amount?.trim()
    if (!amount) return []
    const bad = (field: string, message: string) => {
      errors[`charges[${row}][${field}]`] ??= message
      return []
    }
    if (!positiveDecimal.safeParse(amount).success) return bad('amount', 'Enter an amount such as 12.50.')
    const reason = fields.reason?.trim() ?? ''
    if (!(reason in chargeReasons)) return bad('reason', 'Choose what it is for.')
    const kind = fields.kind === 'allowance' ? ('allowance' as const) : ('charge' as const)
    const description = fields.description?.trim().slice(0, 80)
    return [{ kind, reason, amount: new Big(amount).toFixed(), ...(description ? { description } : {}) }]
  })
}

/** What charges add to an invoice, less what allowances take off it. */
export function sumOfCharges(charges: readonly AllowanceOrCharge[]): Big {
  return charges.reduce(
    (sum, { kind, amount }) => (kind === 'allowance' ? sum.minus(amount) : sum.plus(amount)),
    new Big(0),
  )
}

/** The terms that the form names: `netDays`, `discountPercent` and `discountDays`; nothing where all are left as agreed. */
export function termsFrom(values: FormValues, errors: Record<string, string>): Terms | undefined {
  const terms: Terms = {}
  for (const field of ['netDays', 'discountDays'] as const) {
    const text = values[field]?.trim()
    if (!text) continue
    if (/^\d{1,3}$/.test(text)) terms[field] = Number(text)
    else errors[field] ??= 'Enter a number of days, at most 999.'
  }
  const percent = values.discountPercent?.trim()
  if (percent) {
    if (positiveDecimal.safeParse(percent).success && new Big(percent).lt(100)) terms.discountPercent = percent
    else errors.discountPercent ??= 'Enter a percentage such as 2.'
  }
  return Object.keys(terms).length > 0 ? terms : undefined
}

import type Big from 'big.js'
import type { AllowanceOrCharge, Tax } from '../../documents/index.ts'
import { cents } from './amounts.ts'
import { plainLabel } from './labels.ts'
import type { SummaryAmount } from './summary.ts'

/** What stands beside the lines, with the sign that it has in the total. */
export interface ReadCharge {
  source: SummaryAmount
  /** Positive where it raises what is owed. */
  amount: Big
}

const sides = new Set<SummaryAmount['kind']>(['freight', 'handling', 'fee', 'discount', 'tax'])

/**
 * The charges, allowances and taxes among the amounts. A discount is taken off whether or not a minus is printed; `sign` is -1 where a credit memo
 * prints what it credits as negative. What comes to nothing is left out.
 */
export function chargesAmong(summary: readonly SummaryAmount[], sign: 1 | -1): ReadCharge[] {
  return summary
    .filter(({ kind, amount }) => sides.has(kind) && !amount.eq(0))
    .map(source => {
      const off = source.kind === 'discount' && source.amount.gt(0) && sign === 1
      return { source, amount: source.amount.times(off ? -1 : sign) }
    })
}

/** An allowance or charge as documents have it. A share is kept where the amount is that share of the goods. */
export function asAllowanceOrCharge({ source, amount }: ReadCharge, goods: Big): AllowanceOrCharge {
  return {
    kind: amount.lt(0) ? 'allowance' : 'charge',
    reason: reasonOf(source),
    amount: amount.abs().toFixed(2),
    ...shareOf(source, amount, goods),
    description: source.label.slice(0, 80),
  }
}

function reasonOf({ kind, label }: SummaryAmount): string {
  if (kind !== 'fee') return kind
  const plain = plainLabel(label)
  if (/drop ?ship/.test(plain)) return 'dropship-fee'
  return /restock/.test(plain) ? 'restocking' : 'fee'
}

/** A tax as documents have it. */
export function asTax({ source, amount }: ReadCharge, goods: Big): Tax {
  const isVat = /\b(vat|mwst|ust|umsatzsteuer|mehrwertsteuer|gst|hst)\b/.test(plainLabel(source.label))
  return {
    type: isVat ? 'value-added' : 'sales',
    amount: amount.toFixed(2),
    ...shareOf(source, amount, goods),
  }
}

function shareOf({ percent }: SummaryAmount, amount: Big, goods: Big): { percent?: string } {
  const agrees = percent !== undefined && cents(goods.times(percent).div(100)).abs().eq(amount.abs())
  return agrees ? { percent } : {}
}

export const isTax = ({ source }: ReadCharge): boolean => source.kind === 'tax'

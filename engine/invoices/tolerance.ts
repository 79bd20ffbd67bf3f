import Big from 'big.js'
import type { Tolerance } from '../../db/schema/index.ts'
import { greatest, least, zero } from './money.ts'

/**
 * How far something may go beyond `base`: the tolerance's amount, its share of the base, or of both whichever it says. Without a tolerance, nothing.
 */
export function allowedBeyond(base: Big, tolerance: Tolerance | undefined): Big {
  const amount = tolerance?.amount === undefined ? undefined : new Big(tolerance.amount)
  const share = tolerance?.share === undefined ? undefined : new Big(tolerance.share).times(base.abs())
  if (amount && share) return tolerance?.whichever === 'greater' ? greatest(amount, share) : least(amount, share)
  return amount ?? share ?? zero
}

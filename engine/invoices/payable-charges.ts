import Big from 'big.js'
import type { ChargeFacts, InvoiceFacts } from './facts.ts'
import type { LineMatch } from './match-line.ts'
import { isTax } from './match-totals.ts'
import { least, zero } from './money.ts'

/** What of one charge is to be paid, with its sign. */
export interface PayableCharge {
  chargeId: string
  payable: string
}

/**
 * What of the charges matched: all of them but what goes beyond the agreement, which is taken from the last ones first, and then from charges
 * that stand on lines. Without any goods that match, and in another currency, none.
 */
export function payableCharges(
  invoice: Pick<InvoiceFacts, 'type' | 'charges' | 'lines'>,
  lines: LineMatch[],
  comparable: boolean,
  beyond: { feesBeyond: Big; taxBeyond: Big },
): PayableCharge[] {
  const billsGoods = invoice.lines.some(line => new Big(line.amount).gt(0))
  const hasGoods = lines.some(line => new Big(line.payable).gt(0))
  if (!comparable || (billsGoods && !hasGoods)) return invoice.charges.map(({ id }) => ({ chargeId: id, payable: '0' }))
  const left = { fees: beyond.feesBeyond, tax: beyond.taxBeyond }
  const isCredit = invoice.type === 'credit-memo'
  const charges = [...invoice.charges].reverse().map(charge => {
    const cut = isCredit ? zero : cutFrom(charge, left)
    return { chargeId: charge.id, payable: new Big(charge.amount).minus(cut).toFixed() }
  })
  if (!isCredit) cutFromLines(invoice, lines, left.fees)
  return charges.reverse()
}

/** Takes from a charge what goes beyond, and notes how much is left to take. */
function cutFrom(charge: ChargeFacts, left: { fees: Big; tax: Big }): Big {
  const of = isTax(charge) ? 'tax' : 'fees'
  if (charge.kind === 'allowance') return zero
  const cut = least(left[of], new Big(charge.amount))
  left[of] = left[of].minus(cut)
  return cut
}

function cutFromLines(invoice: Pick<InvoiceFacts, 'lines'>, lines: LineMatch[], excess: Big): void {
  let left = excess
  for (const line of [...lines].reverse()) {
    if (left.lte(0)) return
    const facts = invoice.lines.find(one => one.id === line.lineId)!
    for (const entry of facts.allowancesAndCharges.filter(one => one.kind === 'charge')) {
      const cut = least(left, least(new Big(entry.amount), new Big(line.payable)))
      line.payable = new Big(line.payable).minus(cut).toFixed()
      left = left.minus(cut)
    }
  }
}

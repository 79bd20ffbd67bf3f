import Big from 'big.js'

/** A customer's order line as its revenue is read from it. Decimals are text. */
export interface RevenueLine {
  unitPrice: string
  quantity: string
  cancelled: string
  shipped: string
}

/**
 * What an order has earned: shipped quantity × price, and of the shipping price the share that falls on it by value (by quantity where
 * everything is free). Rounded to the cent, half away from zero.
 */
export function revenueOf(lines: readonly RevenueLine[], shippingPrice: string): Big {
  const shipped = total(lines, line => new Big(line.shipped).times(line.unitPrice))
  return shipped.plus(shippingShare(lines, shipped).times(shippingPrice)).round(2, Big.roundHalfUp)
}

function shippingShare(lines: readonly RevenueLine[], shipped: Big): Big {
  const kept = total(lines, line => new Big(line.quantity).minus(line.cancelled).times(line.unitPrice))
  if (kept.gt(0)) return shipped.div(kept)
  const quantity = total(lines, line => new Big(line.quantity).minus(line.cancelled))
  return quantity.gt(0) ? total(lines, line => new Big(line.shipped)).div(quantity) : new Big(0)
}

function total(lines: readonly RevenueLine[], of: (line: RevenueLine) => Big): Big {
  return lines.reduce((sum, line) => sum.plus(of(line)), new Big(0))
}

import Big from 'big.js'

/** A purchase order line as its cost is read from it. Decimals are text. */
export interface CostLine {
  unitCost: string
  /** Over-shipped included. */
  shipped: string
  /** How much of it approved invoices billed. */
  billed: string
  /** What they, less credit memos, cost. */
  billedCost: string
}

/** A purchase order as its cost is read from it. */
export interface CostOrder {
  /** Without a supplier nobody bills: what routing expected is what it costs. */
  ownWarehouse: boolean
  expectedFees: string
  /** Everything that approved invoices, less credit memos, cost beside their lines. */
  billedFees: string
  lines: readonly CostLine[]
}

/** What a purchase order costs: what is known, and the part of it that no approved invoice has confirmed yet. */
export interface OrderCost {
  items: Big
  fees: Big
  estimated: Big
}

/** A purchase order's cost so far: as billed where it is billed, and for the rest of what was shipped as expected. */
export function costOf(order: CostOrder): OrderCost {
  const unbilled = order.lines.map(line => unbilledCost(line))
  const items = total(order.lines.map((line, index) => new Big(line.billedCost).plus(unbilled[index]!)))
  const anyShipped = order.lines.some(line => new Big(line.shipped).gt(0))
  const allBilled = order.lines.every(line => new Big(line.billed).gte(line.shipped))
  const stillExpected =
    anyShipped && !allBilled ? notBelowZero(new Big(order.expectedFees).minus(order.billedFees)) : zero
  const fees = new Big(order.billedFees).plus(stillExpected)
  const estimated = order.ownWarehouse ? zero : total(unbilled).plus(stillExpected)
  return { items, fees, estimated }
}

const zero = new Big(0)

function unbilledCost({ shipped, billed, unitCost }: CostLine): Big {
  return notBelowZero(new Big(shipped).minus(billed)).times(unitCost).round(2, Big.roundHalfUp)
}

function notBelowZero(amount: Big): Big {
  return amount.lt(0) ? zero : amount
}

function total(amounts: readonly Big[]): Big {
  return amounts.reduce((sum, amount) => sum.plus(amount), zero)
}

import Big from 'big.js'
import type { Tolerances } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions.ts'
import { allowedBeyond } from '../invoices/tolerance.ts'
import type { PurchaseOrderRow } from './lock.ts'

/** A price that the supplier names in its acknowledgment goes before a person when it is beyond what the partnership tolerates. */
export async function checkPrice(
  work: Work,
  order: PurchaseOrderRow,
  line: { id: string; lineNumber: string; supplierSku: string; unitCost: string; ordered: string },
  unitPrice: string,
  tolerances: Tolerances,
): Promise<void> {
  const difference = new Big(unitPrice).minus(line.unitCost)
  if (difference.abs().lte(allowedBeyond(new Big(line.unitCost), tolerances.price))) return
  const price = new Big(unitPrice).toFixed()
  await raiseException(work, {
    retailerId: order.retailerId,
    kind: 'price-change',
    key: `price-change:${line.id}:${price}`,
    partnershipId: order.partnershipId,
    orderId: order.orderId,
    purchaseOrderId: order.id,
    purchaseOrderLineId: line.id,
    expected: line.unitCost,
    actual: price,
    atStake: difference.abs().times(line.ordered).round(2, Big.roundHalfUp).toFixed(2),
    currency: order.currency,
    summary: `${order.number} line ${line.lineNumber} (${line.supplierSku}): acknowledged at ${price}, ordered at ${line.unitCost}.`,
  })
}

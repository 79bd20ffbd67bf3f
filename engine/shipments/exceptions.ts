import Big from 'big.js'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions/raise.ts'
import type { LineCounters } from '../purchase-orders/line.ts'
import type { LoadedLine } from '../purchase-orders/load-lines.ts'
import type { PurchaseOrderRow } from '../purchase-orders/lock.ts'
import type { Portion } from './allocate.ts'

/** What makes these exceptions the ones of a shipment and a line, and no others. */
export const overShippedKey = (shipmentId: string, lineId: string) => `over-shipped:${shipmentId}:${lineId}`
export const substitutionKey = (shipmentId: string, lineId: string) => `substitution:${shipmentId}:${lineId}`

/** More of a line left than could be shipped: a person looks at it, and nothing of the shipment is lost. */
export async function raiseOverShipped(
  work: Work,
  order: PurchaseOrderRow,
  line: LoadedLine,
  after: LineCounters,
  shipmentId: string,
  shipmentNumber: string,
): Promise<void> {
  const over = new Big(after.overShipped).minus(line.overShipped)
  await raiseException(work, {
    retailerId: order.retailerId,
    kind: 'over-shipped',
    key: overShippedKey(shipmentId, line.id),
    partnershipId: order.partnershipId,
    orderId: order.orderId,
    purchaseOrderId: order.id,
    purchaseOrderLineId: line.id,
    expected: line.ordered,
    actual: new Big(after.shipped).plus(after.overShipped).toFixed(),
    atStake: over.times(line.unitCost).round(2, Big.roundHalfUp).toFixed(2),
    currency: order.currency,
    summary: `${order.number} line ${line.lineNumber} (${line.supplierSku}): shipment ${shipmentNumber} brings ${over.toFixed()} ${line.unit} more than could be shipped.`,
  })
}

/** Other items were sent than those ordered: what they are stands with the shipment, and a person decides whether the customer keeps them. */
export async function raiseSubstitutes(
  work: Work,
  order: PurchaseOrderRow,
  shipmentId: string,
  shipmentNumber: string,
  portions: readonly Portion<LoadedLine>[],
): Promise<void> {
  const substituted = portions.filter(portion => portion.substitute)
  for (const [line, its] of Map.groupBy(substituted, portion => portion.line)) {
    const quantity = its.reduce((sum, portion) => sum.plus(portion.quantity), new Big(0))
    const sent = [...new Set(its.map(({ substitute }) => Object.values(substitute!).join(' / ')))].join(', ')
    await raiseException(work, {
      retailerId: order.retailerId,
      kind: 'substitution',
      key: substitutionKey(shipmentId, line.id),
      partnershipId: order.partnershipId,
      orderId: order.orderId,
      purchaseOrderId: order.id,
      purchaseOrderLineId: line.id,
      expected: line.supplierSku,
      actual: sent,
      atStake: quantity.times(line.unitCost).round(2, Big.roundHalfUp).toFixed(2),
      currency: order.currency,
      summary: `${order.number} line ${line.lineNumber}: shipment ${shipmentNumber} brings ${quantity.toFixed()} ${line.unit} of ${sent} instead of ${line.supplierSku}.`,
    })
  }
}

import Big from 'big.js'
import { and, eq, sql } from 'drizzle-orm'
import { purchaseOrderLines } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { type AnswerLimits, isPriceWithin } from './answer-limits.ts'
import { raiseOnLine, settleOnLine } from './line-exceptions.ts'
import type { LoadedLine } from './load-lines.ts'
import type { PurchaseOrderRow } from './lock.ts'

/**
 * Takes the price (per unit of the line) that a supplier names in its answer: within the partnership's limits it is agreed, beyond them a person decides. The
 * caller has locked the order.
 */
export async function answerPrice(
  work: Work,
  order: PurchaseOrderRow,
  line: LoadedLine,
  answer: { factId: string; unitPrice: string; limits: AnswerLimits },
): Promise<void> {
  const unitPrice = new Big(answer.unitPrice)
  if (unitPrice.eq(line.unitCost)) return await settleOnLine(work, line, ['price-change'], 'withdrawn')
  if (isPriceWithin(unitPrice, line, answer.limits)) return await agreePrice(work, order, line, unitPrice)
  const price = unitPrice.toFixed()
  await raiseOnLine(work, order, line, {
    kind: 'price-change',
    factId: answer.factId,
    expected: line.unitCost,
    actual: price,
    atStake: unitPrice.minus(line.unitCost).abs().times(line.ordered),
    words: `acknowledged at ${price}, ordered at ${line.unitCost}.`,
  })
}

/** Makes a price the agreed one; at what the line was ordered is kept. */
export async function agreePrice(work: Work, order: PurchaseOrderRow, line: LoadedLine, unitPrice: Big): Promise<void> {
  await settleOnLine(work, line, ['price-change'], 'price-agreed')
  if (unitPrice.eq(line.unitCost)) return
  const { retailerId, id: purchaseOrderId, orderId, partnershipId, number } = order
  const unitCost = unitPrice.toFixed()
  await work.tx
    .update(purchaseOrderLines)
    .set({
      unitCost,
      orderedUnitCost: sql`coalesce(${purchaseOrderLines.orderedUnitCost}, ${purchaseOrderLines.unitCost})`,
    })
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, line.id)))
  const subject = { orderId, purchaseOrderId, partnershipId }
  const data = { number, line: line.lineNumber, before: line.unitCost, unitPrice: unitCost }
  await recordEvent(work, retailerId, 'purchase-order.price-agreed', subject, data)
}

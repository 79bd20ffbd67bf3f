import Big from 'big.js'
import { and, count, eq, sql } from 'drizzle-orm'
import { orderLines, orders, routingDecisions } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { refreshOrder } from '../orders/refresh.ts'
import { openQuantity } from '../orders/status.ts'
import { createPurchaseOrders } from '../purchase-orders/create.ts'
import { decideWithStock } from './decide-with-stock.ts'
import type { Decision } from './decision.ts'
import { holdReasonOf, noteUnroutable } from './unroutable.ts'

/** What routing made of an order's open quantities. */
export interface Routed {
  /** Absent when nothing was open. */
  decisionId?: string
  purchaseOrderIds: string[]
  /** Whether something could not be placed: the order is held then. */
  held: boolean
}

/**
 * Decides where an order's open quantities go, stores the decision, reserves the stock, and makes and releases the purchase orders. What cannot
 * be placed holds the order, with the reason. Done again when nothing is open it does nothing. `cause` says why it is done: `imported`,
 * `rejected`, `released` …;
 * what rules hold for a person goes on when it was `released`.
 */
export async function routeOrder(
  work: Work,
  { retailerId, orderId, cause }: { retailerId: string; orderId: string; cause: string },
): Promise<Routed> {
  const [order] = await work.tx
    .select()
    .from(orders)
    .where(and(eq(orders.retailerId, retailerId), eq(orders.id, orderId)))
    .for('update')
  if (!order) return { purchaseOrderIds: [], held: false }
  // What a person holds waits for a person, whatever arrives meanwhile.
  if (order.heldBy) return { purchaseOrderIds: [], held: true }
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
    .orderBy(orderLines.id)
  const open = lines.filter(line => openQuantity(line).gt(0))
  if (open.length === 0) return { purchaseOrderIds: [], held: false }
  const { decision, stock } = await decideWithStock(work, { order, lines: open }, { released: cause === 'released' })
  const holdReason = holdReasonOf(decision)
  const isSame = order.status === 'held' && order.holdReason === holdReason
  // Stock arrives often: a held order that it does not help keeps its decision.
  if (cause === 'stock-arrived' && decision.placements.length === 0 && isSame)
    return { purchaseOrderIds: [], held: true }
  const { decisionId, sequence } = await storeDecision(work, order, decision, cause)
  const { placements } = decision
  const purchaseOrderIds =
    placements.length === 0
      ? []
      : await createPurchaseOrders(work, { order, orderLines: open, decisionId, placements, stock })
  await countPlaced(work, retailerId, open, decision)
  await noteUnroutable(work, order, sequence, holdReason)
  await refreshOrder(work, { retailerId, orderId, holdReason })
  return { decisionId, purchaseOrderIds, held: holdReason !== null }
}

async function storeDecision(
  work: Work,
  { retailerId, id: orderId }: typeof orders.$inferSelect,
  decision: Decision,
  cause: string,
): Promise<{ decisionId: string; sequence: number }> {
  const decisionId = work.newId()
  const [before] = await work.tx
    .select({ n: count() })
    .from(routingDecisions)
    .where(and(eq(routingDecisions.retailerId, retailerId), eq(routingDecisions.orderId, orderId)))
  const sequence = before!.n + 1
  await work.tx.insert(routingDecisions).values({
    retailerId,
    id: decisionId,
    orderId,
    sequence,
    cause,
    ruleVersion: decision.ruleVersion,
    explanation: decision.explanation,
    decidedAt: work.now,
  })
  await recordEvent(work, retailerId, 'order.routing-decided', { orderId }, { decisionId, sequence, cause })
  return { decisionId, sequence }
}

async function countPlaced(
  work: Work,
  retailerId: string,
  open: (typeof orderLines.$inferSelect)[],
  decision: Decision,
): Promise<void> {
  const placed = decision.placements.flatMap(placement => placement.lines)
  const totals = open.flatMap(line => {
    const here = placed.filter(one => one.orderLineId === line.id)
    if (here.length === 0) return []
    return [{ id: line.id, placed: here.reduce((sum, one) => sum.plus(one.covers), new Big(line.placed)).toFixed() }]
  })
  if (totals.length === 0) return
  await work.tx.execute(sql`
    update order_lines l set placed = t.placed
    from jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) as t(id uuid, placed numeric)
    where l.retailer_id = ${retailerId} and l.id = t.id`)
}

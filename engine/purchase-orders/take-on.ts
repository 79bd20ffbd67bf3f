import Big from 'big.js'
import { and, asc, eq, sql } from 'drizzle-orm'
import { orderLines, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { reopenShipmentDeadline } from '../deadlines/reopen.ts'
import { holdMore } from '../inventory/reserve.ts'
import type { Wish } from './change.ts'
import type { GivingLine } from './give-back.ts'
import { addToLine } from './line.ts'
import type { LoadedLine } from './load-lines.ts'
import type { PurchaseOrderRow } from './lock.ts'

/** Makes agreed additions true. The caller holds the locks on the order and on the stock of their offers. */
export async function takeOn(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  wishes: readonly Wish[],
): Promise<void> {
  const more = wishes.filter(wish => wish.add !== undefined)
  for (const wish of more) {
    const line = lines.find(one => one.lineNumber === wish.lineNumber)
    if (line) await takeMore(work, line, new Big(wish.add!))
    else await addLine(work, order, wish)
  }
  // All may have shipped before the supplier agreed.
  if (more.length > 0) await reopenShipmentDeadline(work, order)
}

async function takeMore(work: Work, line: LoadedLine, quantity: Big): Promise<void> {
  const { ordered, accepted } = addToLine(line, quantity)
  await work.tx
    .update(purchaseOrderLines)
    .set({ ordered, accepted })
    .where(and(eq(purchaseOrderLines.retailerId, line.retailerId), eq(purchaseOrderLines.id, line.id)))
  await raiseOrderLine(work, line, quantity)
  await holdMore(work, line.retailerId, line, quantity)
}

async function addLine(work: Work, order: PurchaseOrderRow, wish: Wish): Promise<void> {
  const { retailerId, id: purchaseOrderId } = order
  const { lineNumber, shipDate } = wish
  const { offerId, productId, supplierSku, description, unit, packSize } = wish.item!
  const added = {
    retailerId,
    id: work.newId(),
    purchaseOrderId,
    lineNumber,
    orderLineId: await orderLineFor(work, order, wish),
    offerId,
    productId,
    sku: wish.sku!,
    supplierSku,
    description,
    unit,
    packSize,
    unitCost: wish.unitPrice!,
    ordered: wish.add!,
    accepted: wish.add!,
    expectedShipDate: shipDate ?? null,
  }
  await work.tx.insert(purchaseOrderLines).values(added)
  await raiseOrderLine(work, added, new Big(added.ordered))
  await holdMore(work, retailerId, added, new Big(added.ordered))
}

/** The customer's line for the item at this price, of which some may be without a place; a new one where there is none. */
async function orderLineFor(work: Work, { retailerId, orderId }: PurchaseOrderRow, wish: Wish): Promise<string> {
  const lines = await work.tx
    .select()
    .from(orderLines)
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.orderId, orderId)))
    .orderBy(asc(orderLines.id))
  const { productId, packSize, description: title } = wish.item!
  const price = new Big(wish.retailPrice!)
  const same = lines.find(line => line.productId === productId && price.eq(line.unitPrice))
  if (same) return same.id
  const numbers = lines.map(line => Number(line.lineNumber)).filter(Number.isSafeInteger)
  const quantity = new Big(wish.add!).times(packSize).toFixed()
  const id = work.newId()
  const lineNumber = String(Math.max(lines.length, ...numbers) + 1)
  const item = { productId, sku: wish.sku!, title, unitPrice: price.toFixed() }
  await work.tx.insert(orderLines).values({ retailerId, id, orderId, lineNumber, ...item, quantity, added: quantity })
  return id
}

/** Counts a quantity (in the purchase order line's unit) as placed: what waited for a place first, so that the customer gets nothing twice; beyond it the customer's line grows. */
async function raiseOrderLine(work: Work, line: Omit<GivingLine, 'offerId'>, quantity: Big): Promise<void> {
  const { retailerId, orderLineId, packSize } = line
  const { placed, cancelled, quantity: wanted, added } = orderLines
  const after = sql`${placed} + ${cancelled} + ${quantity.times(packSize).toFixed()}::numeric`
  await work.tx
    .update(orderLines)
    .set({
      placed: sql`${after} - ${cancelled}`,
      quantity: sql`greatest(${wanted}, ${after})`,
      added: sql`${added} + greatest(0, ${after} - ${wanted})`,
    })
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.id, orderLineId)))
}

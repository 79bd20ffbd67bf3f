import type Big from 'big.js'
import { and, eq, sql } from 'drizzle-orm'
import { orderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { releaseStock, takeStockBack } from '../inventory/reserve.ts'

/** A purchase order line as far as giving back is concerned. */
export interface GivingLine {
  retailerId: string
  id: string
  offerId: string
  orderLineId: string
  packSize: number
}

/**
 * Takes a quantity (in the line's unit) off a purchase order line's customer line, and lets go of the stock held for it. It is then open again, to be
 * routed elsewhere; or, with `cancelled`, the customer does not want it any more.
 */
export async function giveBack(
  work: Work,
  line: GivingLine,
  quantity: Big,
  { cancelled }: { cancelled: boolean },
): Promise<void> {
  const { retailerId, orderLineId } = line
  await releaseStock(work, retailerId, line, { quantity: quantity.toFixed(), taken: false })
  const units = quantity.times(line.packSize).toFixed()
  await work.tx
    .update(orderLines)
    .set({
      placed: sql`${orderLines.placed} - ${units}::numeric`,
      ...(cancelled && { cancelled: sql`${orderLines.cancelled} + ${units}::numeric` }),
    })
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.id, orderLineId)))
}

/**
 * The opposite of `handOver`: a shipment was taken back, so that what had shipped of it is held for the customer again, and what was over is back in the source's stock.
 * `since`: when the shipment was told.
 */
export async function takeHome(work: Work, line: GivingLine, shipped: Big, over: Big, since: Date): Promise<void> {
  const { retailerId, orderLineId } = line
  await takeStockBack(work, retailerId, line, { held: shipped.toFixed(), free: over.toFixed(), since })
  const units = shipped.times(line.packSize).toFixed()
  await work.tx
    .update(orderLines)
    .set({ shipped: sql`${orderLines.shipped} - ${units}::numeric` })
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.id, orderLineId)))
}

/** Counts a quantity (in the line's unit) as shipped to the customer, and takes it out of the source's stock. */
export async function handOver(work: Work, line: GivingLine, shipped: Big, over: Big): Promise<void> {
  const { retailerId, orderLineId } = line
  await releaseStock(work, retailerId, line, { quantity: shipped.plus(over).toFixed(), taken: true })
  const units = shipped.times(line.packSize).toFixed()
  await work.tx
    .update(orderLines)
    .set({ shipped: sql`${orderLines.shipped} + ${units}::numeric` })
    .where(and(eq(orderLines.retailerId, retailerId), eq(orderLines.id, orderLineId)))
}

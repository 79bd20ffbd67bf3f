import Big from 'big.js'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { reservations, stock } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { markOffers } from '../listing/refresh/mark.ts'
import { lesser } from '../purchase-orders/quantity.ts'
import { recordset } from '../records.ts'

export type StockRow = typeof stock.$inferSelect

/** What may still be promised of a stock row: never below zero. */
export function availableOf(row: Pick<StockRow, 'quantity' | 'reserved' | 'buffer'>): Big {
  const left = new Big(row.quantity).minus(row.reserved).minus(row.buffer)
  return left.gt(0) ? left : new Big(0)
}

/** Locks the stock rows of these offers until the transaction ends, in one sequence for everybody, and reads them as they are now. */
export async function lockStock(work: Work, retailerId: string, offerIds: string[]): Promise<StockRow[]> {
  if (offerIds.length === 0) return []
  return await work.tx
    .select()
    .from(stock)
    .where(and(eq(stock.retailerId, retailerId), inArray(stock.offerId, offerIds)))
    .orderBy(stock.offerId, stock.location)
    .for('update')
}

/** Stock to hold for one purchase order line, in the offer's units. */
export interface Wanted {
  purchaseOrderLineId: string
  offerId: string
  quantity: string
}

/** Whether locked stock can cover all that is wanted. */
export function covers(rows: readonly StockRow[], wanted: readonly Omit<Wanted, 'purchaseOrderLineId'>[]): boolean {
  const left = new Map<string, Big>()
  for (const row of rows) left.set(row.offerId, (left.get(row.offerId) ?? new Big(0)).plus(availableOf(row)))
  return wanted.every(({ offerId, quantity }) => {
    const after = (left.get(offerId) ?? new Big(0)).minus(quantity)
    left.set(offerId, after)
    return after.gte(0)
  })
}

/** Holds stock that was locked and found to be enough: location by location. The purchase order lines have to exist. */
export async function reserveStock(
  work: Work,
  retailerId: string,
  rows: readonly StockRow[],
  wanted: readonly Wanted[],
): Promise<void> {
  const left = rows.map(row => ({ row, available: availableOf(row) }))
  const held: (typeof reservations.$inferSelect)[] = []
  for (const { purchaseOrderLineId, offerId, quantity } of wanted) {
    let missing = new Big(quantity)
    for (const place of left) {
      const part = lesser(missing, place.available)
      if (place.row.offerId !== offerId || part.lte(0)) continue
      place.available = place.available.minus(part)
      missing = missing.minus(part)
      held.push({ retailerId, purchaseOrderLineId, offerId, location: place.row.location, quantity: part.toFixed() })
    }
    if (missing.gt(0)) throw new Error(`Offer ${offerId} was not locked with enough stock.`)
  }
  if (held.length === 0) return
  await work.tx.insert(reservations).values(held)
  await countReserved(work, retailerId, held)
  await promisesChanged(
    work,
    retailerId,
    held.map(({ offerId }) => offerId),
  )
}

/**
 * Holds more for a purchase order line because its source has agreed to send it: where there is some that can be promised, and what is beyond that in the first place, since the source
 * promised it whatever its last count was. Nothing where the source tells no stock.
 */
export async function holdMore(
  work: Work,
  retailerId: string,
  line: { id: string; offerId: string },
  quantity: Big,
): Promise<void> {
  const rows = await lockStock(work, retailerId, [line.offerId])
  let left = quantity
  const parts = rows.map(row => {
    const part = lesser(left, availableOf(row))
    left = left.minus(part)
    return { location: row.location, part }
  })
  if (parts[0]) parts[0].part = parts[0].part.plus(left)
  for (const { location, part } of parts) {
    if (part.lte(0)) continue
    await raiseReservation(work, retailerId, line, { location, quantity: part.toFixed() })
    await changeStock(work, retailerId, line.offerId, location, { reserved: part.toFixed() })
  }
  await promisesChanged(work, retailerId, [line.offerId])
}

/** Adds new reservations to what the stock at their places holds. */
export async function countReserved(
  work: Work,
  retailerId: string,
  held: readonly (typeof reservations.$inferSelect)[],
): Promise<void> {
  const rows = recordset({ offerId: 'uuid', location: 'text', quantity: 'numeric' }, held)
  await work.tx.execute(sql`
    update stock s set reserved = s.reserved + h.quantity
    from (select v."offerId" as offer_id, v.location, sum(v.quantity) as quantity from ${rows} group by 1, 2) h
    where s.retailer_id = ${retailerId} and s.offer_id = h.offer_id and s.location = h.location`)
}

/**
 * Gives up what is held for a purchase order line: up to `quantity`, or all of it. With `taken`, the goods have left: the stock itself is lowered
 * too, but not below zero, since the source's own count may know of it already. Returns the quantity that had been held.
 */
export async function releaseStock(
  work: Work,
  retailerId: string,
  line: { id: string; offerId: string },
  release: { quantity: string; taken: boolean },
): Promise<void> {
  const rows = await lockStock(work, retailerId, [line.offerId])
  const held = await work.tx
    .select()
    .from(reservations)
    .where(and(eq(reservations.retailerId, retailerId), eq(reservations.purchaseOrderLineId, line.id)))
    .orderBy(reservations.location)
  let left = new Big(release.quantity)
  for (const { location, quantity } of held) {
    const part = lesser(left, new Big(quantity))
    if (part.lte(0)) continue
    left = left.minus(part)
    await lowerReservation(work, retailerId, line.id, location, new Big(quantity).minus(part))
    await changeStock(work, retailerId, line.offerId, location, {
      reserved: part.times(-1).toFixed(),
      ...(release.taken && { quantity: part.times(-1).toFixed() }),
    })
  }
  const elsewhere = rows[0]
  if (release.taken && left.gt(0) && elsewhere) {
    await changeStock(work, retailerId, line.offerId, elsewhere.location, { quantity: left.times(-1).toFixed() })
  }
  await promisesChanged(work, retailerId, [line.offerId])
}

/**
 * Goods that had been counted as gone are still there. `held` is kept for the purchase order line again, which leaves what can be promised as it was; `free` is added to
 * the stock, unless its source has counted since.
 */
export async function takeStockBack(
  work: Work,
  retailerId: string,
  line: { id: string; offerId: string },
  back: { held: string; free: string; since: Date },
): Promise<void> {
  const [place] = await lockStock(work, retailerId, [line.offerId])
  if (!place) return
  const { location } = place
  if (new Big(back.held).gt(0)) {
    await raiseReservation(work, retailerId, line, { location, quantity: back.held })
    await changeStock(work, retailerId, line.offerId, location, { reserved: back.held, quantity: back.held })
  }
  if (new Big(back.free).gt(0) && place.reportedAt <= back.since) {
    await changeStock(work, retailerId, line.offerId, location, { quantity: back.free })
  }
}

/** Takes an item out of stock everywhere: its source says that there is none. What is held of it stays held. */
export async function emptyStock(work: Work, retailerId: string, offerId: string): Promise<void> {
  await work.tx
    .update(stock)
    .set({ quantity: '0', reportedAt: work.now })
    .where(and(eq(stock.retailerId, retailerId), eq(stock.offerId, offerId)))
  await promisesChanged(work, retailerId, [offerId])
}

/** Channels are told of what can be promised. */
async function promisesChanged(work: Work, retailerId: string, offerIds: readonly string[]): Promise<void> {
  if (offerIds.length === 0) return
  const those = sql`(select value::uuid from jsonb_array_elements_text(${JSON.stringify(offerIds)}::jsonb))`
  await markOffers(work, retailerId, those)
}

async function raiseReservation(
  work: Work,
  retailerId: string,
  { id: purchaseOrderLineId, offerId }: { id: string; offerId: string },
  { location, quantity }: { location: string; quantity: string },
): Promise<void> {
  await work.tx
    .insert(reservations)
    .values({ retailerId, purchaseOrderLineId, offerId, location, quantity })
    .onConflictDoUpdate({
      target: [reservations.retailerId, reservations.purchaseOrderLineId, reservations.location],
      set: { quantity: sql`${reservations.quantity} + excluded.quantity` },
    })
}

async function lowerReservation(
  work: Work,
  retailerId: string,
  purchaseOrderLineId: string,
  location: string,
  left: Big,
): Promise<void> {
  const which = and(
    eq(reservations.retailerId, retailerId),
    eq(reservations.purchaseOrderLineId, purchaseOrderLineId),
    eq(reservations.location, location),
  )
  if (left.gt(0)) await work.tx.update(reservations).set({ quantity: left.toFixed() }).where(which)
  else await work.tx.delete(reservations).where(which)
}

async function changeStock(
  work: Work,
  retailerId: string,
  offerId: string,
  location: string,
  by: { reserved?: string; quantity?: string },
): Promise<void> {
  await work.tx
    .update(stock)
    .set({
      reserved: sql`greatest(0, ${stock.reserved} + ${by.reserved ?? '0'}::numeric)`,
      quantity: sql`greatest(0, ${stock.quantity} + ${by.quantity ?? '0'}::numeric)`,
    })
    .where(and(eq(stock.retailerId, retailerId), eq(stock.offerId, offerId), eq(stock.location, location)))
}

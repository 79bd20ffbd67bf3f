import { type SQL, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'

/** At most so many held orders are tried again after one feed; the oldest first. */
const most = 1_000

/** Sends held orders to routing again that wait for one of these items, if some of it can be promised and its source has not given the line back before. */
export async function rerouteHeldOrders(work: Work, retailerId: string, offerIds: SQL): Promise<void> {
  const [waiting] = await rowsOf<{ any: boolean }>(
    work.tx,
    sql`select exists (select 1 from orders where retailer_id = ${retailerId} and status = 'held') as any`,
  )
  if (!waiting?.any) return
  const held = await rowsOf<{ id: string }>(
    work.tx,
    sql`select distinct w.id from stock s
      join offers o on o.retailer_id = ${retailerId} and o.id = s.offer_id
      join order_lines l on l.retailer_id = ${retailerId} and l.product_id = o.product_id
        and l.quantity > l.placed + l.cancelled
      join orders w on w.retailer_id = ${retailerId} and w.id = l.order_id and w.status = 'held'
      where s.retailer_id = ${retailerId} and s.offer_id in ${offerIds}
        and s.quantity > s.reserved + s.buffer
        and not exists (
          select 1 from purchase_order_lines pl
          join purchase_orders po on po.retailer_id = ${retailerId} and po.id = pl.purchase_order_id
          where pl.retailer_id = ${retailerId} and pl.order_line_id = l.id and po.source_id = o.source_id
            and pl.rejected + pl.cancelled > 0)
      order by w.id limit ${most}`,
  )
  for (const { id } of held) {
    await work.enqueue('route-order', { retailerId, orderId: id, cause: 'stock-arrived' })
  }
}

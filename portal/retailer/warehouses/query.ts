import { and, asc, count, eq, gt, ilike, inArray, isNull, or, sql } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { offers, orders, products, purchaseOrders, sources, stock } from '../../../db/schema/index.ts'
import { escapeLike, pageSize } from '../../ui/request.ts'

const po = purchaseOrders

/** Orders of a warehouse's own of which something may still have to leave. */
const unshipped = and(
  isNull(po.partnershipId),
  inArray(po.status, ['created', 'released', 'sent', 'acknowledged', 'partly-shipped']),
)

/** The retailer's own warehouses by name, each with how many items lie there and how many orders wait to be shipped. */
export async function listWarehouses(orm: Orm, retailerId: string) {
  const waiting = orm
    .select({ sourceId: po.sourceId, orders: count().as('orders') })
    .from(po)
    .where(and(eq(po.retailerId, retailerId), unshipped))
    .groupBy(po.sourceId)
    .as('waiting')
  const held = orm
    .select({ sourceId: offers.sourceId, items: count().as('items') })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .where(and(eq(offers.retailerId, retailerId), eq(sources.kind, 'warehouse')))
    .groupBy(offers.sourceId)
    .as('held')
  return await orm
    .select({
      id: sources.id,
      name: sources.name,
      active: sources.active,
      postalCode: sources.postalCode,
      items: sql<number>`coalesce(${held.items}, 0)::int`,
      orders: sql<number>`coalesce(${waiting.orders}, 0)::int`,
    })
    .from(sources)
    .leftJoin(waiting, eq(waiting.sourceId, sources.id))
    .leftJoin(held, eq(held.sourceId, sources.id))
    .where(and(eq(sources.retailerId, retailerId), eq(sources.kind, 'warehouse')))
    .orderBy(asc(sources.name))
}

export type ListedWarehouse = Awaited<ReturnType<typeof listWarehouses>>[number]

/** One of them. Throws `not-found`, for a supplier too. */
export async function warehouseById(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select()
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, id), eq(sources.kind, 'warehouse')))
  if (!row) throw new ApplicationError('not-found', 'There is no such warehouse.')
  return row
}

/** The oldest of its orders that wait to be shipped, and how many there are. */
export async function ordersToShip(orm: Orm, retailerId: string, sourceId: string) {
  const which = and(eq(po.retailerId, retailerId), eq(po.sourceId, sourceId), unshipped)
  const [rows, [all]] = await Promise.all([
    orm
      .select({
        id: po.id,
        number: po.number,
        status: po.status,
        orderDate: po.orderDate,
        shipBy: po.shipNotAfter,
        order: orders.number,
      })
      .from(po)
      .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
      .where(which)
      .orderBy(asc(po.id))
      .limit(pageSize),
    orm.select({ orders: count() }).from(po).where(which),
  ])
  return { rows, count: all!.orders }
}

export type OrderToShip = Awaited<ReturnType<typeof ordersToShip>>['rows'][number]

/** Which items: by SKU or title, those after a number. */
export interface StockQuery {
  search: string
  after: string | undefined
}

/** What lies in a warehouse, by its own number, which is the SKU as a rule, and place; `older`: the number after which it goes on. */
export async function stockOf(orm: Orm, retailerId: string, sourceId: string, { search, after }: StockQuery) {
  const like = `%${escapeLike(search)}%`
  const { quantity, reserved, buffer, location, reportedAt } = stock
  const rows = await orm
    .select({
      ...{
        number: offers.supplierSku,
        sku: products.sku,
        title: products.title,
        unit: offers.unit,
        cost: offers.cost,
        currency: offers.currency,
      },
      ...{ location, quantity, reserved, buffer, reportedAt },
    })
    .from(offers)
    .innerJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .where(
      and(
        eq(offers.retailerId, retailerId),
        eq(offers.sourceId, sourceId),
        search ? or(ilike(products.sku, like), ilike(products.title, like)) : undefined,
        after ? gt(offers.supplierSku, after) : undefined,
      ),
    )
    .orderBy(asc(offers.supplierSku), asc(location))
    .limit(pageSize + 1)
  if (rows.length <= pageSize) return { rows, older: undefined }
  // An item of several places stands on one page.
  const cut = rows.findIndex(row => row.number === rows.at(-1)!.number)
  const shown = rows.slice(0, cut || pageSize)
  return { rows: shown, older: shown.at(-1)!.number }
}

export type WarehouseItem = Awaited<ReturnType<typeof stockOf>>['rows'][number]

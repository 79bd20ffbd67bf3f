import { and, eq, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { beginning } from '../../db/schema/columns.ts'
import { orders, purchaseOrderLines, purchaseOrders, sources } from '../../db/schema/index.ts'
import { isDay } from '../lists/days.ts'
import { type ListDefinition, type ListState, pageOf, paging, type SortKey } from '../lists/list-state.ts'
import { idIn, pageSize } from '../ui/request.ts'
import { subselect } from '../ui/subselect.ts'
import { beginsWith, endsWith } from '../ui/text-search.ts'
import { isCrowded } from './crowded-search.ts'

const filters = ['all', 'waiting', 'late', 'shipping', 'billing', 'done'] as const
export type PurchaseOrderFilter = (typeof filters)[number]
const sorts = ['made', 'due', 'number'] as const
export type PurchaseOrderSort = (typeof sorts)[number]

/** The retailer's list of purchase orders. */
export const purchaseOrdersList: ListDefinition<PurchaseOrderFilter, PurchaseOrderSort> = {
  list: 'purchase-orders',
  path: '/retailer/purchase-orders',
  filters,
  first: 'all',
  everything: 'all',
  fields: ['partner', 'from', 'to'],
  sorts,
  columns: ['State', 'Source', 'Answer', 'Order', 'Ship by', 'Made', 'Cost'],
}

const po = purchaseOrders

const sortKeys: Record<PurchaseOrderSort, SortKey> = {
  made: { by: sql`${po.id}`, type: 'uuid' },
  due: { by: sql`${po.shipNotAfter}`, type: 'date', nullable: true },
  number: { by: beginning(po.number), type: 'text' },
}

function condition(filter: PurchaseOrderFilter, today: string): SQL | undefined {
  switch (filter) {
    case 'all':
      return undefined
    case 'waiting':
      return inArray(po.status, ['created', 'released', 'sent'])
    case 'late':
      return and(inArray(po.status, ['released', 'sent', 'acknowledged', 'partly-shipped']), lt(po.shipNotAfter, today))
    case 'shipping':
      return inArray(po.status, ['acknowledged', 'partly-shipped'])
    case 'billing':
      return inArray(po.status, ['shipped', 'partly-invoiced'])
    case 'done':
      return inArray(po.status, ['invoiced', 'closed', 'cancelled'])
  }
}

function matches(search: string, crowded: boolean): SQL | undefined {
  if (!search) return undefined
  return crowded ? beginsWith(po.number, search) : or(beginsWith(po.number, search), endsWith(po.number, search))
}

/** One page of a retailer's purchase orders, a crowded search as that of orders; `today` is the viewer's day, `YYYY-MM-DD`. */
export async function listPurchaseOrders(
  orm: Orm,
  retailerId: string,
  state: ListState<PurchaseOrderFilter, PurchaseOrderSort>,
  today: string,
  size = pageSize,
) {
  const { order, cursor, after } = paging(sortKeys[state.sort ?? 'made'], sql`${po.id}`, state)
  const { partner, from, to } = state.fields
  const crowded = state.sort === 'number' && !!state.search && (await isCrowded(orm, po, retailerId, state.search))
  const rows = await orm
    .select({
      id: po.id,
      cursor,
      number: po.number,
      status: po.status,
      answer: po.answer,
      currency: po.currency,
      source: sources.name,
      partnershipId: po.partnershipId,
      orderId: po.orderId,
      orderNumber: orders.number,
      shipNotAfter: po.shipNotAfter,
      createdAt: po.createdAt,
      total: subselect<string>(sql`select round(sum(${purchaseOrderLines.ordered} * ${purchaseOrderLines.unitCost}), 2)
        from ${purchaseOrderLines} where ${purchaseOrderLines.retailerId} = ${po.retailerId}
        and ${purchaseOrderLines.purchaseOrderId} = ${po.id}`),
    })
    .from(po)
    .innerJoin(sources, and(eq(sources.retailerId, po.retailerId), eq(sources.id, po.sourceId)))
    .innerJoin(orders, and(eq(orders.retailerId, po.retailerId), eq(orders.id, po.orderId)))
    .where(
      and(
        eq(po.retailerId, retailerId),
        condition(state.filter, today),
        matches(state.search, crowded),
        idIn(partner) ? eq(po.partnershipId, partner!) : undefined,
        isDay(from) ? gte(po.orderDate, from) : undefined,
        isDay(to) ? lte(po.orderDate, to) : undefined,
        after,
      ),
    )
    .orderBy(order)
    .limit(size + 1)
  return pageOf(rows, size)
}

export type ListedPurchaseOrder = Awaited<ReturnType<typeof listPurchaseOrders>>['rows'][number]

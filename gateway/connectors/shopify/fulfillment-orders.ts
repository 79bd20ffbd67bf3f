import { z } from 'zod'
import type { Answer } from '../contract.ts'
import type { Ask, Operation } from './client.ts'
import type { ShopifySettings } from './settings.ts'

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })
const waitingItems = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      totalQuantity: z.number(),
      remainingQuantity: z.number(),
      lineItem: z.object({ id: z.string() }),
    }),
  ),
  pageInfo,
})
const standing = z.object({
  order: z
    .object({
      fulfillments: z.array(
        z.object({
          id: z.string(),
          status: z.string(),
          trackingInfo: z.array(z.object({ number: z.string().nullish() })),
          fulfillmentLineItems: z.object({
            nodes: z.array(z.object({ quantity: z.number(), lineItem: z.object({ id: z.string() }) })),
          }),
        }),
      ),
      fulfillmentOrders: z.object({
        nodes: z.array(
          z.object({
            id: z.string(),
            status: z.string(),
            assignedLocation: z.object({ location: z.object({ id: z.string() }).nullish() }),
            lineItems: waitingItems,
          }),
        ),
      }),
    })
    .nullish(),
})

/** What stands at the shop of an order: what it has fulfilled, and what waits at which location. */
export type Standing = NonNullable<z.infer<typeof standing>['order']>
const standingOperation: Operation<z.infer<typeof standing>> = {
  query: `query OrderFulfillments($id: ID!) {
    order(id: $id) {
      fulfillments(first: 50) {
        id status
        trackingInfo { number }
        fulfillmentLineItems(first: 100) { nodes { quantity lineItem { id } } }
      }
      fulfillmentOrders(first: 25) {
        nodes {
          id status
          assignedLocation { location { id } }
          lineItems(first: 50) { nodes { id totalQuantity remainingQuantity lineItem { id } } pageInfo { hasNextPage endCursor } }
        }
      }
    }
  }`,
  data: standing,
}

const more = z.object({ fulfillmentOrder: z.object({ lineItems: waitingItems }).nullish() })
const moreOperation: Operation<z.infer<typeof more>> = {
  query: `query MoreOfFulfillmentOrder($id: ID!, $after: String) {
    fulfillmentOrder(id: $id) {
      lineItems(first: 200, after: $after) { nodes { id totalQuantity remainingQuantity lineItem { id } } pageInfo { hasNextPage endCursor } }
    }
  }`,
  data: more,
}

/** Fulfillment orders from which something can be fulfilled (`FulfillmentOrderStatus`). */
export const openStatuses = new Set(['OPEN', 'IN_PROGRESS'])

/** What stands of an order, with every line that waits; `undefined` where the shop has no such order. */
export async function readStanding(ask: Ask, id: string): Promise<Answer<{ order: Standing | undefined }>> {
  const answer = await ask(standingOperation, { id })
  if (!answer.ok) return answer
  const order = answer.data.order ?? undefined
  const rest = order ? await readRest(ask, order) : undefined
  return rest && !rest.ok ? rest : { ok: true, order }
}

/** An order of many lines does not come in one answer. */
async function readRest(ask: Ask, order: Standing): Promise<Answer> {
  for (const { id, lineItems } of order.fulfillmentOrders.nodes) {
    while (lineItems.pageInfo.hasNextPage) {
      const answer = await ask(moreOperation, { id, after: lineItems.pageInfo.endCursor ?? null })
      if (!answer.ok) return answer
      const page = answer.data.fulfillmentOrder?.lineItems
      lineItems.nodes.push(...(page?.nodes ?? []))
      lineItems.pageInfo = page?.pageInfo ?? { hasNextPage: false }
    }
  }
  return { ok: true }
}

/** Of one line: the units that are the hub’s to ship, and those of them that still wait. */
export interface Share {
  total: number
  waiting: number
}

/** What of each line is the hub’s, by the line’s id: what the shop has assigned to the hub’s location, or all of it, as set. */
export function sharesOf(
  { fulfillmentOrders }: Standing,
  { takeLines, locationId }: Pick<ShopifySettings, 'takeLines' | 'locationId'>,
): Map<string, Share> {
  const shares = new Map<string, Share>()
  for (const { status, assignedLocation, lineItems } of fulfillmentOrders.nodes) {
    if (status === 'CANCELLED' || (takeLines === 'location' && assignedLocation.location?.id !== locationId)) continue
    for (const { totalQuantity, remainingQuantity, lineItem } of lineItems.nodes) {
      const { total, waiting } = shares.get(lineItem.id) ?? { total: 0, waiting: 0 }
      const open = openStatuses.has(status) ? remainingQuantity : 0
      shares.set(lineItem.id, { total: total + totalQuantity, waiting: waiting + open })
    }
  }
  return shares
}

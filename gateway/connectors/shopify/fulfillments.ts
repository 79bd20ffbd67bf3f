import { z } from 'zod'
import type { ShopPackage } from '../../../engine/storefronts/order.ts'
import type { Answer } from '../contract.ts'
import { type Ask, errorsText, type Operation, refused, userErrors } from './client.ts'
import { openStatuses, readStanding, type Standing } from './fulfillment-orders.ts'
import type { ShopifySettings } from './settings.ts'

const created = z.object({
  fulfillmentCreate: z.object({ fulfillment: z.object({ id: z.string() }).nullish(), userErrors }),
})
const createOperation: Operation<z.infer<typeof created>> = {
  query: `mutation CreateFulfillment($fulfillment: FulfillmentInput!) {
    fulfillmentCreate(fulfillment: $fulfillment) {
      fulfillment { id }
      userErrors { field message }
    }
  }`,
  data: created,
}

/** Carriers by the names under which Shopify knows where to follow a parcel, by SCAC. */
const companies: Record<string, string> = {
  UPSN: 'UPS',
  UPSS: 'UPS',
  FDE: 'FedEx',
  FDEG: 'FedEx',
  FDXE: 'FedEx',
  FDXG: 'FedEx',
  USPS: 'USPS',
  DHLC: 'DHL Express',
  LSHP: 'LaserShip',
  ONTR: 'OnTrac',
  CNPC: 'Canada Post',
}

interface Part {
  fulfillmentOrderId: string
  locationId: string
  id: string
  remoteLineId: string
  quantity: number
}

/**
 * Tells of a parcel by `fulfillmentCreate`, one for each location whose fulfillment orders it fills, since one fulfillment cannot span locations. What stands
 * at the shop already and was not told before with another parcel, with this tracking number and of these lines, is taken for this parcel: its answer was lost.
 */
export async function sendPackage(
  ask: Ask,
  settings: ShopifySettings,
  parcel: ShopPackage,
): Promise<Answer<{ remoteIds: string[] }>> {
  const answer = await readStanding(ask, parcel.remoteOrderId)
  if (!answer.ok) return answer
  const { order } = answer
  if (!order) return refused(`The shop has no order ${parcel.remoteOrderId}.`)
  const before = madeBefore(order, parcel)
  if (before.left.length === 0) return { ok: true, remoteIds: before.ids }
  const parts = allot(order, before.left, settings.locationId)
  if ('missing' in parts) return refused(parts.missing)
  const remoteIds = before.ids
  for (const group of Map.groupBy(parts, ({ locationId }) => locationId).values()) {
    const made = await ask(createOperation, { fulfillment: fulfillmentOf(group, parcel, settings) })
    if (!made.ok) return made
    const { fulfillment, userErrors: errors } = made.data.fulfillmentCreate
    if (!fulfillment) return refused(errorsText(errors))
    remoteIds.push(fulfillment.id)
  }
  return { ok: true, remoteIds }
}

/** Fulfillments of the shop that can only come from this parcel, and what they leave of it. */
function madeBefore(order: Standing, { lines, tracking, told }: ShopPackage) {
  const left = new Map(lines.map(line => [line.remoteLineId, Number(line.quantity)]))
  const ids: string[] = []
  for (const { id, status, trackingInfo, fulfillmentLineItems } of order.fulfillments) {
    if (told.includes(id) || status === 'CANCELLED') continue
    if ((trackingInfo[0]?.number ?? undefined) !== tracking?.number) continue
    const items = fulfillmentLineItems.nodes
    if (!items.every(({ quantity, lineItem }) => quantity <= (left.get(lineItem.id) ?? 0))) continue
    for (const { quantity, lineItem } of items) left.set(lineItem.id, left.get(lineItem.id)! - quantity)
    ids.push(id)
  }
  const rest = [...left].flatMap(([remoteLineId, quantity]) => (quantity > 0 ? [{ remoteLineId, quantity }] : []))
  return { ids, left: rest }
}

/** What waits at the hub's own location is filled first: the rest may be another's to ship. */
function allot(
  order: Standing,
  lines: { remoteLineId: string; quantity: number }[],
  ours: string,
): Part[] | { missing: string } {
  const parts: Part[] = []
  const isOurs = ({ assignedLocation }: Standing['fulfillmentOrders']['nodes'][number]) =>
    Number(assignedLocation.location?.id === ours)
  const places = order.fulfillmentOrders.nodes.toSorted((a, b) => isOurs(b) - isOurs(a))
  for (const { remoteLineId, quantity } of lines) {
    let left = quantity
    for (const { id, status, assignedLocation, lineItems } of places) {
      if (!openStatuses.has(status)) continue
      for (const item of lineItems.nodes) {
        if (item.lineItem.id !== remoteLineId || left === 0) continue
        const taken = Math.min(left, item.remainingQuantity)
        left -= taken
        const locationId = assignedLocation.location?.id ?? id
        if (taken > 0) parts.push({ fulfillmentOrderId: id, locationId, id: item.id, remoteLineId, quantity: taken })
      }
    }
    if (left > 0)
      return {
        missing: `${left} of ${remoteLineId} have shipped, and the shop’s order waits for no more of it: was it changed, cancelled, put on hold or fulfilled by hand?`,
      }
  }
  return parts
}

function fulfillmentOf(parts: readonly Part[], { tracking }: ShopPackage, { notifyCustomer }: ShopifySettings) {
  const orders = Map.groupBy(parts, ({ fulfillmentOrderId }) => fulfillmentOrderId)
  const company = tracking?.carrier && (companies[tracking.carrier.toUpperCase()] ?? tracking.carrier)
  return {
    lineItemsByFulfillmentOrder: [...orders].map(([fulfillmentOrderId, items]) => ({
      fulfillmentOrderId,
      fulfillmentOrderLineItems: items.map(({ id, quantity }) => ({ id, quantity })),
    })),
    notifyCustomer,
    ...(tracking && { trackingInfo: { number: tracking.number, ...(company && { company }) } }),
  }
}

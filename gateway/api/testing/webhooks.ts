import type { HubDatabase } from '../../../db/hub-database.ts'
import { recordEvent } from '../../../db/work.ts'
import { createEndpoint } from '../../../engine/webhooks/endpoints.ts'
import { secretBox } from '../../../partners/secrets.ts'
import type { Endpoint } from '../endpoint.ts'
import type { Trade } from './trade.ts'

/** A webhook of each side, and an event that both were told of. */
export interface SeededWebhooks {
  ids: Record<Endpoint['side'], string>
  eventId: string
}

/** Webhooks at an address that no hub calls unless it is allowed to: nothing listens there. */
export async function seedWebhooks(hub: HubDatabase, trade: Trade): Promise<SeededWebhooks> {
  const { retailerId, partnershipId } = trade
  const box = secretBox('a secret for tests only')
  return await hub.work('test', async work => {
    const make = async (owner: string | null) => {
      const settings = { url: 'http://127.0.0.1:9/hooks', description: '', eventTypes: ['purchase-order.sent'] }
      return (await createEndpoint(work, box, { retailerId, partnershipId: owner }, settings)).id
    }
    const ids = { retailer: await make(null), supplier: await make(partnershipId) }
    const { id: purchaseOrderId, number } = trade.supplierOrder
    const eventId = work.newId()
    const subject = { purchaseOrderId, partnershipId }
    await recordEvent({ ...work, newId: () => eventId }, retailerId, 'purchase-order.sent', subject, { number })
    return { ids, eventId }
  })
}

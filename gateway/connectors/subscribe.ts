import { and, eq } from 'drizzle-orm'
import { storefronts } from '../../db/schema/index.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import type { Storefront } from './contract.ts'
import type { StoredStorefront, StorefrontContext } from './open.ts'
import { webhookPath } from './webhook-door.ts'

/** Shops drop addresses that fail for a while: they are asked anew each day. */
const hoursBetween = 24

/**
 * Has the shop post its webhooks here, where the hub has an address that the shop can call (https). That it refuses is shown on the storefront's page and stops nothing, since
 * polling finds all orders. Gives what stopped it.
 */
export async function subscribeToWebhooks(
  { hub, publicUrl }: Pick<StorefrontContext, 'hub' | 'publicUrl'>,
  { row }: StoredStorefront,
  shop: Storefront,
): Promise<DeliveryFailure | undefined> {
  if (!publicUrl?.startsWith('https:')) return undefined
  const { retailerId, id, webhooksAt } = row
  if (webhooksAt && hub.now().getTime() - webhooksAt.getTime() < hoursBetween * 3_600_000) return undefined
  const answer = await shop.subscribe(`${publicUrl.replace(/\/$/, '')}${webhookPath(retailerId, id)}`)
  if (!answer.ok && answer.failure.code !== 'partner-refused') return answer.failure
  const webhooksProblem = answer.ok ? null : answer.failure.detail.slice(0, 500)
  await hub.work('system', work =>
    work.tx
      .update(storefronts)
      .set({ webhooksAt: work.now, webhooksProblem })
      .where(and(eq(storefronts.retailerId, retailerId), eq(storefronts.id, id))),
  )
  return undefined
}

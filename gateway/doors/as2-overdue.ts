import { activeChannel } from '../../partners/channels/channel.ts'
import { settleUnconfirmed } from '../journal/overdue.ts'
import { as2Settings } from '../transports/as2/settings.ts'
import type { DoorContext } from './door.ts'

/** Looks after an AS2 message whose asynchronous receipt was to come, by what its partnership has set now. */
export async function settleOverdueReceipt(
  { hub, box }: Pick<DoorContext, 'hub' | 'box'>,
  message: { retailerId: string; messageId: string; partnershipId: string },
): Promise<void> {
  const channel = await activeChannel(hub.orm, box, message.retailerId, message.partnershipId)
  const settings = as2Settings.safeParse(channel?.transport === 'as2' ? channel.transportSettings : undefined)
  // A message whose channel is gone can neither be confirmed nor sent again: it fails, and says so.
  const rule = settings.success
    ? { withinSeconds: settings.data.receiptOverdueMinutes * 60, resends: settings.data.receiptResends }
    : { withinSeconds: 0, resends: 0 }
  await hub.work('system', work => settleUnconfirmed(work, message, rule))
}

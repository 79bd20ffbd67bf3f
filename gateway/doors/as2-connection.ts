import { activeChannel } from '../../partners/channels/channel.ts'
import { type ConnectionTest, testConnection } from '../transports/as2/connection-test.ts'
import { as2Settings } from '../transports/as2/settings.ts'
import type { DoorContext } from './door.ts'

/** Tries the AS2 connection of a partnership as it is set up now. Undefined where it has none. */
export async function testAs2Channel(
  { hub, box, allowPrivateAddresses }: Pick<DoorContext, 'hub' | 'box' | 'allowPrivateAddresses'>,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string },
): Promise<ConnectionTest | undefined> {
  const channel = await activeChannel(hub.orm, box, retailerId, partnershipId)
  if (channel?.transport !== 'as2') return undefined
  const settings = as2Settings.safeParse(channel.transportSettings)
  if (settings.success) return await testConnection(settings.data, hub.newId(), { now: hub.now, allowPrivateAddresses })
  const says = settings.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  return { passed: false, steps: [{ name: 'settings', title: 'Settings', outcome: 'failed', says }] }
}

import { setTimeout } from 'node:timers/promises'
import { and, eq, gt, sql } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { messageEvents, messages } from '../../db/schema/index.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import { houseRetailerId } from '../../partners/house.ts'
import { type ConnectionTest, testConnection } from '../transports/as2/connection-test.ts'
import type { As2Request } from '../transports/as2/ports.ts'
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
  if (settings.success) {
    const laterReceipt = (id: string) => receiptAbout(hub, id)
    return await testConnection(settings.data, hub.newId(), { now: hub.now, allowPrivateAddresses, laterReceipt })
  }
  const says = settings.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  return { passed: false, steps: [{ name: 'settings', title: 'Settings', outcome: 'failed', says }] }
}

/** Seconds that a test waits for an asynchronous receipt, and milliseconds between two looks. */
const waitFor = 20
const lookEvery = 200

/** The receipt for a message that no journal has, as the door keeps it, whichever process took it. */
async function receiptAbout({ orm, now }: HubDatabase, id: string): Promise<As2Request | undefined> {
  // The clock of another process may be behind.
  const since = new Date(now().getTime() - 600_000)
  for (let look = 0; look < (waitFor * 1000) / lookEvery; look++) {
    const [kept] = await orm
      .select({ type: messages.contentType, blobId: messages.blobId })
      .from(messages)
      .innerJoin(
        messageEvents,
        and(eq(messageEvents.retailerId, messages.retailerId), eq(messageEvents.messageId, messages.id)),
      )
      .where(
        and(
          eq(messages.retailerId, houseRetailerId),
          eq(messages.origin, 'stray-receipt'),
          gt(messages.createdAt, since),
          sql`${messageEvents.detail} ->> 'originalMessageId' like ${`%${id}@%`}`,
        ),
      )
      .limit(1)
    if (kept) {
      const headers = { 'content-type': [kept.type ?? ''] }
      return { headers, body: await readBlob(orm, houseRetailerId, kept.blobId), remoteAddress: '' }
    }
    await setTimeout(lookEvery)
  }
  return undefined
}

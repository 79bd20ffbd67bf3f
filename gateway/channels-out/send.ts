import type { salesChannels } from '../../db/schema/index.ts'
import { retailers } from '../../db/schema/index.ts'
import { salesChannelById } from '../../engine/listing/channels.ts'
import { changesSince, recordSent, type Sent, sweepChannelFeeds } from '../../engine/listing/feed.ts'
import { listingFile, listingFileName } from '../../engine/listing/feed-file.ts'
import { openSecrets } from '../feeds/look.ts'
import type { JobContext } from '../jobs/context.ts'
import { deliveryFailures } from '../transports/contract.ts'

/** At most so many listings go in one file; the next takes the rest at once. */
const mostInFile = 200_000

/** Asks for the files that are due, of every retailer. What fails for one keeps nothing from the others. */
export async function sweepListingFiles({ hub }: Pick<JobContext, 'hub'>): Promise<void> {
  const failures: unknown[] = []
  for (const { id } of await hub.orm.select({ id: retailers.id }).from(retailers))
    await hub.work('system', work => sweepChannelFeeds(work, id)).catch(error => failures.push(error))
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} retailers’ channels were not looked at.`)
}

/**
 * Puts a file of what changed since the last one on a sales channel's server, and notes up to which change it is told. Killed in between, the file goes again under the
 * same name, or under another when more has changed: nothing is left out.
 */
export async function sendListingFile(
  context: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  job: { retailerId: string; channelId: string },
): Promise<void> {
  const { hub } = context
  const channel = await salesChannelById(hub.orm, job.retailerId, job.channelId)
  if (!channel.feedTransport || !channel.active) return
  const sent = await send(context, channel)
  await hub.work('system', work => recordSent(work, channel, sent))
}

async function send(
  { hub, box, deliver }: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  channel: typeof salesChannels.$inferSelect,
): Promise<Sent> {
  const { retailerId, id, sentRevision } = channel
  const rows = await changesSince(hub.orm, retailerId, id, sentRevision, mostInFile)
  const upTo = rows.at(-1)?.revision
  if (upTo === undefined) return { ok: true, upTo: sentRevision }
  const message = {
    ...{ id: hub.newId(), retailerId, partnershipId: id },
    fileName: listingFileName(channel.name, sentRevision, upTo),
    contentType: 'text/csv',
    subject: `Listings for ${channel.name}`,
    bytes: Buffer.from(listingFile(rows)),
  }
  const delivery = await deliver(message, {
    ...{ retailerId, id, partnershipId: id, transport: channel.feedTransport!, format: 'csv', version: null },
    settings: { transport: {} },
    transportSettings: { ...channel.feedSettings, ...openSecrets(box, channel.feedSecrets) },
  })
  if (delivery.ok) return { ok: true, upTo, more: rows.length === mostInFile }
  const { code, detail } = delivery.failure
  return { ok: false, code, detail, mayMend: deliveryFailures[code].retry }
}

import { and, eq } from 'drizzle-orm'
import { readBlob } from '../../../db/blobs.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { exceptions, fetchSources, messageEvents, messages } from '../../../db/schema/index.ts'
import { seedRetailer } from '../../../engine/testing/seed.ts'
import { addFeed, type NewFeed } from '../../../partners/feeds/feeds.ts'
import { secretBox } from '../../../partners/secrets.ts'
import { fetchFrom } from '../run.ts'
import { sweepPlaces } from '../sweep.ts'

export const box = secretBox('a secret for tests only')

/** A hub with one partner, whose places are looked into when a test says so, at the time that it says. */
export async function feedWorld(hub: HubDatabase, { allowPrivateAddresses = true } = {}) {
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Cascade', offers: [{ sku: 'QUILT', cost: '40' }] }] })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Cascade!
  const source = async (id: string) => {
    const [row] = await hub.orm
      .select()
      .from(fetchSources)
      .where(and(eq(fetchSources.retailerId, retailerId), eq(fetchSources.id, id)))
    return row
  }
  return {
    hub,
    retailerId,
    partnershipId,
    source,
    add: (feed: Pick<NewFeed, 'kind' | 'settings'> & Partial<NewFeed>) =>
      hub.work('test', work =>
        addFeed(work, box, { retailerId, partnershipId, name: 'Stock', schedule: { everyMinutes: 5 }, ...feed }),
      ),
    /** What a sweep and the jobs that it asks for do. Gives the row as they leave it. */
    look: async (id: string) => {
      await sweepPlaces(hub)
      await fetchFrom({ hub, box, allowPrivateAddresses }, { retailerId, sourceId: id })
      return await source(id)
    },
    received: async () => {
      const rows = await hub.orm.select().from(messages).where(eq(messages.retailerId, retailerId)).orderBy(messages.id)
      return await Promise.all(
        rows.map(async row => ({
          transport: row.transport,
          fileName: row.fileName,
          partnershipId: row.partnershipId,
          contentType: row.contentType,
          text: Buffer.from(await readBlob(hub.orm, retailerId, row.blobId)).toString('utf8'),
          evidence: await evidenceOf(hub, retailerId, row.id),
        })),
      )
    },
    exceptions: () =>
      hub.orm.select().from(exceptions).where(eq(exceptions.retailerId, retailerId)).orderBy(exceptions.id),
  }
}

async function evidenceOf(hub: HubDatabase, retailerId: string, messageId: string) {
  const [first] = await hub.orm
    .select({ detail: messageEvents.detail })
    .from(messageEvents)
    .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, messageId)))
    .orderBy(messageEvents.id)
    .limit(1)
  return first?.detail ?? {}
}

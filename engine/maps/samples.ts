import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, messages } from '../../db/schema/index.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import type { MapOf } from '../../partners/maps/map-row.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import type { ReplaySample } from '../../translators/x12/index.ts'
import { contextOf } from './context.ts'
import { setAlone } from './set-alone.ts'

/** A document that passed between us and a partner. */
export interface StoredDocument {
  id: string
  direction: 'in' | 'out'
  number: string
  createdAt: Date
  messageId: string | null
}

/** Messages larger than this, in octets, are not looked into: a person waits for the answer. */
const largestMessage = 4 * 1024 * 1024

/** The last documents of a map's kind that came or went as the map's format, the newest first. */
export async function storedDocuments(orm: Orm, map: MapOf, most: number): Promise<StoredDocument[]> {
  return await orm
    .select({
      id: documents.id,
      direction: documents.direction,
      number: documents.number,
      createdAt: documents.createdAt,
      messageId: documents.messageId,
    })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, map.retailerId),
        eq(documents.partnershipId, map.partnershipId),
        eq(documents.kind, map.documentKind),
        isNotNull(documents.content),
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(most)
}

/** The content of a stored document of a map, with what it is looked at beside; undefined when there is none. */
export async function storedContent(orm: Orm, map: MapOf, id: string, facts: Record<string, string>) {
  const [row] = await orm
    .select({ content: documents.content })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, map.retailerId),
        eq(documents.id, id),
        eq(documents.partnershipId, map.partnershipId),
        eq(documents.kind, map.documentKind),
      ),
    )
  const document = row?.content as BusinessDocument | null | undefined
  return document ? { document, context: await contextOf(orm, map, facts, document) } : undefined
}

/** So many documents are read together: few enough to be held at once. */
const readTogether = 20

/**
 * Stored documents as they can be tried again: one that came by its bytes, alone in its envelope; one that went by what it says. Without a sample
 * where its bytes are in another format or too many.
 */
export async function* samplesOf(
  orm: Orm,
  channel: Pick<ChannelFacts, 'retailerId' | 'partnershipId'>,
  facts: Record<string, string>,
  stored: readonly StoredDocument[],
): AsyncGenerator<{ document: StoredDocument; sample: ReplaySample | undefined }> {
  for (let from = 0; from < stored.length; from += readTogether) {
    const some = stored.slice(from, from + readTogether)
    const rows = await rowsOfDocuments(
      orm,
      channel.retailerId,
      some.map(({ id }) => id),
    )
    for (const document of some) {
      const row = rows.get(document.id)
      yield { document, sample: row && (await sampleOf(orm, channel, facts, document, row)) }
    }
  }
}

async function rowsOfDocuments(orm: Orm, retailerId: string, ids: string[]) {
  const rows = await orm
    .select({ document: documents, blobId: messages.blobId, size: messages.size })
    .from(documents)
    .leftJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, retailerId), inArray(documents.id, ids)))
  return new Map(rows.map(row => [row.document.id, row]))
}

async function sampleOf(
  orm: Orm,
  channel: Pick<ChannelFacts, 'retailerId' | 'partnershipId'>,
  facts: Record<string, string>,
  { id, direction }: StoredDocument,
  row: { document: typeof documents.$inferSelect; blobId: string | null; size: number | null },
): Promise<ReplaySample | undefined> {
  if (!row.document.content) return undefined
  const content = row.document.content as BusinessDocument
  const context = await contextOf(orm, channel, facts, content)
  if (direction === 'out') return { id, document: content, context }
  if (!row.blobId || row.size === null || row.size > largestMessage) return undefined
  const { interchangeNumber: interchange, groupNumber: group, setNumber: set } = row.document
  const bytes = await readBlob(orm, channel.retailerId, row.blobId)
  if (!interchange || !group || !set) return { id, bytes, context }
  const alone = setAlone(bytes, { interchange, group, set })
  return alone && { id, bytes: alone, context }
}

import { and, desc, eq, isNotNull } from 'drizzle-orm'
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

/**
 * A stored document as it can be tried again: one that came by its bytes, alone in its envelope; one that went by what it says. Undefined
 * where its bytes are in another format or too many.
 */
export async function sampleOf(
  orm: Orm,
  channel: Pick<ChannelFacts, 'retailerId' | 'partnershipId'>,
  facts: Record<string, string>,
  { id, direction }: StoredDocument,
): Promise<ReplaySample | undefined> {
  const [found] = await orm
    .select({ document: documents, blobId: messages.blobId, size: messages.size })
    .from(documents)
    .leftJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, channel.retailerId), eq(documents.id, id)))
  if (!found?.document.content) return undefined
  const content = found.document.content as BusinessDocument
  const context = await contextOf(orm, channel, facts, content)
  if (direction === 'out') return { id, document: content, context }
  if (!found.blobId || found.size === null || found.size > largestMessage) return undefined
  const { interchangeNumber: interchange, groupNumber: group, setNumber: set } = found.document
  const bytes = await readBlob(orm, channel.retailerId, found.blobId)
  if (!interchange || !group || !set) return { id, bytes, context }
  const alone = setAlone(bytes, { interchange, group, set })
  return alone && { id, bytes: alone, context }
}

import { and, eq } from 'drizzle-orm'
import { streamBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, documents, feedRuns, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { applyFeedFile, startFeedFile } from '../../engine/inventory/feed-file.ts'
import { businessIssue, type Outcome, rejected } from '../../engine/outcome.ts'
import { type CsvLayout, detectCsv, isOneFeed } from '../../translators/csv/index.ts'
import { csvFormat } from '../formats/csv.ts'
import { layoutsOf } from '../formats/csv-layouts.ts'
import type { FoundPart } from '../formats/format.ts'
import { recogniseFormat } from '../formats/registry.ts'

type Message = typeof messages.$inferSelect

/** A file below this many octets is read whole, and its rows stand in the document. */
const small = 64 * 1024

/** A stock feed in a message, when it is a file that is read piece by piece; undefined for everything else. */
export async function feedFileIn(
  work: Work,
  message: Message,
): Promise<{ parts: FoundPart[]; issues: [] } | undefined> {
  const { retailerId, partnershipId, blobId, id, fileName } = message
  if (!partnershipId) return undefined
  const blob = await blobOf(work.tx, retailerId, blobId)
  if (blob.size < small) return undefined
  const layout = await layoutFor(work, message, partnershipId)
  if (layout?.kind !== 'inventory-advice') return undefined
  const document = { kind: layout.kind, number: fileName?.slice(0, 50) ?? id, isFile: true, issues: [] }
  return {
    parts: [{ partnershipId, documents: [document], issues: [], answers: [], duplicate: false }],
    issues: [],
  }
}

async function blobOf(orm: Orm, retailerId: string, blobId: string) {
  const [blob] = await orm
    .select({ size: blobs.size, sha256: blobs.sha256 })
    .from(blobs)
    .where(and(eq(blobs.retailerId, retailerId), eq(blobs.id, blobId)))
  if (!blob) throw new Error(`No blob ${blobId}`)
  return blob
}

/** The layout by which a message is read as one feed, from the upper part of its file. */
async function layoutFor(
  work: Work,
  { retailerId, blobId, fileName }: Message,
  partnershipId: string,
): Promise<CsvLayout | undefined> {
  const { value: upper } = await streamBlob(work.tx, retailerId, blobId).next()
  if (!upper || recogniseFormat(upper, fileName ?? undefined) !== csvFormat) return undefined
  const layout = detectCsv(upper, await layoutsOf(work, retailerId, partnershipId)) ?? detectCsv(upper)
  return layout && isOneFeed(layout, upper.subarray(0, small)) ? layout : undefined
}

/** Writes the feed of a message's document down as waiting, with the job that applies it. */
export async function queueFeedFile(work: Work, message: Message, documentId: string): Promise<void> {
  const { retailerId, partnershipId, fileName } = message
  const { size } = await blobOf(work.tx, retailerId, message.blobId)
  await startFeedFile(work, { retailerId, partnershipId: partnershipId!, documentId, fileName, size })
  await work.enqueue('apply-document', { retailerId, documentId })
}

interface FeedDocument {
  retailerId: string
  partnershipId: string
  documentId: string
}

/** Applies the feed that is a document's message. How far it has got is told beside the transaction, where the database can do two things at once. */
export async function applyFeedMessage(hub: HubDatabase, work: Work, document: FeedDocument): Promise<Outcome> {
  const { retailerId, documentId, partnershipId } = document
  const [found] = await work.tx
    .select({ message: messages })
    .from(documents)
    .innerJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
  const layout = found && (await layoutFor(work, found.message, partnershipId))
  if (!found || !layout)
    return rejected(
      businessIssue('wrong-header', 'The header of the file fits no layout of this partner any more.', 'lines'),
    )
  const { blobId } = found.message
  const { size, sha256 } = await blobOf(work.tx, retailerId, blobId)
  const aside = hub.database.kind === 'server'
  const pieces = streamBlob(aside ? hub.orm : work.tx, retailerId, blobId)
  const file = { sha256: sha256 ?? blobId, size, pieces }
  return await applyFeedFile(work, {
    ...document,
    layout,
    file,
    ...(aside && { onProgress: progress => tellProgress(hub, retailerId, progress) }),
  })
}

async function tellProgress(
  { orm }: HubDatabase,
  retailerId: string,
  { feedRunId, octets, rows }: { feedRunId: string; octets: number; rows: number },
): Promise<void> {
  await orm
    .update(feedRuns)
    .set({ fileRead: octets, rowsRead: rows })
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId)))
}

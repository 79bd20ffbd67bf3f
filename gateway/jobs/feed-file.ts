import { and, eq } from 'drizzle-orm'
import { readBlob, streamBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, documents, feedRuns, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { applyFeedFile, startFeedFile } from '../../engine/inventory/feed-file.ts'
import { businessIssue, type Outcome, rejected } from '../../engine/outcome.ts'
import { type CsvLayout, detectCsv, detectDefault, isOneFeed } from '../../translators/csv/index.ts'
import { type SheetAsCsv, xlsxAsCsv } from '../../translators/xlsx/index.ts'
import { csvFormat } from '../formats/csv.ts'
import { layoutsOf } from '../formats/csv-layouts.ts'
import type { FoundDocument, FoundPart } from '../formats/format.ts'
import { recogniseFormat } from '../formats/registry.ts'
import { xlsxFormat } from '../formats/xlsx.ts'
import { cameWithOthers, oneOfSeveral } from './several-feeds.ts'

type Message = typeof messages.$inferSelect

/** So many octets show the header of a file. */
const upperPart = 64 * 1024

/**
 * A stock feed in a message, when it is a file of rows, however small: read piece by piece, its rows left out kept with the run. Undefined for
 * everything else.
 */
export async function feedFileIn(
  work: Work,
  message: Message,
): Promise<{ parts: FoundPart[]; issues: [] } | undefined> {
  const { partnershipId, id, fileName } = message
  if (!partnershipId) return undefined
  const layout = (await feedIn(work, message, partnershipId))?.layout
  if (!layout) return undefined
  const several = await cameWithOthers(work, message)
  const document: FoundDocument = {
    kind: layout.kind,
    number: fileName?.slice(0, 50) ?? id,
    isFile: several ? 'as-changes' : 'as-told',
    issues: several ? [oneOfSeveral] : [],
  }
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

/** A feed's rows as CSV, and what a spreadsheet has spoilt of them. */
type FeedIn = { layout: CsvLayout } & Partial<Pick<SheetAsCsv, 'bytes' | 'faults' | 'issues'>>

/** How a message is read as one stock feed: by the upper part of its file, a workbook as a whole. `bytes` are there only for a workbook. */
async function feedIn(work: Work, message: Message, partnershipId: string): Promise<FeedIn | undefined> {
  const { retailerId, blobId, fileName } = message
  const { value: upper } = await streamBlob(work.tx, retailerId, blobId).next()
  const format = upper && recogniseFormat(upper, fileName ?? undefined)
  if (!upper || (format !== csvFormat && format !== xlsxFormat)) return undefined
  const own = await layoutsOf(work, retailerId, partnershipId)
  const found =
    format === csvFormat ? layoutOf(upper, own) : await sheetOf(await readBlob(work.tx, retailerId, blobId), own)
  const shown = found && (found.bytes ?? upper).subarray(0, upperPart)
  return found?.layout.kind === 'inventory-advice' && isOneFeed(found.layout, shown!) ? found : undefined
}

function layoutOf(upper: Uint8Array, own: readonly CsvLayout[]): FeedIn | undefined {
  const layout = detectCsv(upper, own)
  return layout ? { layout } : detectDefault(upper)
}

async function sheetOf(bytes: Uint8Array, own: readonly CsvLayout[]): Promise<FeedIn | undefined> {
  const sheet = (own.length > 0 ? await xlsxAsCsv(bytes, own) : undefined) ?? (await xlsxAsCsv(bytes, undefined))
  // Which of several sheets counts is told by the reader of documents.
  return sheet && 'code' in sheet ? undefined : sheet
}

/** Writes the feed of a message's document down as waiting, with the job that applies it. */
export async function queueFeedFile(
  work: Work,
  message: Message,
  documentId: string,
  as: NonNullable<FoundDocument['isFile']>,
): Promise<void> {
  const { retailerId, partnershipId, fileName } = message
  const { size } = await blobOf(work.tx, retailerId, message.blobId)
  const scope = as === 'as-changes' ? 'delta' : undefined
  await startFeedFile(work, { retailerId, partnershipId: partnershipId!, documentId, fileName, size, scope })
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
  const feed = found && (await feedIn(work, found.message, partnershipId))
  if (!found || !feed)
    return rejected(
      businessIssue('wrong-header', 'The header of the file fits no layout of this partner any more.', 'lines'),
    )
  const { blobId } = found.message
  const { size, sha256 } = await blobOf(work.tx, retailerId, blobId)
  const aside = hub.database.kind === 'server'
  const pieces = feed.bytes ? inOne(feed.bytes) : streamBlob(aside ? hub.orm : work.tx, retailerId, blobId)
  const file = { sha256: sha256 ?? blobId, size, pieces }
  const outcome = await applyFeedFile(work, {
    ...document,
    layout: feed.layout,
    file,
    ...(feed.faults && { faults: feed.faults }),
    ...(aside && { onProgress: progress => tellProgress(hub, retailerId, progress) }),
  })
  return { ...outcome, issues: [...(feed.issues ?? []), ...outcome.issues] }
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
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

import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import { documents, feedUploads, partnerships } from '../../../db/schema/index.ts'
import { lockKey, type Work } from '../../../db/work.ts'
import { type CsvLayout, readCsv } from '../../../translators/csv/index.ts'
import type { ProductCatalog } from '../../../translators/documents/index.ts'
import type { Issue } from '../../../translators/issue.ts'
import { xlsxAsCsv } from '../../../translators/xlsx/index.ts'
import { applyCatalog } from '../../catalogue/apply-catalog.ts'
import { businessIssue, type Outcome, rejected } from '../../outcome.ts'
import { applyFeedFile, startFeedFile } from '../feed-file.ts'
import { keepLayout } from './keep-layout.ts'
import { type OpenUpload, openUpload } from './open-upload.ts'

export interface ApplyUpload {
  retailerId: string
  uploadId: string
  /** By which it is read. */
  layout: CsvLayout
  /** What the person said that the file is. */
  scope: 'full' | 'delta'
  /** Whether the layout becomes the supplier's own, so that the next file by whatever way is read by it. */
  keep: boolean
  /** Told as the file is read; what it does is not part of the work. */
  onProgress?: (progress: { octets: number; rows: number }) => Promise<void>
}

/**
 * Applies an uploaded feed by the same commands that a file by any other channel reaches, once. `outcome.id` is the run, which exists for a
 * file that was refused too; the upload then stays open. Throws `not-found`, and `wrong-state` when the upload was applied before.
 */
export async function applyUpload(
  work: Work,
  { retailerId, uploadId, layout, scope, keep, onProgress }: ApplyUpload,
): Promise<Outcome> {
  // Not the row itself: how far it has got is written there from outside meanwhile.
  await lockKey(work.tx, `upload:${uploadId}`)
  const [row] = await work.tx
    .select({ documentId: feedUploads.documentId })
    .from(feedUploads)
    .where(and(eq(feedUploads.retailerId, retailerId), eq(feedUploads.id, uploadId)))
  if (row?.documentId) throw new ApplicationError('wrong-state', 'This file was applied already.')
  const opened = await openUpload(work.tx, { retailerId, uploadId })
  const { partnershipId } = opened.upload
  const { outcome, documentId } =
    opened.upload.kind === 'product'
      ? await applyProducts(work, opened, layout, scope)
      : await applyStock(work, opened, { layout, scope, onProgress })
  await work.tx
    .update(documents)
    .set({ status: outcome.result, issues: outcome.issues, settledAt: work.now })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
  // What was refused as a whole was read wrongly: it stays open, to be read in another way.
  if (outcome.result === 'rejected') return outcome
  if (keep) await keepLayout(work, { retailerId, partnershipId, layout, fileName: opened.upload.fileName })
  await work.tx
    .update(feedUploads)
    .set({ documentId, ...(outcome.id && { feedRunId: outcome.id }) })
    .where(and(eq(feedUploads.retailerId, retailerId), eq(feedUploads.id, uploadId)))
  return outcome
}

async function addDocument(work: Work, { upload, kind }: OpenUpload, content: unknown): Promise<string> {
  const id = work.newId()
  await work.tx.insert(documents).values({
    ...{ retailerId: upload.retailerId, id, direction: 'in', kind, number: upload.fileName.slice(0, 50) },
    ...{ partnershipId: upload.partnershipId, status: 'received', content, createdAt: work.now },
  })
  return id
}

/** An upload's rows as the reader of CSV takes them, with what a spreadsheet has spoilt. */
async function rowsIn({ bytes, isWorkbook }: OpenUpload, layout: CsvLayout) {
  if (!isWorkbook) return { bytes, layout, faults: new Map<number, Issue>(), issues: [] }
  return await xlsxAsCsv(bytes, [layout])
}

const misfit = businessIssue('wrong-header', 'The header of the file does not fit the columns that were chosen.', '')

const noSource = businessIssue('unknown-source', 'This partner is no source of goods.', 'supplier')

async function applyStock(
  work: Work,
  opened: OpenUpload,
  { layout, scope, onProgress }: Pick<ApplyUpload, 'layout' | 'scope'> & Partial<Pick<ApplyUpload, 'onProgress'>>,
) {
  const { retailerId, partnershipId, fileName, size } = opened.upload
  const documentId = await addDocument(work, opened, null)
  const file = await rowsIn(opened, layout)
  if (!file || 'code' in file) return { outcome: rejected(file ?? misfit), documentId }
  const started = { retailerId, partnershipId, documentId, fileName, size, scope }
  if (!(await startFeedFile(work, started))) return { outcome: rejected(noSource), documentId }
  const outcome = await applyFeedFile(work, {
    ...{ retailerId, partnershipId, documentId, layout: file.layout, faults: file.faults },
    file: { sha256: createHash('sha256').update(opened.bytes).digest('hex'), size, pieces: inPieces(file.bytes) },
    ...(onProgress && { onProgress }),
  })
  return { outcome: { ...outcome, issues: [...file.issues, ...outcome.issues] }, documentId }
}

const pieceSize = 1024 * 1024

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
}

async function applyProducts(work: Work, opened: OpenUpload, layout: CsvLayout, scope: ApplyUpload['scope']) {
  const { retailerId, partnershipId, id } = opened.upload
  const found = await rowsIn(opened, layout)
  const file = found && 'code' in found ? undefined : found
  const read = file && readCsv(file.bytes, file.layout, { given: await givenFor(work, opened) })
  const catalog = read?.documents.find((document): document is ProductCatalog => document.kind === 'product-catalog')
  const documentId = await addDocument(work, opened, catalog ? { ...catalog, scope } : null)
  if (!catalog)
    return { outcome: rejected(...(read?.issues ?? [found && 'code' in found ? found : misfit])), documentId }
  const outcome = await applyCatalog(work, {
    ...{ retailerId, partnershipId, documentId, fileName: opened.upload.fileName },
    catalog: { ...catalog, number: catalog.number || id, scope },
    leftOut: read!.issues,
  })
  return { outcome: { ...outcome, issues: [...file!.issues, ...read!.issues, ...outcome.issues] }, documentId }
}

/** What a product file need not say. */
async function givenFor(work: Work, { upload }: OpenUpload): Promise<Record<string, string>> {
  const [partnership] = await work.tx
    .select({ currency: partnerships.currency })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, upload.retailerId), eq(partnerships.id, upload.partnershipId)))
  return { number: upload.id, date: work.now.toISOString().slice(0, 10), currency: partnership?.currency ?? 'USD' }
}

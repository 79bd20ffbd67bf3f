import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../../db/application-error.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { feedUploads } from '../../../db/schema/index.ts'
import { lockKey, type Work } from '../../../db/work.ts'
import { type CsvLayout, csvLayout } from '../../../translators/csv/index.ts'
import { reasonOf } from '../../outcome.ts'
import { type ApplyUpload, applyUpload } from './apply-upload.ts'

interface UploadRef {
  retailerId: string
  uploadId: string
}

const rowOf = ({ retailerId, uploadId }: UploadRef) =>
  and(eq(feedUploads.retailerId, retailerId), eq(feedUploads.id, uploadId))

/** Has an upload applied in the background. Throws `not-found`, and `wrong-state` when it was applied before or is being applied. */
export async function queueUpload(work: Work, { layout, scope, keep, ...ref }: ApplyUpload): Promise<void> {
  await lockKey(work.tx, `upload:${ref.uploadId}`)
  const [row] = await work.tx.select().from(feedUploads).where(rowOf(ref))
  if (!row) throw new ApplicationError('not-found', 'There is no such file.')
  if (row.documentId) throw new ApplicationError('wrong-state', 'This file was applied already.')
  if (row.queued) throw new ApplicationError('wrong-state', 'This file is being applied.')
  const queued = { layout, scope, keep, actor: work.actor }
  await work.tx.update(feedUploads).set({ queued, octetsRead: 0, rowsRead: 0, refusal: null }).where(rowOf(ref))
  await work.enqueue('apply-upload', ref)
}

/**
 * Applies an upload that was queued; one that is not any more is left alone. How far it has got is told beside the transaction, where the database
 * can do two things at once.
 */
export async function applyQueued(hub: HubDatabase, ref: UploadRef): Promise<void> {
  const [row] = await hub.orm.select({ queued: feedUploads.queued }).from(feedUploads).where(rowOf(ref))
  if (!row?.queued) return
  const { layout, scope, keep, actor } = row.queued
  const tell = (progress: { octets: number; rows: number }) => tellProgress(hub, ref, progress)
  await hub.work(actor, async work => {
    await lockKey(work.tx, `upload:${ref.uploadId}`)
    const [now] = await work.tx.select({ queued: feedUploads.queued }).from(feedUploads).where(rowOf(ref))
    if (!now?.queued) return
    const outcome = await applyUpload(work, {
      ...{ ...ref, layout: layoutIn(layout), scope, keep },
      ...(hub.database.kind === 'server' && { onProgress: tell }),
    })
    const refusal = outcome.result === 'rejected' ? reasonOf(outcome) : null
    await work.tx.update(feedUploads).set({ queued: null, refusal }).where(rowOf(ref))
  })
}

/** The layout that was queued: what is never kept with a layout is not part of its schema. */
function layoutIn(queued: unknown): CsvLayout {
  const { unclearMarks, ...layout } = queued as CsvLayout
  return { ...csvLayout.parse(layout), ...(unclearMarks && { unclearMarks }) }
}

async function tellProgress(
  { orm }: HubDatabase,
  ref: UploadRef,
  { octets, rows }: { octets: number; rows: number },
): Promise<void> {
  await orm.update(feedUploads).set({ octetsRead: octets, rowsRead: rows }).where(rowOf(ref))
}

import { and, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { NotRenderable } from '../formats/format.ts'
import { formatOf } from '../formats/registry.ts'
import { storeOutbound } from '../journal/outbound.ts'
import type { JobContext } from './context.ts'

type StoredDocument = typeof documents.$inferSelect

/** Turns a queued document into the exact bytes of a message. Bytes, control numbers and the delivery job commit together. */
export async function renderDocument(
  context: JobContext,
  job: { retailerId: string; documentId: string },
): Promise<void> {
  const { hub } = context
  try {
    await hub.work('system', async work => {
      const document = await lockQueued(work, job)
      if (document) await render(context, work, document)
    })
  } catch (error) {
    if (!(error instanceof NotRenderable)) throw error
    await hub.work('system', work => putBeforePeople(work, job, error))
  }
}

async function lockQueued(
  work: Work,
  job: { retailerId: string; documentId: string },
): Promise<StoredDocument | undefined> {
  const [document] = await work.tx
    .select()
    .from(documents)
    .where(and(eq(documents.retailerId, job.retailerId), eq(documents.id, job.documentId)))
    .for('update')
  return document?.status === 'queued' ? document : undefined
}

async function render({ box }: JobContext, work: Work, document: StoredDocument): Promise<void> {
  const { retailerId, id } = document
  const channel = await activeChannel(work.tx, box, retailerId, document.partnershipId!)
  const format = channel && formatOf(channel.format)
  if (!channel || !format) throw new NotRenderable([noChannel()])
  const { numbers, issues, bytes, fileName, contentType } = await format.render(
    work,
    channel,
    document.content as BusinessDocument,
  )
  const messageId = work.newId()
  const { partnershipId, transport } = channel
  await storeOutbound(work, { retailerId, id: messageId, partnershipId, transport, fileName, contentType, bytes })
  await work.tx
    .update(documents)
    .set({
      status: 'rendered',
      messageId,
      issues,
      interchangeNumber: numbers?.interchange,
      groupNumber: numbers?.group,
      setNumber: numbers?.set,
      functionalId: numbers?.functionalId,
    })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id)))
}

/** The document stays queued: after the channel or map is mended it can be rendered again. */
async function putBeforePeople(
  work: Work,
  job: { retailerId: string; documentId: string },
  error: NotRenderable,
): Promise<void> {
  const [document] = await work.tx
    .select()
    .from(documents)
    .where(and(eq(documents.retailerId, job.retailerId), eq(documents.id, job.documentId)))
  if (!document) return
  await work.tx
    .update(documents)
    .set({ issues: error.issues })
    .where(and(eq(documents.retailerId, job.retailerId), eq(documents.id, job.documentId)))
  await raiseException(work, {
    retailerId: job.retailerId,
    kind: 'not-delivered',
    key: `not-rendered:${job.documentId}`,
    partnershipId: document.partnershipId,
    purchaseOrderId: document.purchaseOrderId,
    documentId: document.id,
    summary: `${document.kind.replaceAll('-', ' ')} ${document.number} cannot be written for its channel: ${error.message}`,
  })
}

function noChannel() {
  return {
    severity: 'error' as const,
    code: 'no-channel',
    message: 'The partnership has no active channel. Set one up, then send the document again.',
    at: {},
  }
}

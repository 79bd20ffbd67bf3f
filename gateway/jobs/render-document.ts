import { and, asc, eq, inArray, or, sql } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { activeChannel, type Channel } from '../../partners/channels/channel.ts'
import { isForPortal, leavesAt } from '../../partners/channels/delivery.ts'
import type { BusinessDocument, DocumentKind } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { NotRenderable, type Rendering } from '../formats/format.ts'
import { formatOf } from '../formats/registry.ts'
import { storeOutbound } from '../journal/outbound.ts'
import type { JobContext } from './context.ts'

type StoredDocument = typeof documents.$inferSelect

/** Answers go at once, whatever the channel collects. */
const neverWaits: ReadonlySet<string> = new Set<DocumentKind>(['functional-acknowledgment', 'application-advice'])

/**
 * Turns queued documents into the exact bytes of a message. Bytes, control numbers and the delivery job commit together. On a channel that
 * collects, the document waits for others of its kind and goes with them.
 */
export async function renderDocument(
  context: JobContext,
  job: { retailerId: string; documentId: string },
): Promise<void> {
  const { hub } = context
  try {
    await hub.work('system', work => render(context, work, job))
  } catch (error) {
    if (!(error instanceof NotRenderable)) throw error
    const refused = error.documents ?? [{ id: job.documentId, issues: error.issues }]
    await hub.work('system', async work => {
      for (const { id, issues } of refused) {
        const [document] = await work.tx.select().from(documents).where(queued(job.retailerId, id)).for('update')
        if (document) await putBeforePeople(work, document, issues)
      }
    })
  }
}

async function render(
  { box }: JobContext,
  work: Work,
  { retailerId, documentId }: { retailerId: string; documentId: string },
): Promise<void> {
  const [document] = await work.tx.select().from(documents).where(queued(retailerId, documentId))
  if (!document) return
  const active = await activeChannel(work.tx, box, retailerId, document.partnershipId!)
  const channel = active && wayOf(active, document)
  const format = channel && formatOf(channel.format)
  if (!channel || !format) throw new NotRenderable([noChannel()])
  const together = await collect(work, channel, document)
  if (together.length === 0) return
  const rendering = await format.render(
    work,
    channel,
    together.map(each => each.content as BusinessDocument),
  )
  const refused = rendering.refused.map(({ index, issues }) => ({ document: together[index]!, issues }))
  if (rendering.written.length === 0)
    throw new NotRenderable(
      refused[0]?.issues ?? [],
      refused.map(({ document, issues }) => ({ id: document.id, issues })),
    )
  await store(work, channel, together, rendering)
  for (const { document, issues } of refused) await putBeforePeople(work, document, issues)
}

/** The channel, or the portal for what the supplier wants to find only there. */
function wayOf(active: Channel, { kind }: StoredDocument): Channel {
  if (!isForPortal(active.settings.delivery, kind)) return active
  const { x12: _, batch: __, ...settings } = active.settings
  return { ...active, transport: 'portal', format: 'form', version: null, settings }
}

const queued = (retailerId: string, id: string) =>
  and(eq(documents.retailerId, retailerId), eq(documents.id, id), eq(documents.status, 'queued'))

/** The documents that go now, locked: this one alone, or those that wait; none while there is still time for others to come. */
async function collect(work: Work, channel: Channel, document: StoredDocument): Promise<StoredDocument[]> {
  const { retailerId, id } = document
  const { batch, delivery } = channel.settings
  const leaves = (one: { createdAt: Date }) =>
    channel.transport === 'portal' ? one.createdAt : leavesAt(delivery, document.kind, one.createdAt)
  if (!batch && leaves(document) > work.now) {
    await work.enqueue('render-document', { retailerId, documentId: id }, { startAfter: leaves(document) })
    return []
  }
  if (!batch || neverWaits.has(document.kind))
    return await work.tx.select().from(documents).where(queued(retailerId, id)).for('update')
  await lockKey(work.tx, `batch:${channel.id}:${document.kind}`)
  const waiting = await findWaiting(work, channel, document, batch.upTo)
  const [oldest] = waiting
  if (!oldest) return []
  const dueAfter = (one: { createdAt: Date }) =>
    delivery?.times ? leaves(one) : new Date(one.createdAt.getTime() + batch.minutes * 60_000)
  const goes = waiting.length >= batch.upTo || dueAfter(oldest) <= work.now
  if (!goes || !waiting.some(each => each.id === id))
    await work.enqueue('render-document', { retailerId, documentId: id }, { startAfter: dueAfter(document) })
  return goes ? await lockAll(work, retailerId, waiting) : []
}

/** The oldest documents that wait for the channel, this one's kind; those that cannot be written stand aside until somebody asks for them. */
async function findWaiting(
  work: Work,
  channel: Channel,
  { retailerId, id, kind }: StoredDocument,
  limit: number,
): Promise<Pick<StoredDocument, 'id' | 'createdAt'>[]> {
  return await work.tx
    .select({ id: documents.id, createdAt: documents.createdAt })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.partnershipId, channel.partnershipId),
        eq(documents.direction, 'out'),
        eq(documents.status, 'queued'),
        eq(documents.kind, kind),
        or(eq(documents.id, id), sql`not jsonb_path_exists(${documents.issues}, '$[*] ? (@.severity == "error")')`),
      ),
    )
    .orderBy(asc(documents.createdAt), asc(documents.id))
    .limit(limit)
}

/** Only what goes is read with its content: while documents gather, each of them looks at those that wait. */
async function lockAll(
  work: Work,
  retailerId: string,
  waiting: readonly Pick<StoredDocument, 'id'>[],
): Promise<StoredDocument[]> {
  const ids = waiting.map(each => each.id)
  return await work.tx
    .select()
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), inArray(documents.id, ids), eq(documents.status, 'queued')))
    .orderBy(asc(documents.createdAt), asc(documents.id))
    .for('update')
}

async function store(work: Work, channel: Channel, together: StoredDocument[], rendering: Rendering): Promise<void> {
  const { retailerId, partnershipId, transport } = channel
  const { bytes, fileName, contentType, written } = rendering
  const messageId = work.newId()
  await storeOutbound(work, { retailerId, id: messageId, partnershipId, transport, fileName, contentType, bytes })
  for (const [place, { index, issues, numbers }] of written.entries()) {
    await work.tx
      .update(documents)
      .set({
        status: 'rendered',
        messageId,
        issues,
        position: place + 1,
        interchangeNumber: numbers?.interchange,
        groupNumber: numbers?.group,
        setNumber: numbers?.set,
        functionalId: numbers?.functionalId,
      })
      .where(and(eq(documents.retailerId, retailerId), eq(documents.id, together[index]!.id)))
  }
}

/** The document stays queued: after the channel or map is mended it can be rendered again. */
async function putBeforePeople(work: Work, document: StoredDocument, issues: Issue[]): Promise<void> {
  const { retailerId, id, kind, number, partnershipId, purchaseOrderId } = document
  await work.tx
    .update(documents)
    .set({ issues })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id)))
  await raiseException(work, {
    retailerId,
    kind: 'not-delivered',
    key: `not-rendered:${id}`,
    partnershipId,
    purchaseOrderId,
    documentId: id,
    summary: `${kind.replaceAll('-', ' ')} ${number} cannot be written for its channel: ${issues.map(issue => issue.message).join(' ')}`,
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

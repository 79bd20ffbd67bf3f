import { and, desc, eq } from 'drizzle-orm'
import { readBlob, storeBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { GroupStore } from '../../db/group-commit.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import type { JobPayload } from '../../db/jobs.ts'
import { messageEvents, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { houseRetailerId } from '../../partners/house.ts'
import type { Arrival, GivenReceipt } from '../journal/arrival.ts'
import { commitBytes, dropKept, keepBytes, sizeOf, storedContent } from '../journal/keep.ts'
import { recordDelivery } from '../journal/outbound.ts'
import { storeAllReceived } from '../journal/receive.ts'
import { storeIfNew } from '../journal/receive-new.ts'
import type { As2Commit, As2Receipt, As2ReceiveDeps, As2Rejected, As2Sent } from '../transports/as2/ports.ts'
import { sendReceipt } from '../transports/as2/send.ts'
import type { Reception } from '../transports/contract.ts'
import { As2Stations, stationOf } from './as2-stations.ts'
import { keepStrayReceipt, keepUnprovenReceipt } from './as2-unproven-receipts.ts'
import type { DoorContext } from './door.ts'

/** What AS2 needs of the hub: stations from the partnerships, messages and receipts in the journal. */
export function as2Door(context: DoorContext): As2ReceiveDeps {
  const { hub } = context
  const stations = new As2Stations(context)
  const committing = new GroupStore((commits: readonly As2Commit[]) => storeAll(hub, commits))
  return {
    now: hub.now,
    newId: hub.newId,
    findStation: (as2From, as2To) => stations.find(as2From, as2To),
    expectStation: (as2From, as2To) => stations.expect(as2From, as2To),
    findReceipt: (retailerId, wireId) => findReceipt(hub.orm, retailerId, wireId),
    addReceipt: added => hub.work('transport:as2', work => addReceipt(work, added)),
    sendReceiptAgain: again => hub.work('transport:as2', work => sendReceiptAgain(work, again)),
    commit: commit => committing.add(commit),
    keep: (retailerId, pieces) => keepBytes(hub, retailerId, pieces),
    drop: (retailerId, kept) => dropKept(hub, retailerId, kept),
    keepRejected: rejected => hub.work('transport:as2', work => keepRejected(work, rejected)),
    findSent: messageId => findSent(context, messageId),
    receiveReceipt: async arrival => {
      const { sent, delivery } = arrival
      if (!sent) return await hub.work('transport:as2', work => keepStrayReceipt(work, arrival))
      const { retailerId, id } = sent.message
      await hub.work('transport:as2', work =>
        !delivery.ok && delivery.failure.code === 'receipt-invalid'
          ? keepUnprovenReceipt(work, sent, delivery.failure, arrival)
          : recordDelivery(work, retailerId, id, delivery, 'receipt'),
      )
    },
  }
}

async function storeAll(hub: HubDatabase, commits: readonly As2Commit[]): Promise<Reception[]> {
  const stored = commits.every(isSingle) ? await storeIfNew(hub, commits.map(arrivalOf)) : undefined
  return stored ?? (await hub.work('transport:as2', work => storeAllCarefully(work, commits)))
}

/** Nothing has to be stored but the message and its proofs; and its receipt is its own, where that of those who want none is the same for all. */
const isSingle = ({ attachments, receipt }: As2Commit) => attachments.length === 0 && receipt.route.kind === 'sync'

async function storeAllCarefully(work: Work, commits: readonly As2Commit[]): Promise<Reception[]> {
  const receptions = await storeAllReceived(work, commits.map(arrivalOf))
  const fresh = commits
    .map((commit, at) => ({ ...commit, messageId: receptions[at]!.messageId }))
    .filter((_, at) => !receptions[at]!.repeated)
  const attachments = fresh.flatMap(attachmentsOf)
  if (attachments.length > 0) await storeAllReceived(work, attachments)
  await work.enqueueAll(
    'deliver-receipt',
    fresh
      .filter(({ receipt }) => receipt.route.kind === 'async')
      .map(({ message, messageId }) => ({ retailerId: message.retailerId, messageId })),
  )
  return receptions
}

function arrivalOf({ message, receipt, origin, warnings }: As2Commit): Arrival {
  const evidence = { ...message.evidence, ...(warnings.length > 0 ? { warnings: warnings.join('; ') } : {}) }
  return { message: { ...message, evidence }, receipt: given(receipt), origin }
}

function attachmentsOf({ message, attachments }: As2Commit): Arrival[] {
  return attachments.map(({ fileName, contentType, bytes }, index) => ({
    message: { ...message, wireId: `${message.wireId}/${index + 2}`, fileName, contentType, bytes },
  }))
}

function given(receipt: As2Receipt): GivenReceipt {
  const { body, ...detail } = receipt
  return { body, detail }
}

async function findReceipt(orm: Orm, retailerId: string, wireId: string): Promise<As2Receipt | undefined> {
  const [message] = await orm.select(keptReceipt).from(messages).where(receivedAs(retailerId, wireId))
  return message && (await readReceipt(orm, retailerId, message))
}

const keptReceipt = { id: messages.id, blobId: messages.receiptBlobId, detail: messages.receiptDetail }

async function readReceipt(
  orm: Orm,
  retailerId: string,
  { blobId, detail }: { blobId: string | null; detail: unknown },
) {
  if (!blobId) return undefined
  return { ...(detail as Omit<As2Receipt, 'body'>), body: await readBlob(orm, retailerId, blobId) }
}

async function addReceipt(
  work: Work,
  { retailerId, wireId, receipt }: { retailerId: string; wireId: string; receipt: As2Receipt },
): Promise<As2Receipt> {
  const [message] = await work.tx.select(keptReceipt).from(messages).where(receivedAs(retailerId, wireId)).for('update')
  const standing = message && (await readReceipt(work.tx, retailerId, message))
  if (!message || (standing && standing.body.length > 0)) return standing ?? receipt
  const { body, detail } = given(receipt)
  const { blobId } = await storeBlob(work, retailerId, body)
  await work.tx
    .update(messages)
    .set({ receiptBlobId: blobId, receiptDetail: { ...(message.detail as object), ...detail } })
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, message.id)))
  return receipt
}

async function sendReceiptAgain(
  work: Work,
  { retailerId, wireId, url }: { retailerId: string; wireId: string; url: string },
): Promise<void> {
  const [message] = await work.tx.select({ id: messages.id }).from(messages).where(receivedAs(retailerId, wireId))
  if (message) await work.enqueue('deliver-receipt', { retailerId, messageId: message.id, url })
}

const receivedAs = (retailerId: string, wireId: string) =>
  and(
    eq(messages.retailerId, retailerId),
    eq(messages.direction, 'in'),
    eq(messages.transport, 'as2'),
    eq(messages.wireId, wireId),
  )

/** What was refused is kept as it came, so that a person can see what somebody tried to send. */
async function keepRejected(work: Work, rejected: As2Rejected): Promise<void> {
  const retailerId = rejected.station?.retailerId ?? houseRetailerId
  const blobId = await commitBytes(work, retailerId, rejected.wire.body)
  const receipt = given(rejected.receipt)
  const id = work.newId()
  const [kept] = await work.tx
    .insert(messages)
    .values({
      retailerId,
      id,
      direction: 'in',
      partnershipId: rejected.station?.partnershipId,
      transport: 'as2',
      origin: `rejected:${rejected.as2From ?? ''}`,
      // A second try of the same message may be refused for another reason; each is kept.
      wireId: `${rejected.wireId}#${id}`,
      blobId,
      size: sizeOf(rejected.wire.body),
      status: 'rejected',
      failureDetail: rejected.detail,
      receiptBlobId: (await storeBlob(work, retailerId, receipt.body)).blobId,
      receiptDetail: receipt.detail,
      createdAt: work.now,
      processedAt: work.now,
    })
    .returning({ id: messages.id })
  const detail = {
    reason: rejected.reason,
    detail: rejected.detail,
    from: rejected.as2From,
    to: rejected.as2To,
    address: rejected.wire.remoteAddress,
  }
  await addMessageEvent(work, retailerId, kept!.id, 'refused', detail)
  if (rejected.receipt.route.kind === 'async') await work.enqueue('deliver-receipt', { retailerId, messageId: id })
  await raiseException(work, {
    retailerId,
    kind: 'not-readable',
    key: `as2-refused:${rejected.wireId}`,
    partnershipId: rejected.station?.partnershipId,
    messageId: id,
    actual: rejected.as2From,
    summary: `An AS2 message from ${rejected.as2From ?? 'nobody named'} was refused: ${rejected.detail}`,
  })
}

async function findSent(context: DoorContext, messageId: string): Promise<As2Sent | undefined> {
  const { orm } = context.hub
  const [message] = await orm
    .select()
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.direction, 'out'), eq(messages.transport, 'as2')))
  const station = message?.partnershipId
    ? await stationOf(context, message.retailerId, message.partnershipId)
    : undefined
  if (!message?.partnershipId || !station) return undefined
  const { retailerId } = message
  const [sent] = await orm
    .select({ detail: messageEvents.detail })
    .from(messageEvents)
    .where(
      and(
        eq(messageEvents.retailerId, retailerId),
        eq(messageEvents.messageId, messageId),
        eq(messageEvents.kind, 'sent'),
      ),
    )
    .orderBy(desc(messageEvents.id))
    .limit(1)
  return {
    message: {
      id: messageId,
      retailerId,
      partnershipId: message.partnershipId,
      fileName: message.fileName ?? '',
      contentType: message.contentType ?? '',
      subject: '',
      bytes: storedContent(context.hub, retailerId, message.blobId, message.size),
    },
    settings: station.settings,
    ...(sent ? { evidence: sent.detail as Record<string, string> } : {}),
  }
}

/** The job that sends a receipt which was asked for asynchronously, to `url` where a repeat of the message asked for it there; throwing has it tried again. */
export function receiptDelivery(context: DoorContext) {
  return async ({ retailerId, messageId, url }: JobPayload<'deliver-receipt'>): Promise<void> => {
    const { hub, allowPrivateAddresses } = context
    const [message] = await hub.orm
      .select({
        partnershipId: messages.partnershipId,
        wireId: messages.wireId,
        blobId: messages.receiptBlobId,
        detail: messages.receiptDetail,
      })
      .from(messages)
      .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
    const station = message?.partnershipId ? await stationOf(context, retailerId, message.partnershipId) : undefined
    if (!message?.blobId || !station) return
    const receipt = {
      ...(message.detail as Omit<As2Receipt, 'body'>),
      ...(url !== undefined && { route: { kind: 'async' as const, url } }),
      body: await readBlob(hub.orm, retailerId, message.blobId),
    }
    const delivery = await sendReceipt(receipt, station.settings, { now: hub.now, allowPrivateAddresses })
    if (!delivery.ok) throw new Error(`The receipt was not taken: ${delivery.failure.code} ${delivery.failure.detail}`)
    await hub.work('transport:as2', work =>
      addMessageEvent(work, retailerId, messageId, 'confirmed', { receipt: delivery.reference }),
    )
  }
}

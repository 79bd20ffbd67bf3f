import { and, eq } from 'drizzle-orm'
import { readBlob } from '../../db/blobs.ts'
import { documents, messages, retailers } from '../../db/schema/index.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { settleOverdueReceipt } from '../doors/as2-overdue.ts'
import { storedContent } from '../journal/keep.ts'
import { recordDelivery } from '../journal/outbound.ts'
import type { Content, Delivery, OutboundMessage } from '../transports/contract.ts'
import type { JobContext } from './context.ts'
import { withReplyAddress } from './reply-address.ts'
import { reportedFile } from './report-problems.ts'

type Message = typeof messages.$inferSelect

/**
 * Hands a message to its transport, outside any transaction, and writes down what came of it. Killed in between, it is tried again with
 * the same bytes under the same id, which the partner recognises as a repeat. A message that went out and waits for its receipt is looked
 * after when that is overdue.
 */
export async function deliverMessage(
  context: JobContext,
  job: { retailerId: string; messageId: string },
): Promise<void> {
  const { hub } = context
  const { retailerId, messageId } = job
  const [message] = await hub.orm
    .select()
    .from(messages)
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, messageId)))
  if (message?.status === 'sent' && message.transport === 'as2' && message.partnershipId) {
    return await settleOverdueReceipt(context, { ...job, partnershipId: message.partnershipId })
  }
  if (!message || (message.status !== 'queued' && message.status !== 'retrying')) return
  const delivery = await attempt(context, message)
  await hub.work('system', work => recordDelivery(work, retailerId, messageId, delivery))
}

async function attempt(context: JobContext, message: Message): Promise<Delivery> {
  const { hub, box, deliver } = context
  const channel = await activeChannel(hub.orm, box, message.retailerId, message.partnershipId!)
  if (!channel)
    return { ok: false, failure: { code: 'settings-incomplete', detail: 'The partnership has no active channel.' } }
  // What the supplier wants to find in the portal alone is there already, whatever its channel.
  const way = message.transport === 'portal' ? { ...channel, transport: message.transport } : channel
  return await deliver(await outbound({ hub }, message), await withReplyAddress(context, way))
}

/** Only mail shows people what it carries: elsewhere the documents' contents are not read. */
async function outbound({ hub }: Pick<JobContext, 'hub'>, message: Message): Promise<OutboundMessage<Content>> {
  const byMail = message.transport === 'email'
  const { retailerId, id } = message
  const about = await hub.orm
    .select({ kind: documents.kind, number: documents.number, ...(byMail && { content: documents.content }) })
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), eq(documents.messageId, id)))
  const [retailer] = await hub.orm.select({ name: retailers.name }).from(retailers).where(eq(retailers.id, retailerId))
  const subject = subjectOf(about)
  const reported = byMail ? reportedFile(message) : undefined
  const words = reported && (await readBlob(hub.orm, retailerId, message.blobId))
  return {
    id,
    retailerId,
    partnershipId: message.partnershipId!,
    fileName: message.fileName ?? `${id}.dat`,
    contentType: message.contentType ?? 'application/octet-stream',
    subject: reported
      ? `Not processed by ${retailer?.name}: ${reported}`
      : `${subject || message.fileName} from ${retailer?.name}`,
    ...(words && { text: Buffer.from(words).toString() }),
    ...(byMail && { documents: about.flatMap(({ content }) => (content ? [content as BusinessDocument] : [])) }),
    bytes: storedContent(hub, retailerId, message.blobId, message.size),
  }
}

/** `Purchase order PO-1001, Purchase order PO-1002`; of more than three only how many they are. */
function subjectOf(about: { kind: string; number: string }[]): string {
  if (about.length <= 3) return about.map(({ kind, number }) => `${sentence(kind)} ${number}`).join(', ')
  const kinds = new Set(about.map(({ kind }) => kind))
  const what = kinds.size === 1 ? `${[...kinds][0]!.replaceAll('-', ' ')}s` : 'documents'
  return `${about.length} ${what}`
}

/** `purchase-order` → `Purchase order`. */
function sentence(kind: string): string {
  const words = kind.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

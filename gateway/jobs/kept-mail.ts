import { and, asc, eq } from 'drizzle-orm'
import { messageEvents, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { recordBounce } from '../journal/outbound.ts'
import { failureOfBounce } from '../transports/email/bounce.ts'

/** The content type under which the mail door keeps a mail that has no attachment to process. */
export const wholeMail = 'message/rfc822'

type Message = typeof messages.$inferSelect

/** Settles a mail that was kept whole: a bounce fails the message that came back, an automatic answer is only noted, a person's mail waits for a person. */
export async function settleKeptMail(work: Work, message: Message): Promise<void> {
  const { retailerId, id } = message
  const evidence = await evidenceOf(work, message)
  const handled = evidence.automatic !== undefined
  const bounced = evidence.bounceOf ? await failBounced(work, message, evidence) : undefined
  await work.tx
    .update(messages)
    .set({ status: handled ? 'processed' : 'rejected', processedAt: work.now })
    .where(and(eq(messages.retailerId, retailerId), eq(messages.id, id)))
  await addMessageEvent(work, retailerId, id, handled ? 'read' : 'refused', { automatic: evidence.automatic, bounced })
  if (handled) return
  await raiseException(work, {
    retailerId,
    kind: 'not-readable',
    key: `mail:${id}`,
    partnershipId: message.partnershipId,
    messageId: id,
    actual: evidence.from ?? null,
    summary: summaryOf(evidence),
  })
}

function summaryOf(evidence: Record<string, string | undefined>): string {
  const mail = `A mail from ${evidence.from ?? 'somebody'}`
  const subject = `“${evidence.subject ?? 'no subject'}”`
  if (evidence.refused) return `${mail} was not taken: ${subject}. ${evidence.refused} Read it, and ask the partner.`
  return `${mail} has no attachment that could be processed: ${subject}. Read it, and answer by hand.`
}

async function evidenceOf(work: Work, { retailerId, id }: Message): Promise<Record<string, string | undefined>> {
  const [first] = await work.tx
    .select({ detail: messageEvents.detail })
    .from(messageEvents)
    .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, id)))
    .orderBy(asc(messageEvents.id))
    .limit(1)
  return (first?.detail ?? {}) as Record<string, string | undefined>
}

/** Our mails carry the journal's id of the message before the `@` of their Message-ID. */
async function failBounced(
  work: Work,
  message: Message,
  evidence: Record<string, string | undefined>,
): Promise<string | undefined> {
  const original = evidence.bounceOf?.split('@')[0]
  const failure = failureOfBounce({
    ...(evidence.bounceAction ? { action: evidence.bounceAction } : {}),
    ...(evidence.bounceStatus ? { status: evidence.bounceStatus } : {}),
    ...(evidence.bounceRecipient ? { recipient: evidence.bounceRecipient } : {}),
    ...(evidence.bounceDiagnostic ? { diagnostic: evidence.bounceDiagnostic } : {}),
  })
  if (!original || !failure) return undefined
  return (await recordBounce(work, message.retailerId, original, failure)) ? original : undefined
}

import { and, eq } from 'drizzle-orm'
import { messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { recordBounce } from '../journal/outbound.ts'
import type { DeliveryFailure } from '../transports/contract.ts'
import { failureOfBounce } from '../transports/email/bounce.ts'
import { evidenceOf } from './sender-of-mail.ts'

/** The content type under which the mail door keeps a mail that has no attachment to process. */
export const wholeMail = 'message/rfc822'

type Message = typeof messages.$inferSelect

/**
 * Settles a mail that was kept whole: a bounce fails the message that came back, an automatic answer is only noted. A person's mail waits for a person, as does a bounce of
 * nothing that is known, and an automatic answer that brings files.
 */
export async function settleKeptMail(work: Work, message: Message): Promise<void> {
  const { retailerId, id } = message
  const evidence = await evidenceOf(work, message)
  const failure = evidence.automatic === 'bounce' ? failureOf(evidence) : undefined
  const bounced = failure && (await failBounced(work, message, evidence, failure))
  const left = (failure && !bounced) || (evidence.automatic === 'auto-reply' && evidence.files)
  const handled = evidence.automatic !== undefined && !left
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
  if (evidence.automatic === 'bounce')
    return `${mail} says that a mail was not delivered, and not which: ${subject}. Read it, and look for the message that it speaks of.`
  if (evidence.automatic)
    return `${mail} calls itself an automatic answer, and brings files: ${subject}. Look whether they are documents: ${evidence.files}`
  return `${mail} has no attachment that could be processed: ${subject}. Read it, and answer by hand.`
}

/** Undefined where the mail has arrived or still may. */
function failureOf(evidence: Record<string, string | undefined>): DeliveryFailure | undefined {
  return failureOfBounce({
    ...(evidence.bounceAction ? { action: evidence.bounceAction } : {}),
    ...(evidence.bounceStatus ? { status: evidence.bounceStatus } : {}),
    ...(evidence.bounceRecipient ? { recipient: evidence.bounceRecipient } : {}),
    ...(evidence.bounceDiagnostic ? { diagnostic: evidence.bounceDiagnostic } : {}),
  })
}

/** Our mails carry the journal's id of the message before the `@` of their Message-ID. */
async function failBounced(
  work: Work,
  message: Message,
  evidence: Record<string, string | undefined>,
  failure: DeliveryFailure,
): Promise<string | undefined> {
  const original = evidence.bounceOf?.split('@')[0]
  if (!original) return undefined
  return (await recordBounce(work, message.retailerId, original, failure)) ? original : undefined
}

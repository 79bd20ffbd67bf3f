import { and, asc, eq } from 'drizzle-orm'
import { messageEvents, type messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import { findPartner } from '../../partners/identities.ts'
import type { Issue } from '../../translators/issue.ts'
import { isFrom } from '../transports/email/rules.ts'

type Message = typeof messages.$inferSelect

/** What the door wrote down when a message came: the first entry of its timeline. */
export async function evidenceOf(work: Work, { retailerId, id }: Message): Promise<Record<string, string | undefined>> {
  const [first] = await work.tx
    .select({ detail: messageEvents.detail })
    .from(messageEvents)
    .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, id)))
    .orderBy(asc(messageEvents.id))
    .limit(1)
  return (first?.detail ?? {}) as Record<string, string | undefined>
}

/**
 * Whose a mail is that was nobody's when it came: its sender may have been entered since. A partner whose mail has to prove where it comes from is not found so,
 * since that can be judged only while it comes.
 */
export async function partnerOfMail(work: Work, message: Message): Promise<string | undefined> {
  if (message.partnershipId || message.transport !== 'email') return message.partnershipId ?? undefined
  const { from } = await evidenceOf(work, message)
  const found = from ? await findPartner(work.tx, 'sender', message.retailerId, from) : undefined
  if (!from || !found?.partnershipId) return undefined
  const rules = (await channelFacts(work.tx, message.retailerId, found.partnershipId))?.settings.incomingMail
  const admitted =
    rules === undefined ||
    (rules.authentication === 'none' &&
      (rules.senders.length === 0 || rules.senders.some(one => isFrom(from, one.toLowerCase()))))
  return admitted ? found.partnershipId : undefined
}

/** That documents came which can be read, and that nobody is known to send them. */
export async function unknownSender(work: Work, message: Message): Promise<Issue> {
  const { from } = await evidenceOf(work, message)
  const what = from
    ? `No partner is known to write from ${from}. Enter the address with the partner’s channel (addresses in the general mailbox), then read the message again.`
    : 'No partner is known to send this.'
  return { severity: 'error', code: 'unknown-partner', message: what, at: {}, ...(from && { value: from }) }
}

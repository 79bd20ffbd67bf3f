import type { ReceivedMessage, Reception } from '../contract.ts'
import { type Mail, parseMail } from './mail.ts'
import type { Mailbox, MailReceiverDeps } from './mailbox.ts'
import type { MailVerdict } from './rules.ts'

/** One mail as a server or a mailbox handed it over. */
export interface IncomingMail {
  raw: Uint8Array
  /** The sender named in the envelope; empty for reports, `undefined` where there is no envelope. */
  envelopeFrom?: string
  /** The mailboxes to which it came. */
  recipients: readonly { address: string; mailbox: Mailbox }[]
  /** Who handed it over: shown on the timeline. */
  remoteAddress?: string
  /** The name by which the sending server greeted. */
  helo?: string
}

/**
 * Hands a mail to the journal: each attachment as one message whose wire id is `<message id>/<part>`; a mail without any, or an automatic one, as a
 * whole (`message/rfc822`, `<message id>/mail`), so that nothing that came is lost. Once per retailer that it was sent to. Rejects when the
 * journal does; what had been committed by then is a repeat when the mail comes again.
 */
export async function receiveMail(incoming: IncomingMail, deps: MailReceiverDeps): Promise<Reception[]> {
  const addresses = incoming.recipients.map(({ address }) => address)
  const mail = await parseMail(incoming.raw, {
    ...(incoming.envelopeFrom === undefined ? {} : { from: incoming.envelopeFrom }),
    ownAddresses: new Set(addresses),
  })
  const own = mail.from !== undefined && (await deps.findMailbox(mail.from)) !== undefined
  const seen: Mail = own ? { ...mail, automatic: 'loop' } : mail
  const receptions: Reception[] = []
  for (const [retailerId, recipients] of Map.groupBy(incoming.recipients, ({ mailbox }) => mailbox.retailerId)) {
    const chosen = recipients.find(({ mailbox }) => mailbox.partnershipId) ?? recipients[0]
    const claimed = chosen?.mailbox.partnershipId ?? (await senderOf(retailerId, seen, incoming, deps))
    const verdict = claimed && !seen.automatic ? await judged(retailerId, claimed, seen, incoming, deps) : {}
    const partnershipId = verdict.refused === undefined ? claimed : undefined
    const common = {
      retailerId,
      ...(partnershipId ? { partnershipId } : {}),
      transport: 'email' as const,
      evidence: evidenceOf(seen, incoming, chosen, verdict),
    }
    for (const part of partsOf(seen, incoming.raw, verdict)) receptions.push(await deps.receive({ ...common, ...part }))
  }
  return receptions
}

async function senderOf(retailerId: string, mail: Mail, incoming: IncomingMail, deps: MailReceiverDeps) {
  const from = mail.from ?? incoming.envelopeFrom?.toLowerCase()
  return from ? deps.findSender(retailerId, from) : undefined
}

/** A mail on behalf of a partnership has to be what was agreed with it; one that names no partnership is looked at by a person anyway. */
async function judged(
  retailerId: string,
  partnershipId: string,
  mail: Mail,
  incoming: IncomingMail,
  deps: MailReceiverDeps,
): Promise<MailVerdict> {
  const rules = await deps.rulesOf?.(retailerId, partnershipId)
  if (!rules || !deps.judge) return {}
  const { raw, envelopeFrom, remoteAddress: ip, helo } = incoming
  return await deps.judge({ raw, from: mail.from, envelopeFrom, ip, helo }, rules)
}

function partsOf(
  mail: Mail,
  raw: Uint8Array,
  { refused }: MailVerdict,
): Pick<ReceivedMessage, 'wireId' | 'fileName' | 'contentType' | 'bytes'>[] {
  if (mail.automatic || refused !== undefined || mail.attachments.length === 0)
    return [{ wireId: `${mail.messageId}/mail`, fileName: 'mail.eml', contentType: 'message/rfc822', bytes: raw }]
  return mail.attachments.map(({ part, fileName, contentType, bytes }) => ({
    wireId: `${mail.messageId}/${part}`,
    ...(fileName ? { fileName } : {}),
    contentType,
    bytes,
  }))
}

function evidenceOf(
  mail: Mail,
  incoming: IncomingMail,
  chosen: IncomingMail['recipients'][number] | undefined,
  verdict: MailVerdict,
) {
  const { bounce } = mail
  const known: Record<string, string | undefined> = {
    messageId: mail.messageId,
    from: mail.from,
    envelopeFrom: incoming.envelopeFrom,
    to: chosen?.address,
    purpose: chosen?.mailbox.purpose,
    subject: mail.subject?.slice(0, 500),
    inReplyTo: mail.inReplyTo,
    automatic: mail.automatic,
    files: mail.attachments
      .map(({ fileName, contentType }) => fileName ?? contentType)
      .join(', ')
      .slice(0, 500),
    text: mail.text,
    ignoredParts: mail.ignored.join(', ').slice(0, 500),
    unreadable: mail.unreadable,
    ...verdict,
    remoteAddress: incoming.remoteAddress,
    bounceAction: bounce?.action,
    bounceStatus: bounce?.status,
    bounceRecipient: bounce?.recipient,
    bounceDiagnostic: bounce?.diagnostic,
    bounceOf: bounce?.originalMessageId,
  }
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => Boolean(entry[1])))
}

import { createHash } from 'node:crypto'
import type { AddressObject, Headers } from 'mailparser'
import { type Automatic, automaticOf } from './automatic.ts'
import { type Bounce, readBounce } from './bounce.ts'
import { type MailPart, splitParts, textOf } from './parts.ts'
import { roleOf, shownPictures } from './roles.ts'
import { isSmime, openSmime } from './smime.ts'
import { isTnef, openTnef } from './tnef.ts'

/** One file in a mail that may hold a business document. */
export interface MailAttachment {
  /** The part's number in the mail: `2`, `1.2`; `3/2` for part 2 of the mail that is part 3. */
  part: string
  fileName?: string
  contentType: string
  bytes: Uint8Array
}

/** A mail as the hub sees it. */
export interface Mail {
  /** Without angle brackets; where the mail has none, `sha256:` and the digest of its bytes. */
  messageId: string
  /** The From header's address in lower case. */
  from?: string
  to: string[]
  subject?: string
  attachments: MailAttachment[]
  /** What a person wrote beside the attachments: the beginning of the text. */
  text?: string
  /** Names of the parts that were passed over as pictures, signatures and the like. */
  ignored: string[]
  automatic?: Automatic
  bounce?: Bounce
  /** The mail that this one answers, without angle brackets. */
  inReplyTo?: string
  /** The mail could not be taken apart. */
  unreadable?: string
}

/** What is known of a mail beside its bytes. */
export interface MailEnvelope {
  /** The sender named to the server; empty for reports that must not be answered. */
  from?: string
  /** The hub's own addresses among those that the mail went to or claims, in lower case. */
  ownAddresses?: ReadonlySet<string>
}

/** How many mails forwarded inside mails are opened. */
const deepest = 3

/** Takes a raw mail apart. Never fails on bad data: a mail that cannot be read has `unreadable`, and no attachments. */
export async function parseMail(raw: Uint8Array, envelope: MailEnvelope = {}): Promise<Mail> {
  try {
    const { headers, parts } = await splitParts(raw)
    const { attachments, ignored } = await sort(parts, '', 0)
    const automatic = automaticOf(headers, envelope.from, envelope.ownAddresses ?? new Set())
    const bounce = automatic === 'bounce' ? readBounce(parts, answeredBy(headers)) : undefined
    const text = textBeside(parts)
    return {
      ...namesOf(headers, raw),
      ...(text ? { text } : {}),
      attachments,
      ignored,
      ...(automatic ? { automatic } : {}),
      ...(bounce ? { bounce } : {}),
    }
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error)
    return { messageId: digestOf(raw), to: [], attachments: [], ignored: [], unreadable }
  }
}

/** So much of what a person wrote is shown beside the files that came with it. */
const mostText = 2_000

function textBeside(parts: readonly MailPart[]): string | undefined {
  const part = parts.find(one => one.contentType === 'text/plain' && roleOf(one, new Set()) === 'text')
  return (
    part &&
    textOf({ ...part, bytes: part.bytes.subarray(0, 4 * mostText) })
      .trim()
      .slice(0, mostText)
  )
}

async function sort(
  parts: readonly MailPart[],
  prefix: string,
  depth: number,
): Promise<Pick<Mail, 'attachments' | 'ignored'>> {
  const attachments: MailAttachment[] = []
  const ignored: string[] = []
  const html = parts.filter(part => part.contentType === 'text/html').map(textOf)
  const shown = shownPictures(html.join('\n'))
  for (const part of parts) {
    const role = roleOf(part, shown)
    const number = prefix + part.number
    if (role === 'document') attachments.push(...opened(part, number))
    else if (role === 'junk' || (role === 'text' && part.fileName)) ignored.push(part.fileName ?? part.contentType)
    else if (role === 'mail') {
      const inner = await sortInner(part, number, depth + 1)
      attachments.push(...inner.attachments)
      ignored.push(...inner.ignored)
    }
  }
  return { attachments, ignored }
}

/** A part as it stands; Outlook's wrapper as the files in it, or whole where it cannot be read or holds none. */
function opened(part: MailPart, number: string): MailAttachment[] {
  const inside = isTnef(part) ? openTnef(part.bytes) : undefined
  if (!inside?.length) return [attachmentOf(part, number)]
  return inside.map(({ fileName, bytes }, index) => ({
    part: `${number}/${index + 1}`,
    fileName: plainName(fileName),
    contentType: 'application/octet-stream',
    bytes,
  }))
}

/** What a forwarded mail holds; one that is too deep or cannot be taken apart is an attachment as it stands. */
async function sortInner(part: MailPart, number: string, depth: number): ReturnType<typeof sort> {
  const whole = { attachments: [attachmentOf(part, number)], ignored: [] }
  if (depth > deepest) return whole
  try {
    const inner = isSmime(part) ? await openSmime(part.bytes) : part.bytes
    return inner ? await sort((await splitParts(inner)).parts, `${number}/`, depth) : whole
  } catch {
    return whole
  }
}

function attachmentOf({ fileName, contentType, bytes }: MailPart, part: string): MailAttachment {
  return { part, ...(fileName ? { fileName: plainName(fileName) } : {}), contentType, bytes }
}

/** A file name without a path and without signs that no file name should have. */
function plainName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? name
  return (
    last
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, 255) || 'attachment'
  )
}

function namesOf(headers: Headers, raw: Uint8Array) {
  const messageId = bare(headers.get('message-id'))
  const from = addressesOf(headers.get('from'))[0]
  const subject = headers.get('subject')
  const inReplyTo = bare(headers.get('in-reply-to'))
  return {
    messageId: messageId && messageId.length <= 250 ? messageId : digestOf(messageId ? Buffer.from(messageId) : raw),
    ...(from ? { from } : {}),
    to: [...addressesOf(headers.get('to')), ...addressesOf(headers.get('cc'))],
    ...(typeof subject === 'string' ? { subject } : {}),
    ...(inReplyTo ? { inReplyTo } : {}),
  }
}

/** The mail that this one answers: In-Reply-To, or the last of the References. */
const answeredBy = (headers: Headers) =>
  bare(headers.get('in-reply-to')) ?? bare([headers.get('references')].flat().at(-1))

function bare(value: unknown): string | undefined {
  const text = String([value].flat()[0] ?? '')
    .trim()
    .replace(/^<|>$/g, '')
  return text === '' ? undefined : text
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

function addressesOf(value: unknown): string[] {
  const objects = [value].flat() as (AddressObject | undefined)[]
  const addresses = objects.flatMap(object => object?.value ?? []).flatMap(found => found.group ?? [found])
  return addresses.flatMap(({ address }) => (address ? [address.toLowerCase()] : []))
}

import type { DeliveryFailure } from '../contract.ts'
import { type MailPart, textOf } from './parts.ts'

/** What a delivery status notification says of one mail of ours (RFC 3464). */
export interface Bounce {
  /** `failed`, `delayed`, `delivered`, `relayed` or `expanded`. */
  action?: string
  /** `5.1.1`. */
  status?: string
  recipient?: string
  diagnostic?: string
  /** The Message-ID of the mail that it speaks of, without angle brackets. */
  originalMessageId?: string
}

/** RFC 3464 and 3462; the second of each is for addresses beyond ASCII (RFC 6533). */
const statusTypes = ['message/delivery-status', 'message/global-delivery-status']
const originalTypes = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers']

/**
 * Reads a bounce from its parts: the status report, and the headers or the whole of the mail sent back.
 * @param answers what the bounce itself says that it answers (In-Reply-To, References), where nothing was sent back
 */
export function readBounce(parts: readonly MailPart[], answers?: string): Bounce | undefined {
  const status = parts.find(part => statusTypes.includes(part.contentType))
  const original = parts.find(part => originalTypes.includes(part.contentType))
  if (!status && !original) return readPlainBounce(parts, answers)
  const fields = status ? recipientOf(textOf(status)) : new Map<string, string>()
  const headers = fieldsOf(
    original ? (textOf({ bytes: original.bytes.subarray(0, 65_536) }).split(/\r?\n\r?\n/)[0] ?? '') : '',
  )
  const bounce: Bounce = {}
  const put = (name: keyof Bounce, value: string | undefined) => {
    if (value) bounce[name] = value.slice(0, 500)
  }
  put('action', fields.get('action')?.toLowerCase())
  put('status', fields.get('status'))
  put('recipient', afterType(fields.get('final-recipient') ?? fields.get('original-recipient')))
  put('diagnostic', afterType(fields.get('diagnostic-code')))
  put('originalMessageId', withoutBrackets(headers.get('message-id') ?? fields.get('x-original-message-id') ?? answers))
  return bounce
}

const withoutBrackets = (id: string | undefined) => id?.trim().split(/\s+/).at(-1)?.replace(/^<|>$/g, '')

/** The fields of the recipient that matters, under those of the whole mail: of several, the first that failed. */
function recipientOf(report: string): Map<string, string> {
  const [mail, ...recipients] = report
    .split(/\r?\n[ \t]*\r?\n/)
    .filter(group => group.trim() !== '')
    .map(fieldsOf)
  const failed = recipients.find(fields => fields.get('action')?.toLowerCase() === 'failed') ?? recipients[0]
  return new Map([...(mail ?? []), ...(failed ?? [])])
}

/**
 * A bounce in words, as qmail and some appliances write it: the mail that came back stands below them. Undefined where nothing in it looks like a mail of anybody's.
 */
function readPlainBounce(parts: readonly MailPart[], answers: string | undefined): Bounce | undefined {
  const words = parts
    .filter(part => part.contentType === 'text/plain')
    .map(textOf)
    .join('\n')
    .slice(0, 65_536)
  const originalMessageId = /^[ \t>]*Message-ID:\s*<([^<>\s]{1,400})>/im.exec(words)?.[1] ?? withoutBrackets(answers)
  if (!originalMessageId) return undefined
  const delayed =
    /delivery attempts will continue|will (?:continue|keep) (?:to try|trying)|no action is required/i.test(words)
  const status = /(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?!\.?\d)/.exec(words)?.[1]
  const recipient = /^<([^<>\s]{1,254}@[^<>\s]{1,254})>:\s*$/m.exec(words)?.[1]
  const diagnostic = /\b[45]\d\d[ -][^\r\n]{1,300}/.exec(words)?.[0]
  return {
    originalMessageId,
    ...(delayed && { action: 'delayed' }),
    ...(status && { status }),
    ...(recipient && { recipient }),
    ...(diagnostic && { diagnostic }),
  }
}

/**
 * The delivery failure that a bounce stands for; `undefined` when the mail may still arrive or has arrived. A status of class 4 that failed for good
 * (RFC 3463) is a partner that was busy for too long.
 */
export function failureOfBounce(bounce: Bounce): DeliveryFailure | undefined {
  const { action, status = '', recipient, diagnostic } = bounce
  if (action !== undefined && action !== 'failed') return undefined
  const detail = [recipient, status, diagnostic].filter(Boolean).join(' ') || 'The mail came back.'
  if (/^5\.3\.4|^5\.2\.3/.test(status)) return { code: 'too-large', detail }
  if (/^4|^5\.2\.2/.test(status)) return { code: 'partner-busy', detail }
  return { code: 'partner-refused', detail }
}

/** Header fields of all groups, folded lines joined; the first of each name counts. */
function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>()
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line)
    const name = match?.[1]?.toLowerCase()
    if (name && !fields.has(name)) fields.set(name, (match?.[2] ?? '').trim())
  }
  return fields
}

/** `rfc822; ann@example.com` → `ann@example.com`. */
function afterType(value: string | undefined): string | undefined {
  return value?.replace(/^[a-z0-9-]+;\s*/i, '')
}

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

/** Reads a bounce from its parts: the status report, and the headers or the whole of the mail sent back. */
export function readBounce(parts: readonly MailPart[]): Bounce | undefined {
  const status = parts.find(part => part.contentType === 'message/delivery-status')
  const original = parts.find(
    part => part.contentType === 'message/rfc822' || part.contentType === 'text/rfc822-headers',
  )
  if (!status && !original) return undefined
  const fields = fieldsOf(status ? textOf(status) : '')
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
  put('originalMessageId', headers.get('message-id')?.replace(/^<|>$/g, ''))
  return bounce
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

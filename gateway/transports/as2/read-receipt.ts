import { beginning } from './bytes/source.ts'
import type { Digest } from './cms/oids.ts'
import { parseMicalg } from './headers.ts'
import { type Entity, headerOf, type MimeHeader, parseEntity } from './mime.ts'
import { type Protection, type UnwrapOptions, type Unwrapped, unwrap } from './unwrap.ts'

/** A receipt (MDN) as read: every field by itself, nothing judged. */
export interface ParsedReceipt {
  /** Original-Message-ID as it stands. */
  originalMessageId: string | undefined
  /** `unknown` if there is no disposition that can be read. */
  outcome: 'positive' | 'negative' | 'unknown'
  /** Disposition as it stands, unfolded. */
  disposition: string
  mic: { digest: Digest | undefined; algorithm: string; value: Buffer } | undefined
  /** The part for people: the true reason is often only there. */
  text: string
  /** Under which certificate the receipt's own signature holds; undefined for an unsigned receipt. */
  signature: Protection['signature']
}

/** The receipt, or why it is none; `unwrapped` tells a signature that does not hold from a receipt that cannot be read. */
export type ReadReceipt =
  | { ok: true; receipt: ParsedReceipt }
  | { ok: false; detail: string; failure?: Extract<Unwrapped, { ok: false }>['failure'] }

/** Whether these headers announce a receipt rather than a message (an asynchronous one may come to the message's address). */
export async function looksLikeReceipt(entity: Entity): Promise<boolean> {
  const type = headerOf(entity.headers, 'content-type')?.toLowerCase() ?? ''
  if (/^"?\s*(multipart\/report|message\/disposition-notification)/.test(type)) return true
  if (!type.includes('multipart/signed')) return false
  const start = (await beginning(entity.body, 4096)).toString('latin1').toLowerCase()
  return /^--[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*?content-type:\s*(multipart\/report|message\/disposition-notification)/m.test(
    start,
  )
}

/** Reads and verifies a receipt, signed or not, in any order of parts and fields. */
export async function readReceipt(entity: Entity, options: UnwrapOptions): Promise<ReadReceipt> {
  const opened = await unwrap(entity, options)
  if (!opened.ok) return { ok: false, detail: opened.detail, failure: opened.failure }
  const notification = opened.documents.find(({ contentType }) => contentType === 'message/disposition-notification')
  if (!notification) return { ok: false, detail: 'there is no disposition notification in it' }
  const explanation = opened.documents.find(document => document !== notification)
  const text = explanation ? (await beginning(explanation.content, 64 * 1024)).toString('latin1').trim() : ''
  const fields = parseFields(await beginning(notification.content, 64 * 1024))
  const values = fields.filter(({ name }) => name === 'disposition').map(({ value }) => value)
  const mic = headerOf(fields, 'received-content-mic')
  return {
    ok: true,
    receipt: {
      originalMessageId: headerOf(fields, 'original-message-id'),
      outcome: outcomeOf(values, headerOf(fields, 'error') ?? headerOf(fields, 'failure')),
      disposition: values.join('; ').replace(/\s+/g, ' '),
      mic: mic === undefined ? undefined : parseMic(mic),
      text: text.slice(0, 4000),
      signature: opened.protection.signature,
    },
  }
}

/** The fields of a notification; blank lines before, between and after them are passed over. */
function parseFields(bytes: Buffer): MimeHeader[] {
  const lines = bytes
    .toString('latin1')
    .split(/\r?\n/)
    .filter(line => line.trim() !== '')
  return parseEntity(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')).headers
}

/**
 * Positive is `processed`, alone or with a warning; everything else that can be read is negative (RFC 4130 §7.5.6). The value
 * may be said twice, without blanks, in any case.
 */
function outcomeOf(values: string[], error: string | undefined): ParsedReceipt['outcome'] {
  const types = values
    .flatMap(value => (value.includes(';') ? value.split(';').slice(1) : [value]))
    .map(type =>
      type
        .replace(/(automatic|manual)-action\/.*$/i, '')
        .trim()
        .toLowerCase(),
    )
    .filter(Boolean)
  if (types.length === 0) return 'unknown'
  const positive = types.every(type => /^processed(\s*\/\s*warning\b.*)?$/s.test(type)) && error === undefined
  return positive ? 'positive' : 'negative'
}

/** `base64, sha256` in any spelling (RFC 4130 §7.4.3); without a name the length tells the algorithm. */
function parseMic(text: string): ParsedReceipt['mic'] {
  const comma = text.lastIndexOf(',')
  const encoded = comma < 0 ? text : text.slice(0, comma)
  const algorithm = comma < 0 ? '' : text.slice(comma + 1).trim()
  const value = Buffer.from(encoded.replace(/\s/g, ''), 'base64')
  const byLength: Record<number, Digest> = { 16: 'md5', 20: 'sha1', 32: 'sha256', 48: 'sha384', 64: 'sha512' }
  return { digest: parseMicalg(algorithm) ?? byLength[value.length], algorithm, value }
}

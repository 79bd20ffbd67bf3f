import type { Digest } from './cms/oids.ts'

/** An AS2 name as it stood on the wire, and what it names. */
export interface ReceivedName {
  /** Without quotes and escapes; compared case-sensitively. */
  name: string
  /** As received, to be echoed in the same form (RFC 4130 §6.2). */
  wire: string
}

/**
 * Reads AS2-From or AS2-To. Quotes are taken off until the value is stable (one station quotes twice); blanks without quotes are
 * part of the name. Undefined if it is empty, over 128 characters, or not printable ASCII.
 */
export function parseAs2Name(value: string | undefined): ReceivedName | undefined {
  const wire = value?.trim() ?? ''
  let name = wire
  for (let round = 0; round < 3 && name.length >= 2 && name.startsWith('"') && name.endsWith('"'); round++) {
    name = name.slice(1, -1).replace(/\\(.)/g, '$1')
  }
  return /^[\x20-\x7e]{1,128}$/.test(name) && wire.length <= 512 ? { name, wire } : undefined
}

/** The form to send: quoted only where a blank, a quote or a backslash asks for it (RFC 4130 §6.2). */
export function formatAs2Name(name: string): string {
  return /[\s"\\]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name
}

/** Digest names as stations spell them: any case, dashes, underscores, `rsa-` before it, `sha2_256`, quotes. Undefined if it is none of ours. */
export function parseMicalg(text: string): Digest | undefined {
  const plain = text
    .toLowerCase()
    .replace(/["'\s_-]/g, '')
    .replace(/^rsa/, '')
    .replace(/^(id)?sha2(?=\d{3}$)/, 'sha')
  const known: Record<string, Digest> = {
    md5: 'md5',
    sha: 'sha1',
    sha1: 'sha1',
    sha256: 'sha256',
    sha384: 'sha384',
    sha512: 'sha512',
  }
  return known[plain]
}

/** The name to send: `sha256`, or `sha-256` for stations that follow RFC 5751. */
export function formatMicalg(digest: Digest, spelling: 'plain' | 'dashed'): string {
  return spelling === 'dashed' ? digest.replace(/^sha/, 'sha-') : digest
}

/** What a partner asks of our receipt (RFC 4130 §7.3). */
export interface ReceiptRequest {
  signed: boolean
  /** `required` was said, and what is asked for is not supported: the two failures of RFC 4130 §7.5.3. */
  unsupported?: 'unsupported-format' | 'unsupported-mic-algorithms'
  /** First algorithm of the list that we know, and how the partner spells it. */
  micalg?: { digest: Digest; spelling: string }
}

/** Reads Disposition-Notification-Options: any order, case and spacing, lists, unknown parameters. */
export function parseReceiptOptions(text: string | undefined): ReceiptRequest {
  const protocol = optionOf(text ?? '', 'signed-receipt-protocol')
  const micalg = optionOf(text ?? '', 'signed-receipt-micalg')
  const signed = protocol?.values.some(value => /^(x-)?pkcs7-signature$/i.test(value)) ?? false
  const known = micalg?.values.flatMap(spelling => {
    const digest = parseMicalg(spelling)
    return digest ? [{ digest, spelling }] : []
  })
  const unsupportedFormat = protocol?.required && !signed
  const unsupportedMicalg = micalg?.required && known?.length === 0
  return {
    signed,
    ...(unsupportedFormat && { unsupported: 'unsupported-format' as const }),
    ...(!unsupportedFormat && unsupportedMicalg && { unsupported: 'unsupported-mic-algorithms' as const }),
    ...(known?.[0] && { micalg: known[0] }),
  }
}

function optionOf(text: string, name: string): { required: boolean; values: string[] } | undefined {
  for (const option of text.split(';')) {
    const equals = option.indexOf('=')
    if (option.slice(0, Math.max(equals, 0)).trim().toLowerCase() !== name) continue
    const words = option
      .slice(equals + 1)
      .split(',')
      .map(word => word.trim().replace(/^"|"$/g, ''))
    const importance = words[0]?.toLowerCase()
    const stated = importance === 'required' || importance === 'optional'
    return { required: importance === 'required', values: (stated ? words.slice(1) : words).filter(Boolean) }
  }
  return undefined
}

/** The Disposition-Notification-Options to send: one algorithm, lower case, protocol first; what every station reads. */
export function formatReceiptOptions(micalg: string): string {
  return `signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, ${micalg}`
}

/** A message id for looking up: without brackets and blanks. */
export function bareMessageId(value: string): string {
  return value.replace(/[<>\s]/g, '')
}

/** The id of a message of ours on the wire: the same at every attempt (RFC 4130 §5.3.3, RFC 2822 §3.6.4). */
export function formatMessageId(id: string, ourId: string): string {
  const host = ourId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64)
  return `<${id}@${host || 'as2'}>`
}

/** The journal's id inside a message id of ours, or undefined. */
export function parseMessageId(value: string): string | undefined {
  const [id] = bareMessageId(value).split('@')
  return id || undefined
}

/**
 * The name by which a received message is known to the journal: both stations and the message id, since only the three together
 * are unique (RFC 4130 §5.5). A message without id is known by its bytes.
 */
export async function wireIdOf(
  from: string,
  to: string,
  messageId: string | undefined,
  digestOfBody: () => Promise<string>,
): Promise<string> {
  const bare = bareMessageId(messageId ?? '').slice(0, 998)
  const id = bare || `sha256:${await digestOfBody()}`
  return `${formatAs2Name(from)} ${formatAs2Name(to)} ${id}`
}

/** Text for an HTTP header: one line of printable ASCII, letters without their accents, at most `max` characters. */
export function headerText(text: string, max = 200): string {
  const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '')
  return plain
    .replace(/[^\x21-\x7e]+/g, ' ')
    .trim()
    .slice(0, max)
}

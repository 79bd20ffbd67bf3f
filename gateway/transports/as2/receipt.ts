import { collect, memory } from './bytes/source.ts'
import type { KeyPair } from './cms/certificate.ts'
import type { Digest } from './cms/oids.ts'
import { type Disposition, dispositions } from './disposition.ts'
import type { ReceivedName } from './headers.ts'
import { headerBlock } from './mime.ts'
import type { Mic } from './unwrap.ts'
import { type Built, type Protecting, signEntity } from './wrap.ts'

/** What a receipt says of which message. */
export interface ReceiptContent {
  /** As received, with or without brackets; undefined if the message had none. */
  messageId: string | undefined
  /** The stations of the message: the receipt goes from `to` to `from`. */
  from: ReceivedName
  to: ReceivedName
  disposition: Disposition
  /** More than the disposition says, for a person; nothing internal. */
  detail: string | undefined
  /** With the algorithm's name as the partner spelt it. */
  mic: (Mic & { spelling: string }) | undefined
  at: Date
}

/** How to sign a receipt; undefined sends it unsigned. */
export interface ReceiptSigning {
  key: KeyPair
  digest: Digest
  settings: Protecting
}

export const productToken = 'Crossdock'

const ascii = (text: string) => text.replace(/[^\x20-\x7e]+/g, '?')

/** The report itself: text for people, then the fields (RFC 4130 §7.4.2, RFC 3798 §3). */
function report(content: ReceiptContent, boundary: string): Built {
  const field = (name: string, value: string | undefined) => (value === undefined ? '' : `${name}: ${value}\r\n`)
  const { mic } = content
  const fields = [
    field('Reporting-UA', productToken),
    field('Original-Recipient', `rfc822; ${content.to.wire}`),
    field('Final-Recipient', `rfc822; ${content.to.wire}`),
    field('Original-Message-ID', content.messageId),
    field('Disposition', `automatic-action/MDN-sent-automatically; ${dispositions[content.disposition].wire}`),
    field('Received-Content-MIC', mic && `${mic.value.toString('base64')}, ${mic.spelling}`),
  ]
  const encoding = { 'Content-Transfer-Encoding': '7bit' }
  const text = [
    `--${boundary}\r\n`,
    headerBlock({ 'Content-Type': 'text/plain; charset=us-ascii', ...encoding }),
    explain(content),
    `\r\n--${boundary}\r\n`,
    headerBlock({ 'Content-Type': 'message/disposition-notification', ...encoding }),
    fields.join(''),
    `\r\n--${boundary}--\r\n`,
  ]
  return {
    headers: {
      'Content-Type': `multipart/report; report-type=disposition-notification; boundary="${boundary}"`,
    },
    body: memory(...text.map(piece => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece))),
  }
}

function explain(content: ReceiptContent): string {
  const { says, positive } = dispositions[content.disposition]
  const lines = [
    `Receipt for the AS2 message ${content.messageId ?? '(without Message-ID)'}`,
    `from ${content.from.name} to ${content.to.name}, received ${content.at.toISOString()}.`,
    '',
    says,
    ...(content.detail ? [`Detail: ${content.detail}.`] : []),
    ...(positive ? ['This does not say that its content was accepted.'] : []),
  ]
  return `${lines.map(ascii).join('\r\n')}\r\n`
}

/**
 * Builds a receipt (MDN) as the headers and body of its HTTP message. Sign it whenever a signed one was asked for, also when it
 * reports an error (RFC 4130 §7.3.1).
 */
export async function buildReceipt(
  content: ReceiptContent,
  { id, host, signing }: { id: string; host: string; signing: ReceiptSigning | undefined },
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  const plain = report(content, `report-${id}`)
  const built = signing ? await sign(plain, signing, id, content.at) : plain
  const body = await collect(built.body)
  const headers = {
    'AS2-Version': '1.2',
    'EDIINT-Features': 'multiple-attachments',
    'AS2-From': content.to.wire,
    'AS2-To': content.from.wire,
    'Message-ID': `<${id}@${host}>`,
    Date: content.at.toUTCString(),
    'MIME-Version': '1.0',
    ...built.headers,
    'Content-Length': String(body.length),
  }
  return { headers, body }
}

async function sign(plain: Built, { key, digest, settings }: ReceiptSigning, id: string, at: Date): Promise<Built> {
  const { signed } = await signEntity(plain, key, { ...settings, signature: digest }, { boundary: `signed-${id}`, at })
  return signed
}

/** A receipt as one MIME entity, its HTTP headers first: the form in which it is kept as evidence. */
export function serializeReceipt(headers: Record<string, string>, body: Uint8Array): Buffer {
  return Buffer.concat([headerBlock(headers), body])
}

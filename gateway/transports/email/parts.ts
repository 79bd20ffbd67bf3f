import { finished } from 'node:stream/promises'
import { type AttachmentStream, type Headers, MailParser, type MessageText } from 'mailparser'

/** One leaf of a mail's tree of parts: bodies, attachments, pictures alike, decoded from base64 and quoted-printable. */
export interface MailPart {
  /** As IMAP numbers parts (RFC 3501, 6.4.5): `2`, `1.2`; `1` where the mail has only one. */
  number: string
  /** Lower case, without parameters. */
  contentType: string
  fileName?: string
  disposition?: string
  /** The part's Content-ID without angle brackets. */
  contentId?: string
  charset?: string
  bytes: Uint8Array
}

/** Splits a raw mail into its headers and parts. Rejects where a mail breaks the limits on headers (1 MiB) and parts (1,000). */
export async function splitParts(raw: Uint8Array): Promise<{ headers: Headers; parts: MailPart[] }> {
  const parser = new MailParser({
    ignoreEmbedded: true,
    keepDeliveryStatus: true,
    checksumAlgo: false,
    skipImageLinks: true,
  })
  // The parser would melt named text parts (an 850 sent inline as text/plain) into the body: every leaf is to stay a part of its own.
  Object.assign(parser, { textTypes: [] })
  const parts: Promise<MailPart>[] = []
  let headers: Headers = new Map()
  parser.on('headers', found => {
    headers = found
  })
  parser.on('data', (data: AttachmentStream | MessageText) => {
    if (data.type !== 'attachment') return
    const part = collect(data)
    part.catch(error => parser.destroy(error as Error))
    parts.push(part)
  })
  parser.end(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  await finished(parser)
  return { headers, parts: await Promise.all(parts) }
}

async function collect(part: AttachmentStream): Promise<MailPart> {
  const chunks: Buffer[] = []
  for await (const chunk of part.content) chunks.push(chunk as Buffer)
  const charset = structured(part.headers.get('content-type'))?.charset
  part.release?.()
  return {
    number: part.partId ?? '1',
    contentType: part.contentType.toLowerCase(),
    ...(part.filename ? { fileName: part.filename } : {}),
    ...(part.contentDisposition ? { disposition: part.contentDisposition.toLowerCase() } : {}),
    ...(part.cid ? { contentId: part.cid } : {}),
    ...(charset ? { charset } : {}),
    bytes: Buffer.concat(chunks),
  }
}

function structured(header: unknown): Record<string, string> | undefined {
  return (header as { params?: Record<string, string> } | undefined)?.params
}

/** The text of a part in its own character set; unknown sets are read as UTF-8. */
export function textOf({ bytes, charset }: Pick<MailPart, 'bytes' | 'charset'>): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').decode(bytes)
  } catch {
    return new TextDecoder('utf-8').decode(bytes)
  }
}

import type { OutboundMessage } from '../contract.ts'

/** What a mail says around its attachment: the same words as plain text and as HTML. */
export interface MailBody {
  text: string
  html: string
}

/** The words of a mail, and of the document that it carries where it carries one. `replyTo` is named as the place to which answers go. */
export function bodyOf(message: OutboundMessage, replyTo: string | undefined): MailBody {
  const paragraphs = [
    ...(message.text ?? message.subject).split(/\n{2,}/),
    ...(message.bytes.length === 0 ? [] : [`Attached: ${message.fileName} (${sizeOf(message.bytes.length)}).`]),
    ...(replyTo ? [`To answer, reply to this mail with your file attached, or send it to ${replyTo}.`] : []),
  ]
  return { text: `${paragraphs.join('\n\n')}\n`, html: htmlOf(message.subject, paragraphs) }
}

function htmlOf(title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map(text => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`).join('\n')
  const style = 'font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:#1b1b1b;max-width:40em'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="${style}">
${body}
</body></html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

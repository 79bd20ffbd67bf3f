/** How much of a message is shown on its page. */
export const previewSize = 64 * 1024

/** The start of a stream of chunks, and whether there was more. */
export async function firstBytes(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ bytes: Uint8Array; cut: boolean }> {
  const parts: Uint8Array[] = []
  let held = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    held += chunk.length
    if (held > size) break
  }
  const bytes = new Uint8Array(Buffer.concat(parts).subarray(0, size))
  return { bytes, cut: held > size }
}

/** What the bytes of a message are to a reader: text, a PDF that the browser shows, or something that only a program opens. */
export type BytesKind = 'text' | 'pdf' | 'workbook' | 'archive' | 'other'

/** Told by the first bytes: `%PDF-` may follow on up to a kilobyte of others (ISO 32000-1, annex H), a workbook is a ZIP whose first entries are of an Office package. */
export function kindOfBytes(bytes: Uint8Array): BytesKind {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  if (start.slice(0, 1024).includes('%PDF-')) return 'pdf'
  if (start.startsWith('PK\x03\x04')) return /\[Content_Types\]\.xml|_rels\/|xl\//.test(start) ? 'workbook' : 'archive'
  if (byteOrderMark(bytes)) return 'text'
  const controls = start.match(/[\0-\x08\x0e-\x1a]/g)?.length ?? 0
  return controls > start.length * mostControls ? 'other' : 'text'
}

/** X12 may use a few control characters as separators; of compressed or encrypted bytes a tenth are some. */
const mostControls = 0.05

/** UTF-16 is told by its mark alone, as spreadsheets write it. */
function byteOrderMark([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

/** The segment terminator of an X12 interchange stands at byte 105 of its ISA segment, which has a fixed length (X12.5). */
const terminatorAt = 105

/**
 * Bytes as text that can be read: control characters as their symbols (U+2400 block), and an X12 interchange with one segment a line.
 * UTF-16 is known by its byte order mark; other bytes that are not UTF-8 are read as ISO 8859-1, where every byte is a character.
 */
export function readableText(bytes: Uint8Array): string {
  const text = decode(bytes)
  const lines = text.startsWith('ISA') && text.length > terminatorAt ? onePerLine(text, text[terminatorAt]!) : text
  return lines.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, symbol)
}

function decode(bytes: Uint8Array): string {
  const mark = byteOrderMark(bytes)
  if (mark) return new TextDecoder(mark).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

function onePerLine(text: string, terminator: string): string {
  if (terminator === '\n' || terminator === '\r') return text
  return text
    .split(terminator)
    .map(segment => segment.replace(/^\r?\n/, ''))
    .join(`${terminator}\n`)
}

function symbol(character: string): string {
  const code = character.charCodeAt(0)
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code)
}

import type { Issue } from '../issue.ts'
import type { CsvLayout } from './layout.ts'

type Encoding = CsvLayout['encoding']
type AnyEncoding = Encoding | 'utf-16be'

/** Bytes that are no UTF-8 were read as Windows-1252. */
export const encodingGuessed: Issue = {
  severity: 'warning',
  code: 'encoding-guessed',
  message:
    'The file is not UTF-8; it was read as Windows-1252. Save it as UTF-8, so that no letter can be taken for another.',
  at: {},
  expected: 'utf-8',
}

/**
 * The text of a file. A byte order mark has the last word, then the pattern of zero bytes that UTF-16 leaves, then the encoding asked for.
 * Bytes that are no UTF-8 are read as Windows-1252, as spreadsheets write it, with a warning where that was not asked for. Where it was, bytes
 * that are right in UTF-8 are read so: their letters are hardly ever meant otherwise.
 */
export function decodeText(bytes: Uint8Array, encoding: Encoding): { text: string; issues: Issue[] } {
  const found = encodingByMark(bytes) ?? encodingByZeros(bytes) ?? encoding
  if (found !== 'utf-8' && found !== 'windows-1252') return { text: new TextDecoder(found).decode(bytes), issues: [] }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), issues: [] }
  } catch {
    if (found === 'windows-1252') return { text: new TextDecoder('windows-1252').decode(bytes), issues: [] }
    return { text: new TextDecoder('windows-1252').decode(bytes), issues: [encodingGuessed] }
  }
}

/** The encoding that a byte order mark names. */
export function encodingByMark(bytes: Uint8Array): AnyEncoding | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 without a mark: mostly Latin letters leave a zero in every second byte. */
export function encodingByZeros(bytes: Uint8Array): AnyEncoding | undefined {
  const sample = bytes.subarray(0, 512)
  const zeros = [0, 0]
  sample.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  })
  const many = sample.length / 4
  const [even = 0, odd = 0] = zeros
  if (odd > many && even === 0) return 'utf-16le'
  if (even > many && odd === 0) return 'utf-16be'
  return undefined
}

/** Bytes of a text. What the encoding has no sign for becomes `?`; whoever writes compares what can be read back. */
export function encodeText(text: string, encoding: Encoding, byteOrderMark: boolean): Uint8Array {
  const marked = byteOrderMark ? `\uFEFF${text}` : text
  if (encoding === 'utf-8') return new TextEncoder().encode(marked)
  return encoding === 'utf-16le' ? encodeUtf16(marked) : encodeWindows1252(text)
}

function encodeUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), true)
  return bytes
}

const windows1252 = new Map(
  [...new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 256 }, (_, at) => at))].map((sign, at) => [
    sign,
    at,
  ]),
)

function encodeWindows1252(text: string): Uint8Array {
  return Uint8Array.from(Array.from(text), sign => windows1252.get(sign) ?? 0x3f)
}

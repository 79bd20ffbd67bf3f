import { beginning, type Source, slice, view } from './bytes/source.ts'

/** One header as received: its name in lower case, its value unfolded and trimmed. */
export interface MimeHeader {
  name: string
  value: string
}

/** A MIME entity over the bytes it came in: nothing is copied, and nothing is ever written back from it. */
export interface Entity {
  headers: MimeHeader[]
  /** Header lines, blank line and body, exactly as received. */
  raw: Source
  body: Source
}

/** A header value with parameters, names in lower case, values unquoted. */
export interface Parameterized {
  /** The part before the first semicolon, lower case. */
  value: string
  parameters: Record<string, string>
}

const LF = 10
const maxHeaderBytes = 64 * 1024

/**
 * Reads an entity. Lines may end in CRLF or LF and headers may be folded. Bytes that do not begin like headers at all (bare EDI
 * after decryption; `UNA:+.? '` would pass for a header) are an entity without headers.
 */
export async function readEntity(raw: Source): Promise<Entity> {
  const { headers, body } = parseEntity(await beginning(raw, maxHeaderBytes))
  const head = Math.min(raw.size, maxHeaderBytes) - body.length
  return { headers, raw, body: head === 0 ? raw : slice(raw, head) }
}

/** The same for an entity in one piece; of its body what stands in the piece. */
export function parseEntity(bytes: Uint8Array): { headers: MimeHeader[]; body: Buffer } {
  const raw = view(bytes)
  const headers: MimeHeader[] = []
  let at = 0
  while (at < raw.length && at < maxHeaderBytes) {
    const end = raw.indexOf(LF, at)
    const line = raw.toString('latin1', at, end < 0 ? raw.length : end).replace(/\r$/, '')
    const next = end < 0 ? raw.length : end + 1
    if (line === '') return { headers, body: raw.subarray(next) }
    if (/^[ \t]/.test(line) && headers.length > 0) headers.at(-1)!.value += ` ${line.trim()}`
    else {
      const match = /^(?!UNA:)([\w.-]+)[ \t]*:(.*)$/.exec(line)
      if (!match) return headers.length === 0 ? { headers, body: raw } : { headers, body: raw.subarray(at) }
      headers.push({ name: match[1]!.toLowerCase(), value: match[2]!.trim() })
    }
    at = next
  }
  return headers.length === 0 || at >= maxHeaderBytes ? { headers: [], body: raw } : { headers, body: raw.subarray(at) }
}

/** The first value of a header, or undefined. */
export function headerOf(headers: readonly MimeHeader[], name: string): string | undefined {
  return headers.find(header => header.name === name)?.value
}

/**
 * Reads `value; name=parameter`. Takes quoted values with escapes, missing blanks, tabs, doubled quotes (`""a""`), and a whole
 * value in quotes with escaped ones inside (seen from BMC).
 */
export function parseParameterized(text: string): Parameterized {
  const trimmed = text.trim()
  const whole = trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.includes('\\"') && trimmed.length > 2
  const source = whole ? trimmed.slice(1, -1).replaceAll('\\"', '"') : text
  const first = /^[^;]*/.exec(source)?.[0] ?? ''
  const parameters: Record<string, string> = {}
  const pattern = /;\s*([^\s=;]+)\s*=\s*(?:""([^"]*)""|"((?:[^"\\]|\\.)*)"|([^;]*))/gs
  for (const [, name = '', doubled, quoted, bare] of source.slice(first.length).matchAll(pattern)) {
    const value = doubled ?? quoted?.replace(/\\(.)/gs, '$1') ?? bare?.trim() ?? ''
    parameters[name.toLowerCase()] ??= value
  }
  return { value: first.trim().replace(/^"|"$/g, '').toLowerCase(), parameters }
}

/** A media type: that of the header, `text/plain` for a part without one (RFC 2045 §5.2). */
export function mediaTypeOf(headers: readonly MimeHeader[]): Parameterized {
  return parseParameterized(headerOf(headers, 'content-type') ?? 'text/plain')
}

/** Base64 in lines of 76 characters, CRLF between them and at the end. */
export function encodeBase64(bytes: Uint8Array): Buffer {
  const text = view(bytes).toString('base64')
  return Buffer.from(text.replace(/.{1,76}/g, '$&\r\n'), 'latin1')
}

/** Header lines with the blank line that ends them; every header on one line. */
export function headerBlock(headers: Record<string, string>): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return Buffer.from(`${lines.join('')}\r\n`, 'utf8')
}

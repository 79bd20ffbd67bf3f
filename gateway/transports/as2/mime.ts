/** One header as received: its name in lower case, its value unfolded and trimmed. */
export interface MimeHeader {
  name: string
  value: string
}

/** A MIME entity over the bytes it came in: nothing is copied, and nothing is ever written back from it. */
export interface Entity {
  headers: MimeHeader[]
  /** Header lines, blank line and body, exactly as received. */
  raw: Buffer
  body: Buffer
}

/** A header value with parameters, names in lower case, values unquoted. */
export interface Parameterized {
  /** The part before the first semicolon, lower case. */
  value: string
  parameters: Record<string, string>
}

const CR = 13
const LF = 10
const maxHeaderBytes = 64 * 1024
const maxParts = 100

/** A view of the same memory with Buffer's methods. */
export function view(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/**
 * Reads an entity. Lines may end in CRLF or LF and headers may be folded. Bytes that do not begin like headers at all (bare EDI
 * after decryption; `UNA:+.? '` would pass for a header) are an entity without headers.
 */
export function parseEntity(bytes: Uint8Array): Entity {
  const raw = view(bytes)
  const headers: MimeHeader[] = []
  let at = 0
  while (at < raw.length && at < maxHeaderBytes) {
    const end = raw.indexOf(LF, at)
    const line = raw.toString('latin1', at, end < 0 ? raw.length : end).replace(/\r$/, '')
    const next = end < 0 ? raw.length : end + 1
    if (line === '') return { headers, raw, body: raw.subarray(next) }
    if (/^[ \t]/.test(line) && headers.length > 0) headers.at(-1)!.value += ` ${line.trim()}`
    else {
      const match = /^(?!UNA:)([\w.-]+)[ \t]*:(.*)$/.exec(line)
      if (!match) return headers.length === 0 ? { headers, raw, body: raw } : { headers, raw, body: raw.subarray(at) }
      headers.push({ name: match[1]!.toLowerCase(), value: match[2]!.trim() })
    }
    at = next
  }
  return headers.length === 0 || at >= maxHeaderBytes
    ? { headers: [], raw, body: raw }
    : { headers, raw, body: raw.subarray(at) }
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

/** The outcome of splitting: the parts as raw slices, or what is wrong. */
export type Split = { ok: true; parts: Buffer[] } | { ok: false; detail: string }

/**
 * Splits a multipart body at its delimiter lines (RFC 2046 §5.1.1). Each part is the slice after the delimiter's line end and
 * before the line end that precedes the next delimiter. Preamble and epilogue are passed over; the closing delimiter may
 * lack its last octets or its line end, since stations cut there.
 */
export function splitMultipart(bytes: Uint8Array, boundary: string): Split {
  if (boundary === '' || boundary.length > 256) return { ok: false, detail: 'the multipart has no usable boundary' }
  const body = view(bytes)
  const parts: Buffer[] = []
  let delimiter = findDelimiter(body, boundary, 0)
  if (!delimiter) return { ok: false, detail: 'the boundary does not occur in the body' }
  while (!delimiter.closing) {
    if (parts.length >= maxParts) return { ok: false, detail: `more than ${maxParts} parts` }
    const from: number = delimiter.end
    const next = findDelimiter(body, boundary, from)
    if (!next) return { ok: false, detail: 'the multipart is cut short: its closing boundary is missing' }
    parts.push(body.subarray(from, Math.max(from, next.start)))
    delimiter = next
  }
  return { ok: true, parts }
}

interface Delimiter {
  /** Where the line end before the delimiter begins. */
  start: number
  /** Where the line after the delimiter begins. */
  end: number
  closing: boolean
}

function findDelimiter(body: Buffer, boundary: string, from: number): Delimiter | undefined {
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== LF) continue
    const lineEnd = body.indexOf(LF, at)
    const end = lineEnd < 0 ? body.length : lineEnd + 1
    const rest = body.toString('latin1', at + mark.length, Math.min(end, at + mark.length + 80)).trim()
    const cut = lineEnd < 0 && /^-?$/.test(rest) && from > 0
    if (rest !== '' && rest !== '--' && !cut && !rest.startsWith('-- ')) continue
    const start = body[at - 2] === CR && at - 2 >= from ? at - 2 : Math.max(from, at - 1)
    return { start, end, closing: rest.startsWith('--') || cut }
  }
  return undefined
}

/** Decodes a body by its Content-Transfer-Encoding; absent, binary, 7bit and 8bit are the bytes as they are, and so is what does not look encoded. */
export function decodeBody(body: Buffer, encoding: string | undefined): Buffer {
  const name = encoding?.trim().toLowerCase()
  if (name === 'base64') return looksBase64(body) ? Buffer.from(body.toString('latin1'), 'base64') : body
  if (name === 'quoted-printable') return decodeQuotedPrintable(body)
  return body
}

/** Whether every octet may stand in base64 text; DER begins with 0x30 and soon leaves that alphabet. */
export function looksBase64(body: Buffer): boolean {
  if (body.length === 0) return false
  const sample = body.subarray(0, 4096).toString('latin1')
  return /^[A-Za-z0-9+/=\s]+$/.test(sample)
}

function decodeQuotedPrintable(body: Buffer): Buffer {
  const text = body.toString('latin1').replace(/=[ \t]*\r?\n/g, '')
  return Buffer.from(
    text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
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

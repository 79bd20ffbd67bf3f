import { headerOf, type MimeHeader, type Parameterized, parseParameterized } from './mime.ts'

/** A file name as received and as it may be stored. */
export interface FileName {
  /** Safe on every file system: no separators, controls or leading dots, at most 200 bytes. */
  safe: string
  original: string
}

/** The file name of a part: Content-Disposition first, then `name` of Content-Type; RFC 2231 and RFC 2047 forms are read. */
export function fileNameOf(headers: readonly MimeHeader[]): FileName | undefined {
  const disposition = named(headers, 'content-disposition', 'filename')
  const original = disposition ?? named(headers, 'content-type', 'name')
  if (original === undefined) return undefined
  const safe = sanitizeFileName(original)
  return safe === '' ? undefined : { safe, original }
}

function named(headers: readonly MimeHeader[], header: string, parameter: string): string | undefined {
  const value = headerOf(headers, header)
  return value === undefined ? undefined : parameterText(parseParameterized(value), parameter)
}

function parameterText({ parameters }: Parameterized, name: string): string | undefined {
  const extended = parameters[`${name}*`] ?? continued(parameters, name)
  if (extended !== undefined) return decodeExtended(extended)
  const plain = parameters[name]
  return plain === undefined ? undefined : decodeWords(fromUtf8(plain))
}

/** Names beyond ASCII are sent as they are, too: in UTF-8 as a rule, else they are taken as Latin-1. */
function fromUtf8(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

/** `filename*0*=…; filename*1=…` (RFC 2231 §3), joined; undefined if there are none. */
function continued(parameters: Record<string, string>, name: string): string | undefined {
  const pieces: string[] = []
  for (let at = 0; at < 50; at++) {
    const piece = parameters[`${name}*${at}*`] ?? parameters[`${name}*${at}`]
    if (piece === undefined) break
    pieces.push(piece)
  }
  return pieces.length > 0 ? pieces.join('') : undefined
}

/** `charset'language'percent-encoded` (RFC 2231 §4). */
function decodeExtended(value: string): string {
  const match = /^([\w-]*)'[^']*'(.*)$/s.exec(value)
  const [charset, encoded] = match ? [match[1] ?? '', match[2] ?? ''] : ['utf-8', value]
  const octets = encoded.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeCharset(Buffer.from(octets, 'latin1'), charset)
}

/** Encoded words (RFC 2047 §2) inside a quoted string, which is not allowed and done all the same. */
function decodeWords(value: string): string {
  return value.replace(/=\?([\w-]+)\?([BbQq])\?([^?]*)\?=/g, (_, charset: string, kind: string, text: string) => {
    if (kind.toUpperCase() === 'B') return decodeCharset(Buffer.from(text, 'base64'), charset)
    const octets = text
      .replaceAll('_', ' ')
      .replace(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    return decodeCharset(Buffer.from(octets, 'latin1'), charset)
  })
}

function decodeCharset(octets: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset || 'utf-8').decode(octets)
  } catch {
    return octets.toString('latin1')
  }
}

/** Makes a name safe to store: the last path segment, without `/ \ : * ? " < > |`, controls and leading dots, at most 200 bytes. */
function sanitizeFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  let safe = last
    .toWellFormed()
    .replace(/[\x00-\x1f\x7f:*?"<>|]/g, '')
    .replace(/^[.\s]+|\s+$/g, '')
  while (Buffer.byteLength(safe) > 200) safe = [...safe].slice(0, -1).join('')
  return safe
}

/** A Content-Disposition for a file name: ASCII in quotes, and RFC 2231 beside it where the name has more. */
export function formatDisposition(fileName: string): string {
  const safe = sanitizeFileName(fileName)
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_')
  const extended = ascii === safe ? '' : `; filename*=UTF-8''${encodeURIComponent(safe)}`
  return `attachment; filename="${ascii}"${extended}`
}

import type { Content } from '../contract.ts'
import { sourceOf } from './bytes/source.ts'
import type { Entity } from './mime.ts'

type HttpHeaders = Record<string, string[] | undefined>

/** The first value of an HTTP header, its folds turned into blanks; undefined if it is missing or empty. */
export function httpHeader(headers: HttpHeaders, name: string): string | undefined {
  const value = headers[name]?.[0]?.replace(/[\x00-\x1f\x7f]+/g, ' ').trim()
  return value === '' ? undefined : value
}

/** An HTTP message seen as a MIME entity; its `raw` is the body alone, since HTTP headers are not part of what was signed. */
export function entityOfHttp({ headers, body }: { headers: HttpHeaders; body: Uint8Array | Content }): Entity {
  const bytes = sourceOf(body)
  const names = Object.keys(headers).filter(name => name.startsWith('content-'))
  const known = names.flatMap(name => {
    const value = httpHeader(headers, name)
    return value === undefined ? [] : [{ name, value }]
  })
  return { headers: known, raw: bytes, body: bytes }
}

/** The headers worth keeping beside a stored receipt: what says whose it is and how to read its body. */
export function evidenceHeaders(headers: HttpHeaders): Record<string, string> {
  const wanted = [
    'as2-version',
    'as2-from',
    'as2-to',
    'message-id',
    'date',
    'content-type',
    'content-transfer-encoding',
  ]
  return Object.fromEntries(
    wanted.flatMap(name => {
      const value = httpHeader(headers, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

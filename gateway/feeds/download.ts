import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { addressNotAllowed, guardedLookup } from '../transports/address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../transports/contract.ts'

/** One file to download. */
export interface DownloadRequest {
  url: URL
  headers: Record<string, string>
  /** Names of headers that are for the URL's own host only: they do not follow a redirect to another. */
  secretHeaders: readonly string[]
  certificateAuthority?: string | undefined
  /** Octets, as they come and unpacked. */
  largest: number
  milliseconds: number
}

/** What came: the file, or word that it has not changed (HTTP 304). */
export type Download =
  | { ok: true; unchanged: false; bytes: Uint8Array; headers: IncomingMessage['headers']; url: URL }
  | { ok: true; unchanged: true }
  | { ok: false; failure: DeliveryFailure }

/** Whether an IP address must not be connected to, and how names are resolved. */
export interface DownloadLimits {
  refuses(address: string): boolean
  resolve?: Parameters<typeof guardedLookup>[1]
}

const mostRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])

/** A reason to stop that has a name already. */
class Stopped extends Error {
  readonly code: DeliveryFailureCode

  constructor(code: DeliveryFailureCode, detail: string) {
    super(detail)
    this.code = code
  }
}

/** Fetches one file with GET. Every redirect is checked as the first address was. Never rejects for what the server or the network does. */
export async function download(request: DownloadRequest, limits: DownloadLimits): Promise<Download> {
  const ending = new AbortController()
  const timer = setTimeout(() => ending.abort(), request.milliseconds)
  try {
    return await follow(request, limits, ending.signal)
  } catch (error) {
    if (ending.signal.aborted) return failed('timeout', `The file was not here after ${request.milliseconds / 1000} s.`)
    return { ok: false, failure: failureOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function follow(request: DownloadRequest, limits: DownloadLimits, signal: AbortSignal): Promise<Download> {
  let { url, headers } = request
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && limits.refuses(host))
      throw new Stopped('address-not-allowed', `${host} lies in a private address range`)
    const response = await ask(url, headers, request, limits, signal)
    const status = response.statusCode ?? 0
    const { location } = response.headers
    if (redirects.has(status) && location !== undefined) {
      response.destroy()
      const next = redirected(url, location)
      if (next.origin !== url.origin) headers = without(headers, request.secretHeaders)
      url = next
      continue
    }
    if (status === 304) {
      response.destroy()
      return { ok: true, unchanged: true }
    }
    if (status !== 200) {
      response.destroy()
      return failed(reasonOf(status), `HTTP ${status}`)
    }
    const bytes = await bodyOf(response, request.largest)
    return { ok: true, unchanged: false, bytes, headers: response.headers, url }
  }
  throw new Stopped('partner-refused', `redirected more than ${mostRedirects} times`)
}

function redirected(url: URL, location: string): URL {
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  if (!next || !/^https?:$/.test(next.protocol) || next.username)
    throw new Stopped('partner-refused', `redirected to ${location.slice(0, 200)}`)
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw new Stopped('tls-failed', 'redirected from https to http')
  return next
}

const without = (headers: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))

function ask(
  url: URL,
  headers: Record<string, string>,
  { certificateAuthority: ca }: DownloadRequest,
  limits: DownloadLimits,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = {
      signal,
      agent: false,
      maxHeaderSize: 16 * 1024,
      headers: { 'Accept-Encoding': 'gzip', ...headers },
      lookup: guardedLookup(limits.refuses, limits.resolve),
      ...(ca && { ca }),
    }
    const asked = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
    asked.on('response', resolve).on('error', reject).end()
  })
}

/** The whole body, unpacked. A body that breaks off rejects: what is shorter than announced is no file. */
async function bodyOf(response: IncomingMessage, largest: number): Promise<Uint8Array> {
  const tooLarge = () => new Stopped('too-large', `The file has more than ${largest} bytes.`)
  if (Number(response.headers['content-length'] ?? 0) > largest) {
    response.destroy()
    throw tooLarge()
  }
  const body = response.headers['content-encoding'] === 'gzip' ? unpacked(response) : response
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body as AsyncIterable<Buffer>) {
    size += piece.length
    // Leaving the loop closes the connection.
    if (size > largest) throw tooLarge()
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

function unpacked(response: IncomingMessage): Readable {
  const gunzip = createGunzip()
  response.on('error', error => gunzip.destroy(error))
  return response.pipe(gunzip)
}

const failed = (code: DeliveryFailureCode, detail: string): Download => ({ ok: false, failure: { code, detail } })

function reasonOf(status: number): DeliveryFailureCode {
  if (status === 401 || status === 403 || status === 407) return 'authentication-failed'
  if (status === 429 || status >= 500) return 'partner-busy'
  return 'partner-refused'
}

const bySystemCode: Record<string, DeliveryFailureCode> = {
  [addressNotAllowed]: 'address-not-allowed',
  ECONNREFUSED: 'connection-refused',
  EHOSTUNREACH: 'connection-refused',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ETIMEDOUT: 'timeout',
}

function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof Stopped) return { code: error.code, detail: error.message }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const detail = (error instanceof Error && error.message ? error.message : code).slice(0, 500)
  if (/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)|CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return { code: 'tls-failed', detail }
  return { code: bySystemCode[code] ?? 'connection-lost', detail }
}

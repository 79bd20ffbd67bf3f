import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest, type RequestOptions } from 'node:https'
import type { ConnectionOptions } from 'node:tls'
import { addressNotAllowed, isPrivateHost, publicLookup } from '../address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../contract.ts'
import type { Source } from './bytes/source.ts'
import type { As2Settings } from './settings.ts'

/** An answer as it came, its body whole, or why there is none. */
export type HttpOutcome =
  | { ok: true; status: number; headers: Record<string, string[] | undefined>; body: Buffer }
  | { ok: false; failure: DeliveryFailure }

/** One POST: where to, what, and the settings that shape the connection. */
export interface HttpPost {
  url: string
  headers: Record<string, string>
  body: Source
  settings: Pick<As2Settings, 'basicAuth' | 'tls' | 'connectTimeoutSeconds' | 'responseTimeoutSeconds'>
  allowPrivateAddresses: boolean
}

const maxRedirects = 3
const maxResponseBytes = 10 * 1024 * 1024

/**
 * Posts over HTTP or HTTPS with node:http, since partners fold headers, which fetch refuses. Follows redirects with the same
 * method and body; credentials do not go to another host.
 */
export async function post(message: HttpPost): Promise<HttpOutcome> {
  let url = new URL(message.url)
  const home = url.host
  for (let hop = 0; hop <= maxRedirects; hop++) {
    if (!message.allowPrivateAddresses && isPrivateHost(url)) {
      return failed('address-not-allowed', `${url.hostname} lies in a private address range`)
    }
    const outcome = await exchange(url, message, url.host === home)
    const location =
      outcome.ok && [301, 302, 307, 308].includes(outcome.status) ? outcome.headers.location?.[0] : undefined
    if (location === undefined) return outcome
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (!next || !/^https?:$/.test(next.protocol))
      return failed('partner-refused', `redirected to ${location.slice(0, 200)}`)
    if (url.protocol === 'https:' && next.protocol === 'http:')
      return failed('tls-failed', 'redirected from https to http')
    url = next
  }
  return failed('partner-refused', `redirected more than ${maxRedirects} times`)
}

function failed(code: DeliveryFailureCode, detail: string): HttpOutcome & { ok: false } {
  return { ok: false, failure: { code, detail } }
}

function exchange(url: URL, message: HttpPost, atHome: boolean): Promise<HttpOutcome> {
  const { settings } = message
  return new Promise(resolve => {
    const request = open(url, message, atHome)
    const settle = (outcome: HttpOutcome) => {
      clearTimeout(timer)
      resolve(outcome)
      request.destroy()
    }
    const expire = (what: string, seconds: number) =>
      setTimeout(() => settle(failed('timeout', `${what} within ${seconds} s`)), seconds * 1000)
    let timer = expire('no connection', settings.connectTimeoutSeconds)
    const waitOn = () => {
      clearTimeout(timer)
      timer = expire('no answer', settings.responseTimeoutSeconds)
    }
    let answered = false
    request.on('socket', socket => socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', waitOn))
    request.on('finish', waitOn)
    // A station that refuses early closes on what is still being sent: then its answer counts, not the break.
    request.on('error', error => answered || settle({ ok: false, failure: failureOf(error) }))
    request.on('response', response => {
      answered = true
      collect(response).then(settle)
    })
    write(request, message.body, waitOn).catch(error => request.destroy(error))
  })
}

/** Writes a body as fast as the other side takes it; `progress` is told of every piece that went out after a wait. */
async function write(request: ClientRequest, body: Source, progress: () => void): Promise<void> {
  for await (const piece of body.read()) {
    if (request.destroyed) return
    if (request.write(piece)) continue
    await drained(request)
    progress()
  }
  request.end()
}

/** Resolves when more can be written, or nothing ever can. */
function drained(request: ClientRequest): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      request.off('drain', done)
      request.off('close', done)
      resolve()
    }
    request.on('drain', done)
    request.on('close', done)
  })
}

function open(url: URL, { headers, body, settings, allowPrivateAddresses }: HttpPost, atHome: boolean): ClientRequest {
  const { basicAuth, tls } = settings
  const authorization = basicAuth && Buffer.from(`${basicAuth.user}:${basicAuth.password}`).toString('base64')
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    insecureHTTPParser: true,
    maxHeaderSize: 32 * 1024,
    headers: {
      ...headers,
      'Content-Length': String(body.size),
      ...(authorization && atHome && { Authorization: `Basic ${authorization}` }),
    },
    ...(!allowPrivateAddresses && { lookup: publicLookup }),
    ...(tls && url.protocol === 'https:' && tlsOptions(tls, atHome)),
  }
  return url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
}

/** How to speak TLS with a partner; our client certificate goes to its own host only. */
export function tlsOptions(tls: NonNullable<As2Settings['tls']>, atHome: boolean): ConnectionOptions {
  const old = tls.minVersion === 'TLSv1' || tls.minVersion === 'TLSv1.1'
  return {
    minVersion: tls.minVersion,
    ...(old && { ciphers: 'DEFAULT@SECLEVEL=0' }),
    ...(tls.trust.length > 0 && { ca: tls.trust }),
    ...(!tls.checkHostName && { checkServerIdentity: () => undefined }),
    ...(tls.client && atHome && { key: tls.client.privateKey, cert: tls.client.certificate }),
  }
}

async function collect(response: IncomingMessage): Promise<HttpOutcome> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxResponseBytes)
        return failed('receipt-invalid', `the answer is longer than ${maxResponseBytes} bytes`)
      chunks.push(chunk)
    }
  } catch (error) {
    if (size === 0) return failed('connection-lost', error instanceof Error ? error.message : String(error))
  }
  return { ok: true, status: response.statusCode ?? 0, headers: response.headersDistinct, body: Buffer.concat(chunks) }
}

/** The closed reason for an error of the socket, the resolver or TLS. */
function failureOf(error: NodeJS.ErrnoException): DeliveryFailure {
  const code = error.code ?? ''
  const detail = error.message || code
  if (code === addressNotAllowed) return { code: 'address-not-allowed', detail }
  if (code === 'ECONNREFUSED') return { code: 'connection-refused', detail }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { code: 'name-not-found', detail }
  if (code === 'ETIMEDOUT') return { code: 'timeout', detail }
  if (/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)|CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return { code: 'tls-failed', detail }
  return { code: 'connection-lost', detail }
}

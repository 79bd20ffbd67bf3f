import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import { parseAs2Name } from './headers.ts'
import type { As2Arrival, As2Response } from './ports.ts'
import { httpHeader } from './request.ts'

/** How to listen. Everything has a default that suits AS2. */
export interface As2ServerOptions {
  /** Takes one POST, whose body it reads as it comes in; what it throws becomes HTTP 503, so that the partner tries again. */
  handle(request: As2Arrival): Promise<As2Response>
  /** Told of every error that `handle` throws. */
  onError(error: unknown): void
  /** Largest body in octets, whoever sends it; 413 beyond it. */
  maxBytes?: number
  /**
   * PEM key and certificate to speak TLS ourselves; without it a proxy does. With `clientAuthorities` (PEM) only clients with a
   * certificate of theirs, or one of these certificates itself, are let in (mutual TLS).
   */
  tls?: { key: string; cert: string; clientAuthorities?: string[] }
  /** Asked for each request of a client that showed a certificate: why it is refused all the same, in words; 403 then. */
  refuseClient?(client: As2Client): Promise<string | undefined>
}

/** A client of mutual TLS, and between which names its message is. */
export interface As2Client {
  /** SHA-256 of its certificate, lower-case hex. */
  fingerprint: string
  /** Without quotes; undefined where the request has none that can be read. */
  as2From: string | undefined
  as2To: string | undefined
}

const gibibyte = 1024 ** 3

/**
 * An HTTP listener for AS2 alone. It takes what old stations send (folded headers, HTTP/1.0 without Host, odd chunk lines), which is why it
 * must not share connections with anything else: one request for each connection, both lengths at once are refused.
 */
export function createAs2Server(options: As2ServerOptions): Server {
  const settings = {
    insecureHTTPParser: true,
    requireHostHeader: false,
    maxHeaderSize: 32 * 1024,
    headersTimeout: 60_000,
    requestTimeout: 30 * 60_000,
    keepAlive: false,
    joinDuplicateHeaders: false,
  }
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    serve(request, response, options).catch(error => {
      if (error instanceof CutShort) return void response.destroy()
      if (error instanceof TooLarge) return refuse(response, 413, error.message)
      options.onError(error)
      refuse(response, 503, 'The message could not be taken now. Please send it again.')
    })
  }
  const server = options.tls
    ? createSecureServer({ ...settings, ...tlsOptions(options.tls) }, listener)
    : createServer(settings, listener)
  server.on('checkExpectation', (request, response) => {
    response.writeContinue()
    listener(request, response)
  })
  return server
}

function tlsOptions({ key, cert, clientAuthorities }: NonNullable<As2ServerOptions['tls']>) {
  return { key, cert, ...(clientAuthorities && { ca: clientAuthorities, requestCert: true, rejectUnauthorized: true }) }
}

async function serve(request: IncomingMessage, response: ServerResponse, options: As2ServerOptions): Promise<void> {
  response.shouldKeepAlive = false
  const client = clientOf(request)
  const refused = client && (await options.refuseClient?.(client))
  if (refused) return refuse(response, 403, refused)
  if (request.method === 'HEAD') return void response.writeHead(200, { 'Content-Length': '0' }).end()
  if (request.method === 'GET') return refuse(response, 200, 'This is an AS2 station: it takes messages by POST.')
  if (request.method !== 'POST') return refuse(response, 405, 'AS2 messages come by POST.')
  if (request.headers['transfer-encoding'] !== undefined && request.headers['content-length'] !== undefined) {
    return refuse(response, 400, 'Content-Length and Transfer-Encoding contradict each other.')
  }
  if (continues(request.headers['content-range']))
    return refuse(response, 416, wholeOnly, { 'Content-Range': 'bytes */0' })
  const limit = options.maxBytes ?? 4 * gibibyte
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new TooLarge(limit)
  const { status, headers, body } = await options.handle({
    headers: request.headersDistinct,
    body: bodyOf(request, limit),
    remoteAddress: request.socket.remoteAddress ?? '',
  })
  response.writeHead(status, headers).end(body)
}

/** Whoever showed a certificate of its own. */
function clientOf({ socket, headersDistinct }: IncomingMessage): As2Client | undefined {
  const shown = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined
  const nameIn = (header: string) => parseAs2Name(httpHeader(headersDistinct, header))?.name
  const fingerprint = shown?.fingerprint256.replaceAll(':', '').toLowerCase()
  return fingerprint === undefined ? undefined : { fingerprint, as2From: nameIn('as2-from'), as2To: nameIn('as2-to') }
}

/** Whether this is the rest of a body that broke off before, which AS2 Restart (draft-harding-as2-restart-07 §3) would have us put together. */
function continues(range: string | undefined): boolean {
  return range !== undefined && !/^\s*bytes\s+0-/i.test(range)
}

const wholeOnly = 'Nothing of this message is kept here: please send it from its beginning.'

/** The sender left before its message was complete: then nothing was received, and there is nobody to answer. */
class CutShort extends Error {}

class TooLarge extends Error {
  constructor(limit: number) {
    super(`The message is larger than ${limit} bytes.`)
  }
}

/** The body as it comes in. Throws {@link CutShort} or {@link TooLarge}. */
async function* bodyOf(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let size = 0
  try {
    // A refusal in the middle of a body still has to be answered on this connection.
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length
      if (size > limit) throw new TooLarge(limit)
      yield piece
    }
  } catch (error) {
    throw error instanceof TooLarge ? error : new CutShort()
  }
  if (!request.complete) throw new CutShort()
}

function refuse(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const body = `${text}\r\n`
  response
    .writeHead(status, { ...headers, 'Content-Type': 'text/plain', 'Content-Length': String(Buffer.byteLength(body)) })
    .end(body)
}

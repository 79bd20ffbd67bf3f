import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { addressNotAllowed, guardedLookup } from '../transports/address.ts'
import type { DeliveryFailure, DeliveryFailureCode } from '../transports/contract.ts'

/** One call of a receiver's address. */
export interface WebhookCall {
  url: string
  headers: Record<string, string>
  body: string
}

/** What came back, cut to a size that a person reads. */
export interface WebhookAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** What one call came to. There may be an answer to a call that failed: then it says why. */
export interface CallOutcome {
  failure?: DeliveryFailure
  answer?: WebhookAnswer
}

/** Where calls may go, and how long they may take. */
export interface CallLimits {
  /** Whether an IP address must not be connected to. */
  refuses(address: string): boolean
  /** For connecting, sending and being answered, all redirects included; 15 s by default. */
  milliseconds?: number
  /** How names are resolved; by default as the system does. */
  resolve?: Parameters<typeof guardedLookup>[1]
}

/** Of an answer no more is read and kept. */
const mostOfAnswer = 4096
const maxRedirects = 3

/**
 * Posts to a receiver. Never throws for what the receiver or the network does. Follows redirects that keep the method (307, 308), each checked as the first address
 * was; a receiver that answers with its status has its body cut, not waited for.
 */
export async function callWebhook(call: WebhookCall, limits: CallLimits): Promise<CallOutcome> {
  const deadline = Date.now() + (limits.milliseconds ?? 15_000)
  let url = new URL(call.url)
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(host) && limits.refuses(host))
      return failed('address-not-allowed', `${host} lies in a private address range`)
    const outcome = await exchange(url, call, limits, deadline)
    const location =
      outcome.answer && redirects.has(outcome.answer.status) ? outcome.answer.headers.location : undefined
    if (location === undefined) return outcome
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
    if (!next || !/^https?:$/.test(next.protocol) || next.username)
      return { ...outcome, ...failed('partner-refused', `redirected to ${location.slice(0, 200)}`) }
    if (url.protocol === 'https:' && next.protocol === 'http:')
      return { ...outcome, ...failed('tls-failed', 'redirected from https to http') }
    url = next
  }
  return failed('partner-refused', `redirected more than ${maxRedirects} times`)
}

const redirects = new Set([307, 308])

function failed(code: DeliveryFailureCode, detail: string) {
  return { failure: { code, detail } }
}

function exchange(
  url: URL,
  { headers, body }: WebhookCall,
  limits: CallLimits,
  deadline: number,
): Promise<CallOutcome> {
  return new Promise(resolve => {
    const options = {
      method: 'POST',
      agent: false,
      maxHeaderSize: 16 * 1024,
      headers: { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
      lookup: guardedLookup(limits.refuses, limits.resolve),
    }
    const request: ClientRequest = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
    let answered: IncomingMessage | undefined
    const read: Buffer[] = []
    const settle = (outcome: CallOutcome) => {
      clearTimeout(timer)
      resolve(outcome)
      request.destroy()
    }
    // Once the status is here it counts, however the body goes on.
    const end = (failure: DeliveryFailure) => settle(answered ? judged(answered, read) : { failure })
    const left = Math.max(1, deadline - Date.now())
    const timer = setTimeout(() => end({ code: 'timeout', detail: 'no answer in time' }), left)
    request.on('error', error => end(failureOf(error)))
    request.on('response', response => {
      answered = response
      let size = 0
      const done = () => settle(judged(response, read))
      response.on('data', (chunk: Buffer) => {
        read.push(chunk.subarray(0, mostOfAnswer - size))
        size += chunk.length
        if (size >= mostOfAnswer) done()
      })
      response.on('end', done)
      response.on('error', done)
    })
    request.end(body)
  })
}

function judged(response: IncomingMessage, read: readonly Buffer[]): CallOutcome {
  const status = response.statusCode ?? 0
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value).slice(0, 500)])
  const body = Buffer.concat(read).toString('utf8')
  const answer = { status, headers: Object.fromEntries(headers.slice(0, 40)) as Record<string, string>, body }
  if (status >= 200 && status < 300) return { answer }
  return { answer, failure: { code: reasonOf(status), detail: `HTTP ${status}` } }
}

function reasonOf(status: number): DeliveryFailureCode {
  if (status === 401 || status === 403 || status === 407) return 'authentication-failed'
  if (status === 413) return 'too-large'
  if (status === 429 || status === 502 || status === 503 || status === 504) return 'partner-busy'
  return 'partner-refused'
}

/** The closed reason for an error of the socket, the resolver, TLS or the protocol. */
export function failureOf(error: NodeJS.ErrnoException): DeliveryFailure {
  const code = error.code ?? ''
  const detail = (error.message || code).slice(0, 500)
  if (code === addressNotAllowed) return { code: 'address-not-allowed', detail }
  if (code === 'ECONNREFUSED') return { code: 'connection-refused', detail }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { code: 'name-not-found', detail }
  if (code === 'ETIMEDOUT') return { code: 'timeout', detail }
  if (/^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)|CERT|SELF_SIGNED|UNABLE_TO/.test(code)) return { code: 'tls-failed', detail }
  return { code: 'connection-lost', detail }
}

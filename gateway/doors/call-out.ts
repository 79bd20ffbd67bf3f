import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { addressNotAllowed, guardedLookup, isPrivateAddress, isPrivateHost } from '../transports/address.ts'

/** What a page of settings may ask for: no more is read of an answer. */
const mostOctets = 1024 * 1024
const timeout = 10_000

/** A call as `fetch` makes it, of an address that a person entered. */
export type CallOut = (url: string, options: RequestInit) => Promise<Response>

/**
 * Like `fetch`, for addresses that people enter: it refuses private ranges unless they are allowed, connects to the very address that it checked, follows no redirect, and
 * reads at most 1 MiB. Rejects where no answer comes.
 */
export function guardedCallOut({ allowPrivateAddresses }: { allowPrivateAddresses: boolean }): CallOut {
  return async (address, options) => {
    const url = new URL(address)
    if (!allowPrivateAddresses && isPrivateHost(url))
      throw failed(addressNotAllowed, `${url.hostname} lies in a private address range`)
    const wanted = new Request(url, options)
    const body = Buffer.from(await wanted.arrayBuffer())
    const answer = await send(url, body, {
      method: wanted.method,
      agent: false,
      timeout,
      headers: { ...Object.fromEntries(wanted.headers), 'content-length': String(body.length) },
      lookup: guardedLookup(host => !allowPrivateAddresses && isPrivateAddress(host)),
      signal: wanted.signal,
    })
    return await responseOf(answer)
  }
}

/** An error that is known by its code, as those of sockets are. */
const failed = (code: string, message: string) => Object.assign(new Error(message), { code })

function send(url: URL, body: Buffer, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options)
    request.on('error', reject)
    request.on('timeout', () => request.destroy(failed('ETIMEDOUT', 'no answer in time')))
    request.on('response', resolve)
    request.end(body)
  })
}

async function responseOf(answer: IncomingMessage): Promise<Response> {
  const read: Buffer[] = []
  let size = 0
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > mostOctets) throw new Error('the answer is larger than 1 MiB')
    read.push(piece)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, one)
  const status = answer.statusCode ?? 502
  const empty = status === 204 || status === 304
  return new Response(empty ? null : Buffer.concat(read), { status, headers })
}

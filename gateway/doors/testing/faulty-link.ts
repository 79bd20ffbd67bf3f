import { once } from 'node:events'
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as latency } from 'node:timers/promises'

/** What a line between two stations does to a request and its answer. */
const faults = ['refused', 'cut', 'answer lost', 'answer cut', 'doubled', 'delayed'] as const
type Fault = (typeof faults)[number]

interface Answer {
  status: number
  headers: string[]
  body: Buffer
}

/** A line that can be listened to at `url`, and how often it did what. */
export interface FaultyLink {
  url: string
  counts: Map<Fault | 'none', number>
  close(): void
}

/**
 * An HTTP relay on loopback that spoils so many of the requests (0 to 1) on their way to a station, each in one of the ways
 * in which networks and proxies do.
 * @param target the station's URL
 */
export async function faultyLink(target: () => string, random: () => number, share: number): Promise<FaultyLink> {
  const counts = new Map<Fault | 'none', number>()
  const server = createServer((request, response) => {
    const fault = random() < share ? faults[Math.floor(random() * faults.length)]! : 'none'
    counts.set(fault, (counts.get(fault) ?? 0) + 1)
    relay(request, response, { target: target(), fault, random }).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`
  return { url, counts, close: () => void server.close().closeAllConnections() }
}

async function relay(
  request: IncomingMessage,
  response: ServerResponse,
  { target, fault, random }: { target: string; fault: Fault | 'none'; random: () => number },
): Promise<void> {
  const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
  const pass = () => forward(target, request.rawHeaders, body)
  if (fault === 'refused') return void response.writeHead(503).end()
  if (fault === 'cut') {
    await forwardPart(target, request.rawHeaders, body.subarray(0, Math.floor(random() * body.length)))
    return void response.destroy()
  }
  // Late by some milliseconds, so that others overtake it; nothing waits for this.
  if (fault === 'delayed') await latency(random() * 30)
  const answer = fault === 'doubled' ? (await Promise.all([pass(), pass()]))[1]! : await pass()
  if (fault === 'answer lost') return void response.destroy()
  response.writeHead(answer.status, answer.headers)
  if (fault !== 'answer cut') return void response.end(answer.body)
  response.write(answer.body.subarray(0, Math.floor(random() * answer.body.length)), () => response.destroy())
}

async function forward(url: string, headers: string[], body: Buffer): Promise<Answer> {
  const request = httpRequest(url, { method: 'POST', headers, agent: false })
  request.end(body)
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  const received = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>))
  return { status: answer.statusCode ?? 0, headers: answer.rawHeaders, body: received }
}

/** Sends the beginning of a request and hangs up. */
async function forwardPart(url: string, headers: string[], part: Buffer): Promise<void> {
  const request = httpRequest(url, { method: 'POST', headers, agent: false })
  request.on('error', () => undefined)
  request.flushHeaders()
  await new Promise<void>(resolve => request.write(part, () => resolve()))
  request.destroy()
}

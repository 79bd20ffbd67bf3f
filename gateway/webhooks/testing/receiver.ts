import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call that a receiver got. */
export interface Got {
  headers: IncomingHttpHeaders
  body: string
  /** `body`, read. */
  event: { type: string; timestamp: string; data: Record<string, unknown> }
}

/** How a receiver answers a call. */
export type Answer = (response: ServerResponse, got: Got) => void

/** A receiver of webhooks over real HTTP, which may misbehave. */
export class Receiver {
  readonly #server: Server
  readonly got: Got[] = []
  /** How it answers; 204 unless a test says otherwise. */
  answer: Answer = response => void response.writeHead(204).end()

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString('utf8')
      const got = { headers: request.headers, body, event: JSON.parse(body || '{}') as Got['event'] }
      this.got.push(got)
      this.answer(response, got)
    })
  }

  static async open(host = '127.0.0.1'): Promise<Receiver> {
    const receiver = new Receiver()
    receiver.#server.listen(0, host)
    await once(receiver.#server, 'listening')
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://${(this.#server.address() as AddressInfo).address}:${this.port}/hooks`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { receiveAs2 } from '../receive.ts'
import { createAs2Server } from '../server.ts'
import type { House } from './house.ts'

/** A server on a free loopback port, and how to stop it. */
export interface Listener {
  url: string
  port: number
  /** What `handle` threw. */
  errors: unknown[]
  close(): Promise<void>
}

/** Listens on loopback. */
export async function listen(server: Server, errors: unknown[] = []): Promise<Listener> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/as2`,
    port,
    errors,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** The real AS2 server in front of a house, by the clock of the house unless given. */
export function listenAs2(house: House, maxBytes?: number, now = house.deps.now): Promise<Listener> {
  const errors: unknown[] = []
  const server = createAs2Server({
    handle: request => receiveAs2(request, { ...house.deps, now }),
    onError: error => errors.push(error),
    ...(maxBytes !== undefined && { maxBytes }),
  })
  return listen(server, errors)
}

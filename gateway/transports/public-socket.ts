import { lookup } from 'node:dns/promises'
import { connect, isIP, type Socket } from 'node:net'
import { addressNotAllowed, isPrivateAddress, publicLookup } from './address.ts'

/** Where to connect, and how long to try. */
export interface SocketTarget {
  host: string
  port: number
  timeout: number
}

/**
 * Connects to a host outside private address ranges; what was checked is what is connected to. Rejects with a code: `ADDRESS_NOT_ALLOWED`,
 * `ETIMEDOUT`, or the system's own.
 */
export function connectPublicly({ host, port, timeout }: SocketTarget): Promise<Socket> {
  if (isIP(host) && isPrivateAddress(host))
    return Promise.reject(coded(addressNotAllowed, `${host} lies in a private address range`))
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: publicLookup, timeout })
    socket.once('connect', () => {
      socket.setTimeout(0).removeAllListeners()
      resolve(socket)
    })
    socket.once('timeout', () => socket.destroy(coded('ETIMEDOUT', `${host} did not answer in time`)))
    socket.once('error', reject)
  })
}

/**
 * An address of a host that may be connected to: for clients that take no connection made elsewhere. Rejects with `ADDRESS_NOT_ALLOWED`, or the resolver's own
 * code.
 */
export async function allowedAddress(host: string, reach: { allowPrivateAddresses: boolean }): Promise<string> {
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
  const allowed = found.find(({ address }) => reach.allowPrivateAddresses || !isPrivateAddress(address))
  if (allowed) return allowed.address
  throw coded(addressNotAllowed, `${host} lies in a private address range`)
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}

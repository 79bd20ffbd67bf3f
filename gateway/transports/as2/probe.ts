import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type TLSSocket } from 'node:tls'
import { isPrivateAddress } from '../address.ts'
import { tlsOptions } from './http-client.ts'
import type { As2Settings } from './settings.ts'

/** One thing that was looked at, and what was seen, in words. */
export type Probed<T> = { ok: true; says: string; value: T } | { ok: false; says: string }

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** The addresses behind a URL's host name that may be called. */
export async function probeName(url: URL, allowPrivateAddresses: boolean): Promise<Probed<string>> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true }).catch(reason)
  if (typeof found === 'string') return { ok: false, says: `${host} has no address: ${found}.` }
  const addresses = found.map(({ address }) => address)
  const allowed = addresses.find(address => allowPrivateAddresses || !isPrivateAddress(address))
  if (allowed === undefined) {
    return {
      ok: false,
      says: `${host} is ${addresses.join(', ')}: a private address, which this hub is not allowed to call.`,
    }
  }
  return { ok: true, says: `${host} is ${addresses.join(', ')}.`, value: allowed }
}

/** A TCP connection to an address; the caller ends it. */
export async function probeConnection(url: URL, address: string, seconds: number): Promise<Probed<Socket>> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const socket = connectTcp(port, address)
  const failure = await settled(socket, 'connect', seconds)
  if (failure === undefined) return { ok: true, says: `Port ${port} of ${address} is open.`, value: socket }
  socket.destroy()
  return { ok: false, says: `Port ${port} of ${address} cannot be reached: ${failure}.` }
}

/** A TLS handshake over a connection, with the certificate of the server whether it is trusted or not. Ends the connection. */
export async function probeTls(url: URL, socket: Socket, settings: As2Settings): Promise<Probed<undefined>> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const options = settings.tls ? tlsOptions(settings.tls, true) : {}
  const secure = connectTls({
    socket,
    host,
    ...(isIP(host) ? {} : { servername: host }),
    ...options,
    rejectUnauthorized: false,
  })
  const failure = await settled(secure, 'secureConnect', settings.connectTimeoutSeconds)
  const seen = failure === undefined ? describeTls(secure) : ''
  const problem = failure ?? (secure.authorized ? undefined : String(secure.authorizationError))
  secure.destroy()
  if (problem === undefined) return { ok: true, says: seen, value: undefined }
  return { ok: false, says: `No secure connection: ${problem}. ${seen}`.trim() }
}

function describeTls(socket: TLSSocket): string {
  const certificate: Partial<PeerCertificate> = socket.getPeerCertificate()
  const name = (subject: PeerCertificate['subject'] | undefined) => String(subject?.CN ?? subject?.O ?? 'no name')
  return (
    `${socket.getProtocol()}, ${socket.getCipher().name}. The server shows a certificate of ${name(certificate.subject)}, issued by ` +
    `${name(certificate.issuer)}, for ${certificate.subjectaltname ?? 'no host name'}, valid to ${certificate.valid_to}.`
  )
}

/** Waits for one event of a socket; gives the reason why it did not come. */
function settled(socket: Socket, event: 'connect' | 'secureConnect', seconds: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(`no answer within ${seconds} s`), seconds * 1000)
    const settle = (failure?: string) => {
      clearTimeout(timer)
      resolve(failure)
    }
    socket.once(event, () => settle())
    socket.once('close', () => settle('the connection was closed'))
    socket.on('error', error => settle(reason(error)))
  })
}

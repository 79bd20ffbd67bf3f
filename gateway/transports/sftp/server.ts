import { once } from 'node:events'
import { createServer } from 'node:net'
import ssh2 from 'ssh2'
import { type AlgorithmSet, algorithmsOf } from './algorithms.ts'
import { Connections } from './connections.ts'
import { announceHostKeys, type OfferedKeys } from './host-key-set.ts'
import { defaultLimits, type SftpLimits } from './limits.ts'
import type { SftpLog } from './log.ts'
import type { Mailbox } from './mailbox.ts'
import { temporarySuffixes } from './paths.ts'

/** Everything the server needs; nothing is read from the environment. */
export interface SftpServerOptions {
  /** TCP port; 0 takes a free one. */
  port: number
  /** Address to listen at, e.g. `0.0.0.0`. */
  host: string
  /** Private host keys as text, at most one of each type; or where they are asked for, again every minute, where they change while the server runs. */
  hostKeys: string[] | (() => Promise<OfferedKeys>)
  mailbox: Mailbox
  log: SftpLog
  limits?: Partial<SftpLimits>
  /** `older` also offers what software from before about 2015 needs. Default `modern`. */
  algorithms?: AlgorithmSet
  /** Lower-case endings of names that wait for a rename. Default: the usual ones. */
  temporarySuffixes?: readonly string[]
  /** Between two sweeps of what has waited too long, and looks at the host keys. Milliseconds, a minute by default. */
  sweepEvery?: number
  now?: () => Date
  newId?: () => string
}

/** A server that is listening. */
export interface SftpServer {
  /** The port it took. */
  port: number
  /** Takes no more connections, lets uploads that are being committed finish, then ends every connection. */
  close(): Promise<void>
}

/** How often a connection is asked whether it is still there, and how many unanswered times end it. */
const keepalive = { keepaliveInterval: 15_000, keepaliveCountMax: 3 }

const sweepEvery = 60_000

/**
 * Starts the hub's own SFTP server. Each account sees four folders that are views of its part of the journal. Rejects when the port
 * is taken or a host key cannot be read.
 *
 * @example
 * const server = await startSftpServer({ port: 2222, host: '0.0.0.0', hostKeys: generateHostKeys(), mailbox, log })
 */
export async function startSftpServer(options: SftpServerOptions): Promise<SftpServer> {
  const limits = { ...defaultLimits, ...options.limits }
  const connections = new Connections({
    mailbox: options.mailbox,
    log: options.log,
    limits,
    temporarySuffixes: options.temporarySuffixes ?? temporarySuffixes,
    now: options.now ?? (() => new Date()),
    newId: options.newId ?? (() => crypto.randomUUID()),
  })
  const speaking = (keys: OfferedKeys) => {
    const ssh = new ssh2.Server({
      hostKeys: keys.shown,
      ident: 'Crossdock',
      algorithms: algorithmsOf(options.algorithms ?? 'modern'),
      ...keepalive,
    })
    ssh.on('connection', (client, info) => {
      client.on('ready', () => announceHostKeys(client, keys, options.log))
      connections.serve(client, info)
    })
    return { keys: JSON.stringify(keys), ssh }
  }
  const { hostKeys } = options
  const offered = typeof hostKeys === 'function' ? hostKeys : async () => ({ shown: hostKeys, announced: [] })
  let speaker = speaking(await offered())
  // Connections that are open keep the key that they began with.
  const renewKeys = async () => {
    const keys = await offered()
    if (JSON.stringify(keys) !== speaker.keys) speaker = speaking(keys)
  }
  // The sockets are our own, so that one that never speaks, or never ends, can be cut.
  const server = createServer({ noDelay: true }, socket => {
    if (connections.admit(socket)) speaker.ssh.injectSocket(socket)
  })
  server.maxConnections = limits.connections
  server.listen(options.port, options.host)
  await once(server, 'listening')
  server.on('error', (error: Error) => options.log.error({ err: error }, 'SFTP server error'))
  const sweep = setInterval(() => {
    connections.sweep()
    renewKeys().catch((error: unknown) => options.log.error({ err: error }, 'The SFTP host keys could not be read'))
  }, options.sweepEvery ?? sweepEvery)
  sweep.unref()
  const address = server.address()
  return {
    port: address && typeof address === 'object' ? address.port : options.port,
    async close() {
      clearInterval(sweep)
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      await connections.end()
      await closed
    },
  }
}

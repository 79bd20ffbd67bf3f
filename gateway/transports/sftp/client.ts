import type { Socket } from 'node:net'
import ssh2, { type Algorithms, type SFTPWrapper } from 'ssh2'
import type { DeliveryFailure } from '../contract.ts'
import { connectPublicly } from '../public-socket.ts'
import { algorithmsOf } from './algorithms.ts'
import { failureOf, NoSftp, UnknownHostKey } from './failures.ts'
import { fingerprint, publicKeyLine, readPublicKey } from './host-key.ts'
import type { PublicKey } from './mailbox.ts'
import { Remote } from './remote.ts'
import type { ClientSettings } from './settings.ts'

/** What connecting needs, whatever is done afterwards. */
export type ConnectionSettings = Pick<
  ClientSettings,
  'host' | 'port' | 'username' | 'password' | 'privateKey' | 'hostKeys' | 'algorithms' | 'timeoutSeconds'
>

/** Whether servers in private address ranges may be called. */
export interface Reach {
  allowPrivateAddresses: boolean
}

/** What the work came to, with the fingerprint of the host key that was seen. */
export type Visit<T> = { ok: true; value: T; hostKey: string } | { ok: false; failure: DeliveryFailure }

/**
 * Connects to the partner's server, does `work` and leaves. The host key must be one that a person has confirmed. Never rejects for
 * what the network or the partner does: that comes back as a delivery failure.
 */
export async function visit<T>(
  settings: ConnectionSettings,
  reach: Reach,
  work: (remote: Remote) => Promise<T>,
): Promise<Visit<T>> {
  const client = new ssh2.Client()
  const timeout = settings.timeoutSeconds * 1_000
  try {
    const { sftp, hostKey } = await connect(client, settings, await socketTo(settings, reach), timeout)
    // Listening on keeps an error after the last answer from ending the process; what waits for an answer gets its own error.
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject)
      client.on('close', () => reject(new Error('The connection broke.')))
    })
    lost.catch(() => {})
    return { ok: true, value: await Promise.race([work(new Remote(sftp, timeout)), lost]), hostKey }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  } finally {
    leave(client)
  }
}

/** The host key that a server shows, for a person to compare and confirm before the first real connection. Nothing is sent to it. */
export async function showHostKey(
  at: Pick<ConnectionSettings, 'host' | 'port' | 'algorithms' | 'timeoutSeconds'>,
  reach: Reach,
): Promise<{ ok: true; fingerprint: string; line: string } | { ok: false; failure: DeliveryFailure }> {
  const client = new ssh2.Client()
  try {
    const sock = await socketTo(at, reach)
    const key = await new Promise<Buffer>((resolve, reject) => {
      client.on('error', reject)
      client.on('close', () => reject(new Error('The connection was closed before the server showed its key.')))
      client.connect({
        host: at.host,
        port: at.port,
        ...(sock && { sock }),
        username: 'crossdock',
        readyTimeout: at.timeoutSeconds * 1_000,
        algorithms: algorithmsOf(at.algorithms),
        hostVerifier: (shown: Buffer) => {
          resolve(Buffer.from(shown))
          return false
        },
      })
    })
    const bytes = Uint8Array.from(key)
    return { ok: true, fingerprint: fingerprint({ bytes }), line: publicKeyLine({ algorithm: typeOf(key), bytes }) }
  } catch (error) {
    return { ok: false, failure: failureOf(error) }
  } finally {
    leave(client)
  }
}

/** Says goodbye, and goes without an answer when none comes. */
function leave(client: ssh2.Client): void {
  client.on('error', () => {})
  client.end()
  const impatience = setTimeout(() => client.destroy(), farewell)
  impatience.unref()
  client.on('close', () => clearTimeout(impatience))
}

/** Milliseconds for the other side to end the connection too. */
const farewell = 2_000

/** A connection that was checked, where not everything may be called; otherwise ssh2 makes its own. */
async function socketTo(
  { host, port, timeoutSeconds }: Pick<ConnectionSettings, 'host' | 'port' | 'timeoutSeconds'>,
  { allowPrivateAddresses }: Reach,
): Promise<Socket | undefined> {
  if (allowPrivateAddresses) return undefined
  const socket = await connectPublicly({ host, port, timeout: timeoutSeconds * 1_000 })
  return socket.setNoDelay(true)
}

function connect(client: ssh2.Client, settings: ConnectionSettings, sock: Socket | undefined, timeout: number) {
  const { host, port, username, password, privateKey } = settings
  return new Promise<{ sftp: SFTPWrapper; hostKey: string }>((resolve, reject) => {
    let hostKey = ''
    client.on('error', reject)
    client.on('close', () => reject(new Error('The server closed the connection.')))
    // Requests and answers are small: waiting to fill packets would cost a delayed acknowledgment each.
    client.on('connect', () => client.setNoDelay(true))
    client.on('ready', () =>
      client.sftp((error, sftp) => (error ? reject(new NoSftp(error.message)) : resolve({ sftp, hostKey }))),
    )
    // Many servers ask for the password only in this way (RFC 4256).
    client.on('keyboard-interactive', (_name, _instructions, _language, prompts, finish) =>
      finish(prompts.map(() => password ?? '')),
    )
    const hostVerifier = (shown: Buffer) => {
      hostKey = fingerprint({ bytes: Uint8Array.from(shown) })
      const known = settings.hostKeys.some(pin => pinnedFingerprint(pin) === hostKey)
      if (!known) reject(new UnknownHostKey(`The server showed the host key ${hostKey}, which nobody has confirmed.`))
      return known
    }
    const algorithms = algorithmsFor(settings)
    const patience = { readyTimeout: timeout, keepaliveInterval: 10_000, keepaliveCountMax: 3 }
    const identity = { username, password, privateKey, tryKeyboard: password !== undefined }
    client.connect({ host, port, ...(sock && { sock }), ...identity, ...patience, algorithms, hostVerifier })
  })
}

/** Where all pins are whole keys, only their types are asked for, as OpenSSH does: the server may have others that nobody confirmed. */
function algorithmsFor({ hostKeys, algorithms }: ConnectionSettings): Algorithms {
  const offered = algorithmsOf(algorithms)
  const types = hostKeys.map(pin => readPin(pin)?.algorithm)
  if (types.includes(undefined)) return offered
  const serverHostKey = (algorithms === 'older' ? oldAndNew : modern).filter(name =>
    types.includes(name.startsWith('rsa-sha2-') ? 'ssh-rsa' : name),
  )
  return { ...offered, serverHostKey }
}

const modern = algorithmsOf('modern').serverHostKey as ssh2.ServerHostKeyAlgorithm[]
const oldAndNew = algorithmsOf('older').serverHostKey as ssh2.ServerHostKeyAlgorithm[]

function readPin(pin: string): PublicKey | undefined {
  return pin.startsWith('SHA256:') ? undefined : readPublicKey(pin)
}

function pinnedFingerprint(pin: string): string | undefined {
  if (pin.startsWith('SHA256:')) return pin
  const key = readPin(pin)
  return key && fingerprint(key)
}

function typeOf(blob: Buffer): string {
  return blob.toString('latin1', 4, 4 + blob.readUInt32BE(0))
}

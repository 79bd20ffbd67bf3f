import ssh2, { type Connection, type ParsedKey } from 'ssh2'
import type { SftpLog } from './log.ts'

/** Private host keys as text. `shown`: at most one of each algorithm, which proves the server; `announced`: others that are ours too. */
export interface OfferedKeys {
  shown: string[]
  announced: string[]
}

/** OpenSSH's extension for host keys that change (PROTOCOL in its sources, section 2.5). */
const announcement = 'hostkeys-00@openssh.com'
const proofRequest = 'hostkeys-prove-00@openssh.com'

/** RFC 4254, section 4. */
const globalRequest = 80

/** What of ssh2's insides announcing needs: it speaks the extension as a client only. */
interface Protocol {
  _kex?: { sessionID?: Buffer; negotiated?: { serverHostKey?: string } }
  _handlers: Record<
    string,
    ((protocol: Protocol, name: string, wantsReply: boolean, data: unknown) => void) | undefined
  >
  _packetRW: { write: { allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer } }
  _cipher: { encrypt(packet: Buffer): void }
  requestSuccess(data: Buffer): void
  requestFailure(): void
}

/**
 * Tells a client that has signed in which host keys are ours, and proves it when asked. OpenSSH (`UpdateHostKeys`) then knows the next key before the server shows it, and
 * forgets those that are retired.
 */
export function announceHostKeys(client: Connection, keys: OfferedKeys, log: SftpLog): void {
  const protocol = (client as unknown as { _protocol?: Protocol })._protocol
  if (!protocol?._packetRW || !protocol._handlers) return
  const ours = [...keys.shown, ...keys.announced].flatMap(text => {
    const key = ssh2.utils.parseKey(text)
    return key instanceof Error || Array.isArray(key) ? [] : [key]
  })
  const others = protocol._handlers.GLOBAL_REQUEST
  protocol._handlers.GLOBAL_REQUEST = (inner, name, wantsReply, data) => {
    if (name !== proofRequest || !wantsReply || !Buffer.isBuffer(data)) return others?.(inner, name, wantsReply, data)
    const proof = prove(protocol, ours, data)
    if (proof) protocol.requestSuccess(proof)
    else protocol.requestFailure()
  }
  try {
    send(protocol, ours)
  } catch (error) {
    log.warn({ err: error }, 'The SFTP host keys could not be announced')
  }
}

function send({ _packetRW: { write }, _cipher }: Protocol, ours: readonly ParsedKey[]): void {
  const body = Buffer.concat([
    Buffer.from([globalRequest]),
    text(announcement),
    Buffer.from([0]),
    ...ours.map(key => text(key.getPublicSSH())),
  ])
  const packet = write.alloc(body.length)
  packet.set(body, write.allocStart)
  _cipher.encrypt(write.finalize(packet))
}

/** A signature of each key that is asked about over the session's id and the key; undefined where one is not ours. */
function prove({ _kex }: Protocol, ours: readonly ParsedKey[], asked: Buffer): Buffer | undefined {
  const session = _kex?.sessionID
  if (!session) return undefined
  const signatures: Buffer[] = []
  for (const blob of strings(asked)) {
    const key = ours.find(one => one.getPublicSSH().equals(blob))
    if (!key) return undefined
    const algorithm = key.type === 'ssh-rsa' ? rsaAlgorithm(_kex?.negotiated?.serverHostKey) : key.type
    const signed = Buffer.concat([text(proofRequest), text(session), text(blob)])
    const signature = key.sign(signed, key.type === 'ssh-rsa' ? hashes[algorithm] : undefined)
    if (signature instanceof Error) return undefined
    signatures.push(text(Buffer.concat([text(algorithm), text(signature)])))
  }
  return Buffer.concat(signatures)
}

const hashes: Record<string, string> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' }

/** OpenSSH expects what the connection itself was agreed with, where that was RSA. */
const rsaAlgorithm = (negotiated: string | undefined) =>
  negotiated && negotiated in hashes ? negotiated : 'rsa-sha2-512'

/** RFC 4251, section 5. */
function text(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function strings(data: Buffer): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at + 4 <= data.length; ) {
    const end = at + 4 + data.readUInt32BE(at)
    if (end > data.length) break
    found.push(data.subarray(at + 4, end))
    at = end
  }
  return found
}

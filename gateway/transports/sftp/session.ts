import type { SFTPWrapper } from 'ssh2'
import { attributesOf, longName } from './entries.ts'
import type { SftpLog } from './log.ts'
import { badMessage, failed, type Reply } from './reply.ts'
import type { VirtualFiles } from './virtual-files.ts'

/** What a session tells the connection that carries it. */
export interface SessionOptions {
  files: VirtualFiles
  log: SftpLog
  /** Requests that may wait for their answers. */
  waitingRequests: number
  /** A request came in: the session is not idle. */
  onRequest: () => void
  /** Ends the connection: the client asks for more than it lets us answer, or cannot be answered. */
  hangUp: () => void
}

/** One SFTP session being served. */
export interface ServedSession {
  /** Resolves when every request received so far has been answered, and what follows from it is written down. */
  settled(): Promise<void>
  /** Ends what is open. Closes already received are still carried out. */
  abandon(): void
}

/**
 * Answers the requests of one SFTP channel. Reads and writes are answered at once; whatever may ask the journal is answered in the order
 * in which it came, as the draft's section 7 asks for requests on the same file.
 */
export function serveSession(sftp: SFTPWrapper, options: SessionOptions): ServedSession {
  const { files, log } = options
  let last = Promise.resolve()
  let waiting = 0
  let ended = false

  const later = (request: number, answer: () => Reply | Promise<Reply>, evenWhenEnded = false) => {
    options.onRequest()
    if (++waiting > options.waitingRequests) {
      options.hangUp()
      if (!evenWhenEnded) return
    }
    const work = async () => {
      if (!ended || evenWhenEnded) send(sftp, request, await safely(answer, log))
      waiting--
      // What was being opened when the client left would stay open.
      if (ended) files.abandon()
    }
    last = last.then(work).catch((error: unknown) => {
      log.error({ err: error }, 'An SFTP answer could not be sent')
      options.hangUp()
    })
  }
  const atOnce = (request: number, reply: Reply) => {
    options.onRequest()
    send(sftp, request, reply)
  }

  sftp.on('READ', (id, handle, offset, length) => {
    atOnce(id, isPosition(offset) ? files.read(handle, offset, length) : beyondReach)
  })
  sftp.on('WRITE', (id, handle, offset, data) => {
    atOnce(id, isPosition(offset) ? files.write(handle, offset, data) : beyondReach)
  })
  sftp.on('FSTAT', (id, handle) => atOnce(id, files.statHandle(handle)))
  sftp.on('FSETSTAT', (id, handle, attributes) => atOnce(id, files.setStatHandle(handle, attributes.size)))
  sftp.on('CLOSE', (id, handle) => later(id, files.close(handle), true))
  sftp.on('OPEN', (id, path, flags) => later(id, () => files.open(path, flags)))
  sftp.on('OPENDIR', (id, path) => later(id, () => files.openDirectory(path)))
  sftp.on('READDIR', (id, handle) => later(id, () => files.readDirectory(handle)))
  sftp.on('STAT', (id, path) => later(id, () => files.stat(path)))
  sftp.on('LSTAT', (id, path) => later(id, () => files.stat(path)))
  sftp.on('SETSTAT', (id, path, attributes) => later(id, () => files.setStat(path, attributes.size)))
  sftp.on('REALPATH', (id, path) => later(id, () => files.realPath(path)))
  sftp.on('RENAME', (id, from, to) => later(id, () => files.rename(from, to)))
  sftp.on('REMOVE', (id, path) => later(id, () => files.remove(path)))
  sftp.on('MKDIR', (id, path) => later(id, () => files.makeDirectory(path)))
  sftp.on('RMDIR', (id, path) => later(id, () => files.removeDirectory(path)))
  sftp.on('READLINK', (id, path) => later(id, () => files.readLink(path)))
  sftp.on('SYMLINK', id => later(id, () => files.link()))

  const abandon = () => {
    ended = true
    files.abandon()
  }
  sftp.on('error', (error: Error) => log.warn({ error: error.message }, 'SFTP client broke the protocol'))
  // The client has no more requests; it waits for our close of the channel, after what it still has to be told.
  sftp.on('end', () => {
    abandon()
    last = last
      .then(() => files.settled())
      .then(() => {
        sayGoodbye(sftp)
        sftp.end()
      })
  })
  sftp.on('close', abandon)
  return { settled: () => last.then(() => files.settled()), abandon }
}

/**
 * Says that the session ended well (RFC 4254, section 6.10). Without it, OpenSSH's `scp` ends with an error after every transfer, and whoever runs it by a script sends again.
 * ssh2 offers this for channels with a program, and leaves it out for SFTP.
 */
function sayGoodbye(sftp: SFTPWrapper): void {
  const { outgoing, _protocol: protocol } = sftp as unknown as {
    outgoing: { id: number; state: string }
    _protocol: { exitStatus(channel: number, status: number): void }
  }
  if (outgoing.state === 'open' || outgoing.state === 'eof') protocol.exitStatus(outgoing.id, 0)
}

const beyondReach = badMessage('The offset is beyond what this server can address.')

function isPosition(offset: number): boolean {
  return Number.isSafeInteger(offset) && offset >= 0
}

async function safely(answer: () => Reply | Promise<Reply>, log: SftpLog): Promise<Reply> {
  try {
    return await answer()
  } catch (error) {
    log.error({ err: error }, 'An SFTP request failed in the hub')
    return failed('The hub could not do this now. Try again later.')
  }
}

function send(sftp: SFTPWrapper, request: number, reply: Reply): void {
  if (reply.kind === 'status') sftp.status(request, reply.code, reply.message)
  else if (reply.kind === 'handle') sftp.handle(request, reply.handle)
  else if (reply.kind === 'attributes') sftp.attrs(request, attributesOf(reply.entry))
  else if (reply.kind === 'data')
    sftp.data(request, Buffer.from(reply.bytes.buffer, reply.bytes.byteOffset, reply.bytes.length))
  else {
    const names = reply.entries.map(entry => ({
      filename: entry.name,
      longname: longName(entry),
      attrs: attributesOf(entry),
    }))
    sftp.name(request, names)
  }
}

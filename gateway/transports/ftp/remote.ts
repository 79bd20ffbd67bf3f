import { Readable, Writable } from 'node:stream'
import { type Client, type FileInfo, FTPError } from 'basic-ftp'
import type { RemoteFile, RemoteFiles } from '../remote-files/remote-files.ts'

/** The partner's FTP server, once we are in. */
export class FtpRemote implements RemoteFiles {
  readonly #client: Client
  readonly #listed = new Set<string>()
  #sizeless = false

  constructor(client: Client) {
    this.#client = client
  }

  async stat(path: string): Promise<Pick<RemoteFile, 'size' | 'modified'> | undefined> {
    const slash = path.lastIndexOf('/')
    const [folder, name] = [path.slice(0, slash) || '/', path.slice(slash + 1)]
    try {
      return { size: await this.#client.size(path), modified: await this.#modified(path) }
    } catch (error) {
      if (!(error instanceof FTPError) || error.code < 500) throw error
      // 550 is also how servers refuse SIZE itself: the listing knows, of a folder that was listed, and where SIZE was seen to fail.
      if (isNoSuchFile(error) && !this.#sizeless && !this.#listed.has(folder)) return undefined
      return await this.#inFolder(folder, async entries => {
        const found = entries.find(entry => entry.name === name)
        return found && { size: found.size, modified: await this.#modifiedOf(found) }
      })
    }
  }

  async list(folder: string): Promise<RemoteFile[]> {
    this.#listed.add(folder)
    return await this.#inFolder(folder, async entries => {
      const files: RemoteFile[] = []
      for (const entry of entries) {
        const { name, size, isFile } = entry
        files.push({ name, size, isFile, modified: isFile ? await this.#modifiedOf(entry) : 0 })
      }
      return files
    })
  }

  /** The command takes a folder's name from where one stands on some servers only; every server can go there first. */
  async #inFolder<T>(folder: string, look: (entries: FileInfo[]) => Promise<T>): Promise<T> {
    const start = await this.#client.pwd()
    await this.#client.cd(folder)
    const found = await look(await this.#client.list())
    await this.#client.cd(start)
    return found
  }

  async read(path: string, size: number): Promise<Uint8Array> {
    const pieces: Buffer[] = []
    let length = 0
    const sink = new Writable({
      write: (piece: Buffer, _encoding, done) => {
        // A file that has grown is recognised by one octet too many; the rest is not kept.
        if (length <= size) pieces.push(piece.subarray(0, size + 1 - length))
        length += piece.length
        done()
      },
    })
    await this.#client.downloadTo(sink, path)
    return Buffer.concat(pieces)
  }

  /** An empty file (a done-marker) gets one line end: ProFTPD takes a TLS data connection that closes without a word for a broken one. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const content = bytes.length > 0 ? Buffer.from(bytes) : Buffer.from('\n')
    // A folder that is not there is refused here in so many words; a refused upload is seen as a broken data connection first.
    const start = await this.#client.pwd()
    const slash = path.lastIndexOf('/')
    await this.#client.cd(path.slice(0, slash) || '/')
    await this.#client.uploadFrom(Readable.from([content], { objectMode: false }), path.slice(slash + 1))
    await this.#client.cd(start)
  }

  async rename(from: string, to: string): Promise<void> {
    // RNTO replaces what it meets on most servers, so it is looked for first. What is to be renamed is there: a server that cannot say so refuses SIZE.
    this.#sizeless = await this.#client.size(from).then(() => false, isRefusal)
    if (await this.stat(to)) throw new FTPError({ code: 553, message: `553 ${to} is there already` })
    await this.#client.rename(from, to)
  }

  async remove(path: string): Promise<void> {
    await this.#client.remove(path)
  }

  /** Listings from before MLSD give no reliable time: then the file itself is asked. */
  async #modifiedOf({ name, modifiedAt }: FileInfo): Promise<number> {
    return modifiedAt ? seconds(modifiedAt) : await this.#modified(name)
  }

  /** MDTM (RFC 3659); 0 on a server that does not have it. */
  async #modified(path: string): Promise<number> {
    try {
      return seconds(await this.#client.lastMod(path))
    } catch (error) {
      if (error instanceof FTPError && error.code >= 500) return 0
      throw error
    }
  }
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

/** A command that the server does not know, or does not do. Rejects with what is worse: a link that is cut. */
function isRefusal(error: unknown): boolean {
  if (error instanceof FTPError && error.code >= 500) return true
  throw error
}

/** 550 is the only answer to what is not there (RFC 959, 4.2.2). */
const isNoSuchFile = (error: unknown) => error instanceof FTPError && error.code === 550

import { type Entry, fileEntry } from './entries.ts'
import type { Folder, MailboxFile } from './mailbox.ts'
import { Ranges } from './ranges.ts'
import { ReadAhead } from './read-ahead.ts'
import { denied, done, endOfFile, failed, noSuchFile, type Reply } from './reply.ts'
import type { FileLocation, SessionContext } from './session-context.ts'

/** A file that a client has open for reading. */
export interface DownloadHandle {
  kind: 'download'
  folder: Folder
  file: MailboxFile
  bytes: Uint8Array
  entry: Entry
  /** What has gone out through this handle. */
  read: Ranges
}

/** No answer carries more than this: OpenSSH takes 256 KiB with the frame around it, others ask for 32 KiB themselves. */
export const largestRead = 128 * 1024

/** Confirmations of one session that may be under way. */
const mostConfirming = 64

/** Files on their way out. */
export class Downloads {
  readonly #context: SessionContext
  readonly #ahead: ReadAhead
  readonly #confirming = new Set<Promise<void>>()

  constructor(context: SessionContext) {
    this.#context = context
    this.#ahead = new ReadAhead(context)
  }

  /** Resolves when every confirmation under way is written down. */
  async settled(): Promise<void> {
    await Promise.all(this.#confirming)
  }

  /** Opens for reading, with the bytes in memory until `close` or `abandon`. */
  async open(place: FileLocation): Promise<DownloadHandle | Reply> {
    const { staging, view, limits } = this.#context
    if (place.folder === 'inbound' && staging.get(place.name)) return denied('The upload is not finished.')
    const file = await view.find(place.folder, place.name)
    if (!file) return noSuchFile
    if (staging.openBytes + file.size > limits.openBytes)
      return failed('Too much is open at the same time: close some files.')
    const bytes = await this.#ahead.read(place.folder, place.name, file)
    if (!bytes) return noSuchFile
    staging.openBytes += bytes.length
    const entry = { ...fileEntry(place.name, file, place.folder), size: bytes.length }
    return { kind: 'download', folder: place.folder, file, bytes, entry, read: new Ranges() }
  }

  /** The bytes from `offset` on, as many as asked for and sensible. */
  read({ bytes, read }: DownloadHandle, offset: number, length: number): Reply {
    if (offset >= bytes.length) return endOfFile
    const part = bytes.subarray(offset, offset + Math.min(length, largestRead))
    read.add(offset, offset + part.length)
    return { kind: 'data', bytes: part }
  }

  /**
   * Ends the download; when every byte of an outbound file has gone out, now or before, its delivery is confirmed. Nobody has to wait for that: the client has what it
   * wanted, and may go on to the next file.
   */
  async close(handle: DownloadHandle): Promise<Reply> {
    const { staging } = this.#context
    const { folder, file, bytes, read } = handle
    this.abandon(handle)
    if (folder !== 'outbound') return done
    if (!read.covers(bytes.length) && !staging.downloaded(file.id).covers(bytes.length)) return done
    if (this.#confirming.size >= mostConfirming) await this.settled()
    const confirming = this.#confirm(file.id, read).finally(() => this.#confirming.delete(confirming))
    this.#confirming.add(confirming)
    return done
  }

  /** What could not be written down counts as read, so that whatever the partner reads of the file next confirms it. */
  async #confirm(id: string, read: Ranges): Promise<void> {
    const { mailbox, account, staging, log } = this.#context
    try {
      await mailbox.fetched(account, id)
      staging.forgetDownload(id)
    } catch (error) {
      staging.downloaded(id).addAll(read)
      log.error({ err: error, messageId: id }, 'A file was fetched over SFTP, and that could not be written down')
    }
  }

  /** The connection is gone before the close. What has gone out is remembered, for the download may be resumed. */
  abandon({ folder, file, bytes, read }: DownloadHandle): void {
    const { staging } = this.#context
    staging.openBytes -= bytes.length
    if (folder === 'outbound' && !read.covers(bytes.length)) staging.downloaded(file.id).addAll(read)
  }
}

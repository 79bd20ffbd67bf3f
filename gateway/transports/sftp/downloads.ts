import { type Entry, fileEntry } from './entries.ts'
import type { Folder, MailboxFile } from './mailbox.ts'
import { Ranges } from './ranges.ts'
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

/** Files on their way out. */
export class Downloads {
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Opens for reading, with the bytes in memory until `close` or `abandon`. */
  async open(place: FileLocation): Promise<DownloadHandle | Reply> {
    const { mailbox, account, staging, view, limits } = this.#context
    if (place.folder === 'inbound' && staging.get(place.name)) return denied('The upload is not finished.')
    const file = await view.find(place.folder, place.name)
    if (!file) return noSuchFile
    if (staging.openBytes + file.size > limits.openBytes)
      return failed('Too much is open at the same time: close some files.')
    const bytes = await mailbox.read(account, place.folder, file.id)
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

  /** Ends the download; when every byte of an outbound file has gone out, now or before, its delivery is confirmed. */
  async close(handle: DownloadHandle): Promise<Reply> {
    const { mailbox, account, staging } = this.#context
    const { folder, file, bytes, read } = handle
    this.abandon(handle)
    if (folder === 'outbound' && (read.covers(bytes.length) || staging.downloaded(file.id).covers(bytes.length))) {
      await mailbox.fetched(account, file.id)
      staging.forgetDownload(file.id)
    }
    return done
  }

  /** The connection is gone before the close. What has gone out is remembered, for the download may be resumed. */
  abandon({ folder, file, bytes, read }: DownloadHandle): void {
    const { staging } = this.#context
    staging.openBytes -= bytes.length
    if (folder === 'outbound' && !read.covers(bytes.length)) staging.downloaded(file.id).addAll(read)
  }
}

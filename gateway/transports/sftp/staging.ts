import type { SftpLimits } from './limits.ts'
import { Ranges } from './ranges.ts'
import { UploadBuffer } from './upload-buffer.ts'

/**
 * An upload that is not a message yet. `open`: a handle writes to it. `cut`: its connection ended before the close; it can only be
 * resumed. `closed`: complete under a temporary name, waiting for its rename. `committing`: on its way into the journal.
 */
export interface StagedUpload {
  buffer: UploadBuffer
  state: 'open' | 'cut' | 'closed' | 'committing'
  /** The handle that may write; a resuming handle takes over from one whose connection died unnoticed. */
  writer: symbol
  /** Why it can no longer become a message: it grew too large, or was scattered. */
  spoiled?: string
  modified: Date
}

/** How many half-read downloads of an account are remembered, so that they can be resumed and still count as fetched. */
const rememberedDownloads = 1_000

/**
 * What this process holds for one account beyond the journal: unfinished uploads by name, and which parts of which download went out.
 * It is lost when the process ends, as an unfinished upload may be: nothing of it was ever confirmed.
 */
export class AccountStaging {
  readonly #limits: SftpLimits
  readonly #named = new Map<string, StagedUpload>()
  readonly #all = new Set<StagedUpload>()
  readonly #downloads = new Map<string, Ranges>()
  #held = 0
  /** Bytes of the files open for reading. */
  openBytes = 0
  connections = 0

  constructor(limits: SftpLimits) {
    this.#limits = limits
  }

  /** The upload that shows under this name in /inbound. */
  get(name: string): StagedUpload | undefined {
    return this.#named.get(name)
  }

  /** Names and uploads, as /inbound shows them. */
  entries(): IterableIterator<[string, StagedUpload]> {
    return this.#named.entries()
  }

  /** A new, empty upload under this name; undefined when the account has too many. One already being written there goes on unseen. */
  create(name: string, writer: symbol, now: Date): StagedUpload | undefined {
    this.#displace(name)
    if (this.#all.size >= this.#limits.stagedFiles) return undefined
    const upload: StagedUpload = { buffer: new UploadBuffer(), state: 'open', writer, modified: now }
    this.#named.set(name, upload)
    this.#all.add(upload)
    return upload
  }

  /** Writes within the limits, or spoils the upload; says whether it was written. */
  write(upload: StagedUpload, offset: number, data: Uint8Array, now: Date): boolean {
    if (upload.spoiled) return false
    const { fileBytes, stagedBytes } = this.#limits
    if (offset + data.length > fileBytes) upload.spoiled = `Files of more than ${fileBytes} bytes are not accepted.`
    else if (this.#held + data.length > stagedBytes)
      upload.spoiled = 'Too many uploads are unfinished at the same time.'
    else {
      const before = upload.buffer.held
      if (!upload.buffer.write(offset, data)) upload.spoiled = 'The upload arrives in too many separate pieces.'
      this.#held += upload.buffer.held - before
      upload.modified = now
    }
    return upload.spoiled === undefined
  }

  /** Cuts or announces the upload's length, within the limits. */
  setLength(upload: StagedUpload, length: number): boolean {
    if (length > this.#limits.fileBytes) return false
    const before = upload.buffer.held
    upload.buffer.setLength(length)
    this.#held += upload.buffer.held - before
    return true
  }

  /** Gives an upload that is not a message yet the name `to`, whether or not `from` still showed it. */
  move(from: string, to: string, upload: StagedUpload): void {
    if (this.#named.get(from) === upload) this.#named.delete(from)
    this.#displace(to)
    this.#named.set(to, upload)
  }

  /** Forgets the upload, and its name where that is still its own. */
  drop(name: string, upload: StagedUpload): void {
    if (this.#named.get(name) === upload) this.#named.delete(name)
    if (this.#all.delete(upload)) this.#held -= upload.buffer.held
  }

  /** Forgets what has waited for longer than the limit for its rest or its rename. */
  expire(now: Date): void {
    for (const [name, upload] of this.#named) {
      const waits = upload.state === 'cut' || upload.state === 'closed'
      if (waits && now.getTime() - upload.modified.getTime() > this.#limits.stagedFor) this.drop(name, upload)
    }
  }

  /** Which bytes of an outbound file have gone out so far, over all handles and sessions of the account. */
  downloaded(id: string): Ranges {
    const known = this.#downloads.get(id) ?? new Ranges()
    this.#downloads.delete(id)
    this.#downloads.set(id, known)
    const oldest = this.#downloads.keys().next()
    if (this.#downloads.size > rememberedDownloads && !oldest.done) this.#downloads.delete(oldest.value)
    return known
  }

  /** A download has been confirmed: the next one starts from nothing. */
  forgetDownload(id: string): void {
    this.#downloads.delete(id)
  }

  /** Frees the name. An upload that is being written or committed goes on without it. */
  #displace(name: string): void {
    const upload = this.#named.get(name)
    if (upload?.state === 'cut' || upload?.state === 'closed') this.drop(name, upload)
    else this.#named.delete(name)
  }

  /** Memory held by all unfinished uploads, in bytes. */
  get heldBytes(): number {
    return this.#held
  }

  /** Nothing is held, so that the account itself can be forgotten. */
  get empty(): boolean {
    return this.#all.size === 0 && this.#downloads.size === 0 && this.connections === 0
  }
}

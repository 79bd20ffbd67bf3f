import type { DownloadHandle } from './downloads.ts'
import type { Entry } from './entries.ts'
import type { UploadHandle } from './uploads.ts'

/** What a client has open. */
export type OpenHandle = DirectoryHandle | DownloadHandle | UploadHandle

/** A listing under way. */
interface DirectoryHandle {
  kind: 'directory'
  entries: Entry[]
  /** Index of the first entry that has not been told. */
  next: number
  entry: Entry
}

/** The open handles of one session, by the bytes that name them on the wire. */
export class Handles {
  readonly #open = new Map<number, OpenHandle>()
  #last = 0

  get size(): number {
    return this.#open.size
  }

  /** Remembers the handle and returns its wire name. */
  add(handle: OpenHandle): Buffer {
    this.#last = (this.#last + 1) >>> 0
    this.#open.set(this.#last, handle)
    const name = Buffer.alloc(4)
    name.writeUInt32BE(this.#last)
    return name
  }

  get(name: Buffer): OpenHandle | undefined {
    return name.length === 4 ? this.#open.get(name.readUInt32BE()) : undefined
  }

  /** Takes the handle out: from now on its name is unknown. */
  take(name: Buffer): OpenHandle | undefined {
    const handle = this.get(name)
    if (handle) this.#open.delete(name.readUInt32BE())
    return handle
  }

  /** Takes out all that are open. */
  takeAll(): OpenHandle[] {
    const all = [...this.#open.values()]
    this.#open.clear()
    return all
  }
}

import { Ranges } from './ranges.ts'

const pageSize = 32 * 1024

/** How far apart the pieces of an upload may lie: clients keep up to a few hundred writes in flight, in any order. */
const mostPieces = 1_024

/** The bytes of an upload as they come in, in any order. Memory follows what was written, not the largest offset. */
export class UploadBuffer {
  #pages = new Map<number, Uint8Array>()
  #written = new Ranges()
  #length = 0

  /** The end of the furthest write, or what the file was set to. */
  get length(): number {
    return this.#length
  }

  /** Memory held, in bytes. */
  get held(): number {
    return this.#pages.size * pageSize
  }

  /** Whether nothing is missing before the end. */
  get complete(): boolean {
    return this.#written.covers(this.#length)
  }

  /** Copies `data` to `offset`. False when the upload has become too scattered to be an ordinary transfer. */
  write(offset: number, data: Uint8Array): boolean {
    if (data.length === 0) return true
    for (let done = 0; done < data.length; ) {
      const at = offset + done
      const start = at % pageSize
      const piece = data.subarray(done, done + pageSize - start)
      this.#page(Math.floor(at / pageSize)).set(piece, start)
      done += piece.length
    }
    this.#written.add(offset, offset + data.length)
    this.#length = Math.max(this.#length, offset + data.length)
    return this.#written.count <= mostPieces
  }

  /** Cuts the file to `length`, or announces that it will be so long. Bytes never written keep it incomplete. */
  setLength(length: number): void {
    this.#length = length
    this.#written.cut(length)
    const kept = Math.ceil(length / pageSize)
    for (const number of this.#pages.keys()) if (number >= kept) this.#pages.delete(number)
    this.#pages.get(Math.floor(length / pageSize))?.fill(0, length % pageSize)
  }

  /** The bytes from `from` on, at most `count`; zeros where nothing was written. */
  read(from: number, count: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(count, this.#length - from)))
    for (let done = 0; done < bytes.length; ) {
      const at = from + done
      const start = at % pageSize
      const piece = Math.min(bytes.length - done, pageSize - start)
      const page = this.#pages.get(Math.floor(at / pageSize))
      if (page) bytes.set(page.subarray(start, start + piece), done)
      done += piece
    }
    return bytes
  }

  #page(number: number): Uint8Array {
    const known = this.#pages.get(number)
    if (known) return known
    const page = new Uint8Array(pageSize)
    this.#pages.set(number, page)
    return page
  }
}

/** The part of a file that may still have to be shown: bytes come in at the end and are let go at the start, lines are counted meanwhile. */
export class Window {
  #bytes: Uint8Array = new Uint8Array(0)
  /** Offset in the file of the first byte held. */
  #base = 0
  /** The line of the first byte held, and that of the furthest place looked at, from where counting goes on. */
  #start: Mark = { offset: 0, line: 1, lineStart: 0 }
  #furthest: Mark = this.#start

  push(chunk: Uint8Array): void {
    const joined = new Uint8Array(this.#bytes.length + chunk.length)
    joined.set(this.#bytes)
    joined.set(chunk, this.#bytes.length)
    this.#bytes = joined
  }

  /** Offset in the file after the last byte held. */
  get end(): number {
    return this.#base + this.#bytes.length
  }

  /** Lets go of what lies before an offset. */
  dropBefore(offset: number): void {
    const to = Math.min(Math.max(offset, this.#base), this.end)
    this.#start = this.#markAt(to)
    this.#bytes = this.#bytes.subarray(to - this.#base)
    this.#base = to
  }

  /** The bytes between two offsets, as far as they are held. */
  slice(from: number, to: number): Uint8Array {
    return this.#bytes.subarray(Math.max(0, from - this.#base), Math.max(0, to - this.#base))
  }

  /** Line and column of an offset, both counted from 1, columns in bytes. Undefined for what has been let go. */
  placeOf(offset: number): { line: number; column: number } | undefined {
    if (offset < this.#base) return undefined
    const { line, lineStart } = this.#markAt(offset)
    return { line, column: offset - lineStart + 1 }
  }

  #markAt(offset: number): Mark {
    const further = offset >= this.#furthest.offset
    const from = further ? this.#furthest : this.#start
    let { line, lineStart } = from
    const to = offset - this.#base
    let at = this.#bytes.indexOf(LF, from.offset - this.#base)
    for (; at >= 0 && at < to; at = this.#bytes.indexOf(LF, at + 1)) {
      line++
      lineStart = this.#base + at + 1
    }
    const mark = { offset, line, lineStart }
    if (further) this.#furthest = mark
    return mark
  }
}

const LF = 0x0a

interface Mark {
  offset: number
  line: number
  lineStart: number
}

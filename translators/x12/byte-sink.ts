const encoder = new TextEncoder()

/** Bytes that grow at their end, in one piece of memory. */
export class ByteSink {
  #bytes = new Uint8Array(1 << 16)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds bytes from `from` up to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const size = this.#size + to - from
    if (size > this.#bytes.length) this.#grow(size)
    this.#bytes.set(bytes.subarray(from, to), this.#size)
    this.#size = size
  }

  addText(text: string): void {
    const bytes = encoder.encode(text)
    this.add(bytes, 0, bytes.length)
  }

  /** Forgets what was added since the size was this. */
  cut(size: number): void {
    this.#size = size
  }

  /** What was added, in memory of its own size. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#size)
  }

  #grow(size: number): void {
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, size))
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}

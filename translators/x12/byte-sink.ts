const encoder = new TextEncoder()

/** Bytes that grow at their end, in one piece of memory. */
export class ByteSink {
  #bytes = new Uint8Array(1 << 16)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Makes room for so many bytes in all, which spares growing to them step by step. */
  expect(size: number): void {
    if (size > this.#bytes.length) this.#grow(size)
  }

  /** Adds bytes from `from` up to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const size = this.#size + to - from
    if (size > this.#bytes.length) this.#grow(Math.max(size, 2 * this.#bytes.length))
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

  /** All that was added. Nothing may be added afterwards: where little memory is left over, it is not copied. */
  finish(): Uint8Array {
    const used = this.#bytes.subarray(0, this.#size)
    return this.#size > 0.8 * this.#bytes.length ? used : used.slice()
  }

  #grow(size: number): void {
    const grown = new Uint8Array(size)
    grown.set(this.#bytes.subarray(0, this.#size))
    this.#bytes = grown
  }
}
